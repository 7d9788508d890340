import { useRouter } from '@tarojs/taro';
import { moneyWords } from '../../../../shared/domain/words';
import type { Order } from '../../../api';
import { BottomBar } from '../../../components/bottom-bar';
import { Button } from '../../../components/button';
import { FailureNotice } from '../../../components/failure-notice';
import { Page } from '../../../components/page';
import { dial } from '../../../components/phone-row';
import { ResourceView, SlowNote } from '../../../components/resource-view';
import { open, pageUrl } from '../../../platform/navigate';
import { canPay } from '../../../platform/pay';
import { Amount } from './amount';
import { Contact, Exempt, Lines, Receipts } from './facts';
import { InWeChat } from './in-wechat';
import { Progress } from './progress';
import { type OrderPage, useOrder } from './use-order';

/** One thing that is owed or was paid: what for, how much, paying it, receipts. */
export default function PaymentPage() {
  // A mini-program code brings the order's id as its scene.
  const { id, scene = '' } = useRouter().params;
  const page = useOrder(id ?? decodeURIComponent(scene));
  const { order, pay } = page;
  return (
    <Page title="缴费" footer={order.data && <TheAct order={order.data} page={page} />}>
      <FailureNotice
        failure={pay.failure}
        onRetry={pay.failure?.unknownOutcome && order.data ? () => run(page) : undefined}
      >
        {order.data && <CallUs phone={order.data.phone} />}
      </FailureNotice>
      {pay.slow && <SlowNote>微信支付有点慢，还在等回音，不用再点…</SlowNote>}
      <ResourceView resource={order} blocks={3} lines={3}>
        {(shown) => (
          <>
            <Progress order={shown} page={page} />
            <Amount order={shown} />
            {!canPay && shown.canPay && <InWeChat order={shown} />}
            <Receipts order={shown} />
            <Lines order={shown} />
            <Exempt order={shown} />
            <Contact order={shown} />
            <Button
              kind="link"
              onPress={() => void open(pageUrl('/packages/cases/detail/index', { id: shown.caseId }))}
            >
              看这件事办到哪一步
            </Button>
          </>
        )}
      </ResourceView>
    </Page>
  );
}

function run({ order, pay }: OrderPage): void {
  if (order.data) void pay.run(order.data.fen);
}

function CallUs({ phone }: { phone: string }) {
  return (
    <Button kind="link" icon="phone" onPress={() => dial(phone)}>
      {`打电话问 ${phone}`}
    </Button>
  );
}

/** The one button: it pays, or asks again where the outcome is not known; none where there is nothing to do. */
function TheAct({ order, page }: { order: Order; page: OrderPage }) {
  const { phase, pay } = page;
  if (!canPay) return null;
  if (phase === 'confirming' || phase === 'patient') {
    return (
      <BottomBar>
        <Button loading>正在确认…</Button>
      </BottomBar>
    );
  }
  if (phase === 'late' || (order.state === 'checking' && !pay.busy)) {
    return (
      <BottomBar>
        <Button onPress={page.ask}>再查一次付成了没有</Button>
      </BottomBar>
    );
  }
  if (!order.canPay) return null;
  return (
    <BottomBar>
      <Button loading={pay.busy} onPress={() => run(page)}>
        {pay.busy ? '正在打开微信支付…' : `用微信支付付 ${moneyWords(order.fen)}`}
      </Button>
    </BottomBar>
  );
}
