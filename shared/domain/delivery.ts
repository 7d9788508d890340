import type { CarrierCode, DeliveryState } from '../contract/delivery';
import type { NoticeKind } from './notices';

/**
 * The life of a parcel as data: from, action, to, who may, what must hold, words for the citizen. Commands, buttons, notices,
 * docs/delivery-states.md and the exhaustive tests read these tables; nobody compares states by hand. A parcel is one
 * attempt to bring the result of one case to its citizen; sending again is another parcel.
 */

export type DeliveryAction =
  | 'open'
  | 'give-address'
  | 'give-address-to-pay'
  | 'paid'
  | 'unpaid'
  | 'change-address'
  | 'cancel'
  | 'order-placed'
  | 'order-refused'
  | 'retry-order'
  | 'switch-carrier'
  | 'switch-to-window'
  | 'check'
  | 'uncheck'
  | 'hand-over'
  | 'confirm-hand-over'
  | 'pick-up'
  | 'transit'
  | 'out-for-delivery'
  | 'signed'
  | 'send-back'
  | 'courier-cancelled'
  | 'receive-return'
  | 'resend'
  | 'collect'
  | 'sign'
  | 'report-lost'
  | 'report-damaged'
  | 'reissue';

/** `carrier` is the courier's word; `system` the clock and payments. */
export type DeliveryRole = 'citizen' | 'agent' | 'window' | 'supervisor' | 'carrier' | 'system';

/**
 * What must hold besides state and role: `plain` nothing in it needs two people; `valuable` something does; `not-checker` the
 * officer is not who checked first; `scanned` document and waybill are those of this parcel; `not-moving` the carrier has
 * not picked it up.
 */
export type DeliveryGuard = 'plain' | 'valuable' | 'not-checker' | 'scanned' | 'not-moving';

export interface DeliveryStateFacts {
  words: string;
  tone: 'action' | 'waiting' | 'done' | 'lost';
  /** It can still become something else; of one case at most one parcel is open. */
  open: boolean;
  /** Who has it. */
  holder: 'citizen' | 'venue' | 'carrier' | 'nobody';
  /** Whether it is asked at the carrier how it stands. */
  tracked: boolean;
}

export const deliveryStates: Record<DeliveryState, DeliveryStateFacts> = {
  'awaiting-address': s('等您填收件地址', 'action', 'citizen'),
  'awaiting-payment': s('等您付快递费', 'action', 'citizen'),
  'to-order': s('正在叫快递', 'waiting', 'venue'),
  'order-failed': s('快递没有接单，工作人员在处理', 'waiting', 'venue'),
  ordered: s('已叫快递，等着装袋', 'waiting', 'venue', true),
  checking: s('已装袋，等第二个人核对', 'waiting', 'venue', true),
  'handed-over': s('已交给快递', 'waiting', 'carrier', true),
  'picked-up': s('快递已揽收', 'waiting', 'carrier', true),
  'in-transit': s('正在路上', 'waiting', 'carrier', true),
  'out-for-delivery': s('正在派送', 'waiting', 'carrier', true),
  signed: { words: '已签收', tone: 'done', open: false, holder: 'nobody', tracked: false },
  returning: s('没有送到，正在退回大厅', 'waiting', 'carrier', true),
  returned: s('已退回大厅', 'action', 'venue'),
  lost: s('快递丢失，正在补办', 'waiting', 'venue'),
  damaged: s('快递损坏，正在补办', 'waiting', 'venue'),
  resent: { words: '已重新寄出', tone: 'done', open: false, holder: 'nobody', tracked: false },
  reissued: { words: '已补办重寄', tone: 'done', open: false, holder: 'nobody', tracked: false },
  collected: { words: '已在窗口领取', tone: 'done', open: false, holder: 'nobody', tracked: false },
  cancelled: { words: '不寄了，在窗口领取', tone: 'done', open: false, holder: 'venue', tracked: false },
};

