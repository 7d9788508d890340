import { View } from '@tarojs/components';
import { BottomBar } from '../../../components/bottom-bar';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { Notice } from '../../../components/notice';
import { Page } from '../../../components/page';
import { ResourceView } from '../../../components/resource-view';
import { useConsent } from './use-consent';

/** The privacy notice, asked for before anything about a person is stored; declining leaves a way. */
export default function ConsentPage() {
  const { notice, waits, accepted, accept, decline } = useConsent();
  return (
    <Page
      title="隐私说明"
      footer={
        notice.data &&
        !accepted && (
          <BottomBar>
            <Button loading={accept.busy} onPress={() => void accept.run()}>
              {waits ? '同意，继续' : '同意这份说明'}
            </Button>
            <Button kind="secondary" onPress={decline}>
              暂不同意
            </Button>
          </BottomBar>
        )
      }
    >
      <FailureNotice failure={accept.failure} onRetry={() => void accept.run()} />
      {accepted ? (
        <Notice tone="green">您已经同意这份说明，在“隐私”里随时可以撤回。</Notice>
      ) : (
        <Notice icon="shield">
          约窗口、办事、实名投诉和评价，要记下您是谁、办了什么、说了什么。先看看我们记什么、怎么用。不同意也能看指南、查大厅、匿名投诉、打
          12345，或直接到窗口办。
        </Notice>
      )}
      <ResourceView resource={notice} blocks={3}>
        {({ title, version, sections }) => (
          <>
            <View className="text-title">{title}</View>
            {sections.map(({ heading, paragraphs }) => (
              <Card key={heading} title={heading}>
                {paragraphs.map((paragraph) => (
                  <View key={paragraph}>{paragraph}</View>
                ))}
              </Card>
            ))}
            <View className="text-small">版本 {version}</View>
          </>
        )}
      </ResourceView>
    </Page>
  );
}
