import { lateOutcome, useSignedIn } from '../../api';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { MatterCard } from '../../components/matter-card';
import { Notice } from '../../components/notice';
import { Row } from '../../components/row';
import { open } from '../../platform/navigate';
import { useStore } from '../../platform/store';
import type { Home } from './use-home';

const acts: Record<string, string> = {
  'POST /appointments': '选时间',
  'POST /appointments/{id}/confirm': '确认预约',
  'POST /appointments/{id}/cancel': '取消预约',
  'POST /appointments/{id}/reschedule': '改期',
  'POST /appointments/{id}/check-in': '签到',
  'POST /cases': '在线申请',
  'POST /cases/{id}/submit': '提交申请',
  'POST /cases/{id}/supplement': '补交材料',
  'POST /cases/{id}/withdraw': '撤回申请',
  'POST /orders/{id}/refresh': '付款',
  'PUT /appointments/{id}/delivery': '选结果怎么给我',
  'PUT /cases/{id}/delivery': '选结果怎么给我',
  'POST /deliveries/{id}/resend': '再寄一次',
  'POST /deliveries/{id}/cancel': '改到窗口领取',
  'POST /questions': '提问',
  'POST /questions/{id}/withdraw': '撤回问题',
  'POST /evaluations': '评价',
  'PUT /evaluations/{id}': '改评价',
};

/** What was asked before the app was closed and has been answered since. */
export function LateOutcome() {
  const outcome = useStore(lateOutcome);
  const act = outcome && acts[outcome.name];
  if (!outcome || !act) return null;
  const { failure } = outcome;
  return (
    <Notice
      tone={failure ? 'red' : 'green'}
      live
      title={failure ? `上次的“${act}”没有办成` : `上次的“${act}”已经办成`}
      actions={
        <Button kind="link" onPress={() => lateOutcome.set(null)}>
          知道了
        </Button>
      }
    >
      {failure ? `${failure.message}${failure.next ?? ''}` : '当时网络断了，我们替您问到了结果。'}
    </Notice>
  );
}

/** Messages that were not read; nothing while there are none. */
export function Unread({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <Card flush>
      <Row
        icon="message"
        title={`${count} 条新消息`}
        onPress={() => void open('/packages/account/messages/index')}
      />
    </Card>
  );
}

/** The next thing I must do or wait for, with the way to all of them. */
export function MyMatter({ home }: { home: Home }) {
  const signedIn = useSignedIn();
  const { nextMatter, matterCount } = home;
  if (!nextMatter) {
    if (!signedIn) return null;
    return (
      <Card flush>
        <Row icon="done" title="您现在没有在等的事" note="约好的时间、要做的事会显示在这里" />
      </Card>
    );
  }
  return (
    <>
      <MatterCard matter={nextMatter} primary />
      {matterCount > 1 && (
        <Card flush>
          <Row
            icon="matters"
            title={`另外还有 ${matterCount - 1} 件事`}
            onPress={() => void open('/pages/matters/index')}
          />
        </Card>
      )}
    </>
  );
}
