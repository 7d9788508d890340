/**
 * Everything a citizen or an officer is told without asking. The words, channels and urgency of each kind are a table of
 * the notifications feature; whoever changes something only says which kind it is and the facts.
 */
export const noticeKinds = [
  'appointment-booked',
  'appointment-moved',
  'appointment-cancelled-by-venue',
  'appointment-reminder-day',
  'appointment-reminder-hours',
  'number-near',
  'number-called',
  'case-submitted',
  'case-received',
  'case-accepted',
  'case-declined',
  'case-supplement-wanted',
  'case-supplement-due-soon',
  'case-special-step',
  'case-resumed',
  'case-extended',
  'case-decided',
  'case-ready',
  'case-completed',
  'case-withdrawn',
  'case-closed',
  'delivery-address-wanted',
  'delivery-ordered',
  'delivery-picked-up',
  'delivery-out',
  'delivery-signed',
  'delivery-returning',
  'delivery-returned',
  'delivery-stuck',
  'delivery-lost',
  'delivery-cancelled',
  'result-issued',
  'payment-wanted',
  'payment-received',
  'payment-refunded',
  'complaint-received',
  'complaint-accepted',
  'complaint-declined',
  'complaint-assigned',
  'complaint-extended',
  'complaint-escalated',
  'complaint-replied',
  'complaint-again',
  'complaint-closed',
  'complaint-withdrawn',
  'complaint-published',
  'question-answered',
  'question-closed',
  'rectification-result',
  'mandate-begun',
  'mandate-ended',
  'staff-deadline-half',
  'staff-deadline-near',
  'staff-deadline-over',
  'staff-delivery-task',
  'staff-complaint-task',
  'staff-question-task',
  'staff-rectification-task',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** What the words of a notice are made from. No names, phones, ID numbers or addresses of people. */
export interface NoticeFacts {
  /** 事项 */
  itemName?: string;
  /** Of the appointment or the case, as a citizen says it. */
  reference?: string;
  /** When it is, in words or as ISO time: the start of an appointment. */
  when?: string;
  /** Until when something must be done or will be done: ISO time. */
  by?: string;
  venueName?: string;
  /** `3 号窗口` */
  window?: string;
  /** The number in the queue: `A012`. */
  ticket?: string;
  /** Why, in plain Chinese. */
  reason?: string;
  /** What to bring or what is missing, one a line. */
  materials?: string;
  /** How a case was decided, in words. */
  outcome?: string;
  /** Who has it now: 工号 and name as published. */
  handler?: string;
  /** Whom to ring. */
  phone?: string;
  /** How many are before one. */
  ahead?: number;
  /** `20 元` */
  money?: string;
  /** `邮政 EMS` */
  carrier?: string;
  waybill?: string;
}

/** What a notice is about: the app opens it, and several notices about one thing within a minute become one. */
export interface NoticeSubject {
  kind:
    | 'appointment'
    | 'case'
    | 'mandate'
    | 'queue'
    | 'delivery'
    | 'order'
    | 'complaint'
    | 'question'
    | 'evaluation'
    | 'rectification';
  id: string;
}
