import type { ServiceKind } from '../../../../shared/contract/evaluations';

/** What each kind of service is called. */
export const kindWords: Record<ServiceKind, string> = {
  appointment: '窗口办事',
  case: '办件',
  delivery: '快递送达',
  complaint: '投诉答复',
  question: '咨询答复',
};