export interface DeliveryTransition {
  /** null: it begins here. */
  from: DeliveryState | null;
  action: DeliveryAction;
  to: DeliveryState;
  who: readonly DeliveryRole[];
  guards: readonly DeliveryGuard[];
  /** The line in the timeline; `{…}` are facts of the event. */
  words: string;
  /** What the citizen is told about it. */
  notice: NoticeKind | null;
}

const citizens = ['citizen', 'agent'] as const;
const senders = ['window', 'supervisor'] as const;
/** With the carrier, or about to be. */
const leaving = ['ordered', 'checking', 'handed-over'] as const;
const moving = ['handed-over', 'picked-up', 'in-transit', 'out-for-delivery'] as const;

export const deliveryTransitions: readonly DeliveryTransition[] = [
  t(null, 'open', 'awaiting-address', ['system'], '结果可以寄了，等收件地址', {
    notice: 'delivery-address-wanted',
  }),
  t('awaiting-address', 'give-address', 'to-order', [...citizens, 'system'], '填好了收件地址'),
  t(
    'awaiting-address',
    'give-address-to-pay',
    'awaiting-payment',
    [...citizens, 'system'],
    '填好了收件地址，快递费 {money}',
    {
      notice: 'payment-wanted',
    },
  ),
  t('awaiting-payment', 'paid', 'to-order', ['system'], '快递费已付'),
  t('awaiting-payment', 'unpaid', 'cancelled', ['system'], '快递费一直没有付，改到窗口领取', {
    notice: 'delivery-cancelled',
  }),
  // Before the carrier has it the address can change; what was ordered is cancelled there and ordered anew.
  ...forEach(
    ['awaiting-payment', 'to-order', 'order-failed', 'ordered'],
    'change-address',
    'awaiting-address',
    citizens,
    '更换了收件地址',
    {
      guards: ['not-moving'],
    },
  ),
  ...forEach(
    ['awaiting-address', 'awaiting-payment', 'to-order', 'order-failed', 'ordered', 'returned'],
    'cancel',
    'cancelled',
    citizens,
    '{who}改为到窗口领取',
    {
      guards: ['not-moving'],
      notice: 'delivery-cancelled',
    },
  ),
  t('to-order', 'order-placed', 'ordered', ['system'], '{carrier}接单，运单号 {waybill}', {
    notice: 'delivery-ordered',
  }),
  t('to-order', 'order-refused', 'order-failed', ['system'], '{carrier}没有接单：{why}'),
  t('order-failed', 'retry-order', 'to-order', senders, '再次叫快递'),
  ...forEach(
    ['order-failed', 'ordered', 'to-order'],
    'switch-carrier',
    'to-order',
    senders,
    '改用{carrier}',
    {
      guards: ['not-moving'],
    },
  ),
  ...forEach(
    ['awaiting-address', 'awaiting-payment', 'to-order', 'order-failed', 'ordered', 'returned'],
    'switch-to-window',
    'cancelled',
    [...senders, 'system'],
    '改为到窗口领取',
    { guards: ['not-moving'], notice: 'delivery-cancelled' },
  ),
  t('ordered', 'check', 'checking', senders, '第一个人核对了证件和运单', { guards: ['valuable', 'scanned'] }),
  t('checking', 'uncheck', 'ordered', senders, '重新核对'),
  t('ordered', 'hand-over', 'handed-over', senders, '核对无误，交给{carrier}', {
    guards: ['plain', 'scanned'],
  }),
  t('checking', 'confirm-hand-over', 'handed-over', senders, '两个人核对无误，交给{carrier}', {
    guards: ['not-checker', 'scanned'],
  }),
  ...forEach([...leaving], 'pick-up', 'picked-up', ['carrier'], '{carrier}已揽收', {
    notice: 'delivery-picked-up',
  }),
  ...forEach(
    ['ordered', 'checking', 'handed-over', 'picked-up', 'out-for-delivery'],
    'transit',
    'in-transit',
    ['carrier'],
    '运输中',
  ),
  ...forEach(
    ['ordered', 'checking', 'handed-over', 'picked-up', 'in-transit'],
    'out-for-delivery',
    'out-for-delivery',
    ['carrier'],
    '快递员正在派送',
    {
      notice: 'delivery-out',
    },
  ),
  ...forEach(
    [...leaving, 'picked-up', 'in-transit', 'out-for-delivery'],
    'signed',
    'signed',
    ['carrier'],
    '{signer}签收',
    {
      notice: 'delivery-signed',
    },
  ),
  ...forEach(
    [...leaving, 'picked-up', 'in-transit', 'out-for-delivery'],
    'send-back',
    'returning',
    ['carrier'],
    '{why}，快递正在退回',
    {
      notice: 'delivery-returning',
    },
  ),
  // Cancelled at the carrier before it was picked up: somebody decides how it goes on.
  ...forEach(
    ['ordered', 'checking', 'handed-over'],
    'courier-cancelled',
    'order-failed',
    ['carrier'],
    '{carrier}取消了订单：{why}',
  ),
  ...forEach(['returning', ...moving], 'receive-return', 'returned', senders, '退回大厅，已核对收好', {
    notice: 'delivery-returned',
  }),
  t('returned', 'resend', 'resent', [...citizens, ...senders], '重新寄出'),
  ...forEach(
    ['returned', 'returning', 'order-failed', 'ordered', 'to-order'],
    'collect',
    'collected',
    senders,
    '在窗口交给了{signer}',
    {
      notice: 'case-completed',
    },
  ),
  ...forEach([...moving, 'returning'], 'sign', 'signed', senders, '大厅核实，{signer}已收到', {
    notice: 'delivery-signed',
  }),
  ...forEach([...moving, 'returning'], 'report-lost', 'lost', senders, '快递丢失，大厅免费补办重寄', {
    notice: 'delivery-lost',
  }),
  ...forEach(
    [...moving, 'returning', 'returned', 'signed'],
    'report-damaged',
    'damaged',
    senders,
    '送到时已损坏，大厅免费补办重寄',
    {
      notice: 'delivery-lost',
    },
  ),
  ...forEach(['lost', 'damaged'], 'reissue', 'reissued', senders, '补办好了，免费重寄'),
];

