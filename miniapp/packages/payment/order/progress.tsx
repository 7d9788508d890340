import { moneyWords } from '../../../../shared/domain/words';
import type { Order } from '../../../api';
import { Button } from '../../../components/button';
import { Notice } from '../../../components/notice';
import { momentOf } from '../../../hooks/words';
import type { OrderPage } from './use-order';

/** What became of a payment that was begun here: said where the eye is, and by a screen reader. */
export function Progress({ order, page }: { order: Order; page: OrderPage }) {
  const { phase, failure } = page;
  switch (phase) {
    case 'confirming':
      return (
        <Notice tone="amber" live title="正在确认…">
          正在向微信支付查这笔付款，一般几秒钟。
        </Notice>
      );
    case 'patient':
      return (
        <Notice tone="amber" live title="正在确认，微信的结果晚了一点">
          钱不会丢，也不会扣两次。可以先离开，结果出来会发消息告诉您。
        </Notice>
      );
    case 'late':
      return (
        <Notice
          tone="amber"
          live
          title={failure ? '现在问不到微信支付' : '微信支付还没有收到这笔钱'}
          actions={
            <Button kind="link" onPress={page.payAgain}>
              没有扣款，再付一次
            </Button>
          }
        >
          已经扣款的，结果一到就记上，并发消息告诉您；万一付重了，多付的会自动退回。
        </Notice>
      );
    case 'cancelled':
      return order.canPay ? (
        <Notice live title="没有付款，也没有扣钱">
          {order.payBy ? `${momentOf(order.payBy)} 前都可以付。` : '这笔费用还在，什么时候付都行。'}
        </Notice>
      ) : null;
    case 'failed':
      return order.canPay ? (
        <Notice tone="red" live title="微信支付没有付成，没有扣钱">
          看一下微信里的零钱或银行卡够不够，再付一次；也可以到窗口付。
        </Notice>
      ) : null;
    case 'paid':
      return order.state === 'paid' ? (
        <Notice tone="green" live title={`付好了，${moneyWords(order.fen)}`}>
          {order.nextStep}
        </Notice>
      ) : null;
    case 'idle':
      return null;
  }
}
