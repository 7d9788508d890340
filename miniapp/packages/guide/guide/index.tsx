import { useRouter, useShareAppMessage } from '@tarojs/taro';
import { BottomBar } from '../../../components/bottom-bar';
import { Button } from '../../../components/button';
import { FailureNotice } from '../../../components/failure-notice';
import { ForWhomChoice } from '../../../components/for-whom';
import { Page } from '../../../components/page';
import { ResourceView, SlowNote } from '../../../components/resource-view';
import { useHold } from '../../../hooks/use-hold';
import { useResource } from '../../../hooks/use-resource';
import { shortFree } from '../../../hooks/words';
import { open, pageUrl } from '../../../platform/navigate';
import { About } from './about';
import { Answers } from './answers';
import { Materials } from './materials';
import { ShareGuide } from './share';
import { useApplyOnline } from './use-apply-online';

/** One item: can I do it here and now, then everything else in the order in which it is asked. */
export default function GuidePage() {
  const { code = '' } = useRouter().params;
  const guide = useResource('GET /items/{code}', code ? { params: { code } } : null, { freshFor: 30_000 });
  const hold = useHold();
  const apply = useApplyOnline(code);
  const { data } = guide;
  useShareAppMessage(() => ({
    title: data ? `${data.name}：要带什么、怎么办` : '办事指南',
    path: pageUrl('/packages/guide/guide/index', { code }),
  }));

  const chooseTime = () => void open(pageUrl('/packages/booking/venue/index', { item: code }));
  const earliest = () => void hold.run({ itemCode: code, earliest: true });
  const online = data?.channels.includes('online') === true;
  const footer = data && (data.bookable || online) && (
    <BottomBar>
      {online && (
        <Button loading={apply.busy} onPress={() => void apply.run()}>
          {apply.busy ? '正在打开申请…' : '在线申请'}
        </Button>
      )}
      {data.bookable && data.soonest && (
        <Button kind={online ? 'secondary' : 'primary'} loading={hold.busy} onPress={earliest}>
          {hold.busy ? '正在为您留位…' : `最早可约 ${shortFree(data.soonest.time)}`}
        </Button>
      )}
      {data.bookable && (
        <Button kind={online ? 'link' : data.soonest ? 'secondary' : 'primary'} onPress={chooseTime}>
          选大厅和时间
        </Button>
      )}
    </BottomBar>
  );

  return (
    <Page title="办事指南" footer={footer}>
      <FailureNotice failure={hold.failure} onRetry={hold.failure?.unknownOutcome ? earliest : undefined}>
        {hold.failure?.code === 'ALREADY_BOOKED' && (
          <Button kind="link" onPress={() => void open('/pages/matters/index')}>
            看已有的预约
          </Button>
        )}
        {hold.failure?.code === 'SLOT_TAKEN' && (
          <Button kind="link" onPress={chooseTime}>
            选别的大厅和时间
          </Button>
        )}
      </FailureNotice>
      <FailureNotice
        failure={apply.failure}
        onRetry={apply.failure?.unknownOutcome ? () => void apply.run() : undefined}
      />
      {apply.slow && <SlowNote>网络有点慢，正在打开申请…</SlowNote>}
      <ResourceView resource={guide} blocks={4}>
        {(shown) => (
          <>
            <Answers guide={shown} slow={hold.slow} />
            {(shown.bookable || shown.channels.includes('online')) && <ForWhomChoice itemCode={shown.code} />}
            <Materials code={shown.code} materials={shown.materials} />
            <About guide={shown} />
            <ShareGuide guide={shown} />
          </>
        )}
      </ResourceView>
    </Page>
  );
}