const bySource = new Map(deliveryTransitions.map((row) => [`${row.from} ${row.action}`, row]));

/** The row for an action in a state, whoever asks; null when the state does not know the action. */
export function deliveryTransitionOf(
  from: DeliveryState | null,
  action: DeliveryAction,
): DeliveryTransition | null {
  return bySource.get(`${from} ${action}`) ?? null;
}

/** The carriers as people know them, with the number to ring. */
export const carriers: Record<CarrierCode, { name: string; phone: string }> = {
  EMS: { name: '邮政 EMS', phone: '11183' },
  SF: { name: '顺丰速运', phone: '95338' },
};

function s(
  words: string,
  tone: DeliveryStateFacts['tone'],
  holder: DeliveryStateFacts['holder'],
  tracked = false,
): DeliveryStateFacts {
  return { words, tone, open: true, holder, tracked };
}

type More = Partial<Pick<DeliveryTransition, 'guards' | 'notice'>>;

function t(
  from: DeliveryState | null,
  action: DeliveryAction,
  to: DeliveryState,
  who: readonly DeliveryRole[],
  words: string,
  more: More = {},
): DeliveryTransition {
  return { from, action, to, who, words, guards: [], notice: null, ...more };
}

function forEach(
  states: readonly DeliveryState[],
  action: DeliveryAction,
  to: DeliveryState,
  who: readonly DeliveryRole[],
  words: string,
  more: More = {},
) {
  return states.map((state) => t(state, action, to, who, words, more));
}
