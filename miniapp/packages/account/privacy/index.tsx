import { View } from '@tarojs/components';
import { useState } from 'react';
import { useSignedIn } from '../../../api';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { Page } from '../../../components/page';
import { ResourceView } from '../../../components/resource-view';
import { Row } from '../../../components/row';
import { ConfirmSheet } from '../../../components/sheet';
import { SignInCard } from '../../../components/sign-in-card';
import { Tag } from '../../../components/tag';
import type { Me } from '../../../hooks/use-me';
import { momentOf } from '../../../hooks/words';
import { open } from '../../../platform/navigate';
import { Erase } from './erase';
import { Erased } from './erased';
import { Export } from './export';
import { usePrivacy } from './use-privacy';

/** What is stored about me, a copy of it, the consents, and taking all of it away. */
export default function PrivacyPage() {
  const signedIn = useSignedIn();
  const privacy = usePrivacy();
  if (privacy.erased) {
    return (
      <Page title="资料已删除">
        <Erased result={privacy.erased} />
      </Page>
    );
  }
  return (
    <Page title="隐私">
      <Card flush>
        <Row
          icon="shield"
          title="隐私说明全文"
          note="记什么、怎么用、存多久"
          onPress={() => void open('/packages/account/consent/index')}
        />
      </Card>
      {signedIn ? (
        <ResourceView resource={privacy.me} blocks={3}>
          {(me) => (
            <>
              <Stored me={me} />
              <Consent me={me} privacy={privacy} />
              <Export privacy={privacy} />
              <Erase erase={privacy.erase} />
            </>
          )}
        </ResourceView>
      ) : (
        <SignInCard title="登录后看存了您什么">没有登录时，我们不知道您是谁，也没有存您的资料。</SignInCard>
      )}
    </Page>
  );
}

function Stored({ me }: { me: Me }) {
  const { verified, idNumber } = me.identity;
  return (
    <Card title="存了什么" flush>
      <Row title="姓名" value={me.name ?? '没有'} />
      <Row title="身份证号" value={verified ? idNumber : '没有'} />
      <Row title="手机号" value={me.phone ?? '没有'} />
      <Row title="预约" note="约过的事、时间、大厅，在“我的事”里逐条能看" />
      <Row title="登录的设备" onPress={() => void open('/packages/account/sessions/index')} />
    </Card>
  );
}

function Consent({ me, privacy }: { me: Me; privacy: ReturnType<typeof usePrivacy> }) {
  const [asking, setAsking] = useState(false);
  const { consent } = me;
  const { withdraw } = privacy;
  return (
    <Card title="同意书">
      <FailureNotice failure={withdraw.failure} />
      {consent ? (
        <>
          <View className="line">
            <View>隐私说明 {consent.version}</View>
            <Tag tone={consent.current ? 'green' : 'amber'}>{consent.current ? '已同意' : '有新版本'}</Tag>
          </View>
          <View className="text-second">{momentOf(consent.acceptedAt)} 同意</View>
          {!consent.current && (
            <Button kind="secondary" onPress={() => void open('/packages/account/consent/index')}>
              看新版本
            </Button>
          )}
          <Button kind="secondary" loading={withdraw.busy} onPress={() => setAsking(true)}>
            撤回同意
          </Button>
        </>
      ) : (
        <>
          <View>还没有同意隐私说明，预约前会先问您。</View>
          <Button kind="secondary" onPress={() => void open('/packages/account/consent/index')}>
            看说明并选择
          </Button>
        </>
      )}
      <ConfirmSheet
        open={asking}
        title="撤回对隐私说明的同意？"
        action="撤回同意"
        keep="不撤回"
        onConfirm={() => {
          setAsking(false);
          if (consent) void withdraw.run(consent.version);
        }}
        onClose={() => setAsking(false)}
      >
        撤回后不能再在这里预约；已经约好的照常有效，指南和大厅照常能看。想删除资料，用下面的“删除我的资料”。
      </ConfirmSheet>
    </Card>
  );
}
