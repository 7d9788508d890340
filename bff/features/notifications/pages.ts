import type { NoticeSubject } from '../../../shared/domain/notices';

/** Where a message leads in the mini-program; without leading slash, as WeChat wants it. */
export function pageOf({ kind, id }: NoticeSubject): string {
  switch (kind) {
    case 'appointment':
      return `packages/booking/ticket/index?id=${encodeURIComponent(id)}`;
    case 'case':
      return `packages/cases/detail/index?id=${encodeURIComponent(id)}`;
    case 'delivery':
      return `packages/delivery/detail/index?id=${encodeURIComponent(id)}`;
    case 'order':
      return `packages/payment/order/index?id=${encodeURIComponent(id)}`;
    case 'complaint':
      return `packages/complaints/detail/index?id=${encodeURIComponent(id)}`;
    case 'question':
      return `packages/questions/detail/index?id=${encodeURIComponent(id)}`;
    case 'evaluation':
      return `packages/evaluation/detail/index?id=${encodeURIComponent(id)}`;
    case 'rectification':
    case 'mandate':
    case 'queue':
      return 'pages/matters/index';
  }
}
