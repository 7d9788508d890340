/**
 * The WeChat subscribe-message templates that the product uses, by purpose, with what goes into each field. A template as
 * the platform has it may number its fields otherwise: the settings say so.
 */

/** What a field shows of a notice. */
export const fieldSources = [
  'itemName',
  'reference',
  'venueName',
  'window',
  'ticket',
  'ahead',
  'when',
  'by',
  'at',
  /** The state in a word of at most five characters: `已受理`. */
  'state',
  /** What it means for the citizen, in a short sentence. */
  'note',
] as const;
export type FieldSource = (typeof fieldSources)[number];

export const templateKeys = [
  'appointment-reminder',
  'appointment-changed',
  'number-near',
  'case-progress',
  'case-supplement',
  'case-result',
] as const;
export type TemplateKey = (typeof templateKeys)[number];

export interface NoticeTemplate {
  title: string;
  /** `thing1` → what it shows. The letters are the field's type. */
  fields: Record<string, FieldSource>;
}

export const noticeTemplates: Record<TemplateKey, NoticeTemplate> = {
  'appointment-reminder': {
    title: '预约提醒',
    fields: { thing1: 'itemName', time2: 'when', thing3: 'venueName', thing4: 'note' },
  },
  'appointment-changed': {
    title: '预约变动',
    fields: { thing1: 'itemName', phrase2: 'state', time3: 'when', thing4: 'note' },
  },
  'number-near': {
    title: '排队叫号',
    fields: { character_string1: 'ticket', thing2: 'window', number3: 'ahead', thing4: 'note' },
  },
  'case-progress': {
    title: '办件进度',
    fields: {
      character_string1: 'reference',
      thing2: 'itemName',
      phrase3: 'state',
      time4: 'at',
      thing5: 'note',
    },
  },
  'case-supplement': {
    title: '补正通知',
    fields: { character_string1: 'reference', thing2: 'itemName', date3: 'by', thing4: 'note' },
  },
  'case-result': {
    title: '办理结果',
    fields: { character_string1: 'reference', thing2: 'itemName', phrase3: 'state', thing4: 'note' },
  },
};

/** The SMS templates, with the parameters in the order in which the provider numbers them. */
export const smsTemplates = {
  'appointment-cancelled': ['when', 'itemName', 'venueName'],
  'supplement-wanted': ['itemName', 'reference', 'by'],
  'result-ready': ['itemName', 'reference', 'venueName'],
} as const satisfies Record<string, readonly FieldSource[]>;
export type SmsTemplateKey = keyof typeof smsTemplates;
