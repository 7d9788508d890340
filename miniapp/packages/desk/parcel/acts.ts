import type { StaffDelivery, StaffDeliveryAction } from '../../../../shared/contract/staff-delivery';
import { moneyWords } from '../../../../shared/domain/words';
import type { ActForm, Question } from '../case-work/acts';

/** Acts that scan document and parcel stand in the panel for packing, see pack.tsx. */
export type ScanAct = Extract<StaffDeliveryAction, 'check' | 'hand-over' | 'confirm-hand-over'>;
export type FormAct = Exclude<StaffDeliveryAction, ScanAct>;

export const scanActs: readonly StaffDeliveryAction[] = ['hand-over', 'confirm-hand-over', 'check'];

/** How the panel for packing asks for each. */
export const scanWords: Record<ScanAct, { title: string; note: string }> = {
  'hand-over': { title: '核对无误，交给快递', note: '装好袋、贴好运单，扫证件和运单各一次。' },
  check: {
    title: '我核对过了',
    note: '贵重件要两个人核对。装好袋、贴好运单，您先扫证件和运单，再请一位同事核对后交给快递。',
  },
  'confirm-hand-over': { title: '再次核对无误，交给快递', note: '您是第二个核对的人：扫证件和运单各一次。' },
};

const reason = (label: string, hint?: string): Question => ({
  name: 'reason',
  label,
  kind: 'text',
  maxlength: 300,
  ...(hint && { hint }),
});
const note = (label: string, hint?: string): Question => ({
  name: 'note',
  label,
  kind: 'text',
  optional: true,
  maxlength: 300,
  ...(hint && { hint }),
});
const to = (label: string): Question => ({
  name: 'to',
  label,
  kind: 'choice',
  options: [
    { value: 'self', title: '本人' },
    { value: 'other', title: '别人代收', note: '核对代收人的身份证和本人的委托' },
  ],
});

/** How each act is asked for. `undefined` for one that a newer server offers and this page does not know. */
export function formOf(action: FormAct, of: StaffDelivery): ActForm | undefined {
  const forms: Record<FormAct, ActForm> = {
    'retry-order': { title: '再叫一次快递', weight: 'main', questions: [] },
    'switch-carrier': {
      title: '换一家快递',
      weight: 'side',
      note: '已经在原来那家下的单会自动取消，运单要重新打印。',
      questions: [
        {
          name: 'carrier',
          label: '改用',
          kind: 'choice',
          options: of.carriers
            .filter(({ code }) => code !== of.carrier)
            .map(({ code, name }) => ({ value: code, title: name })),
        },
      ],
    },
    'switch-to-window': {
      title: '改到窗口领取',
      weight: 'hard',
      note: '不再寄，收件人会收到消息；付过的快递费原路退回。',
      questions: [reason('原因', '收件人会看到，例如“快递不到这个地方”')],
    },
    uncheck: { title: '重新核对', weight: 'side', questions: [reason('原因')] },
    'receive-return': {
      title: '退回来了，收下',
      weight: of.state === 'returning' ? 'main' : 'side',
      note: '拆开核对里面的证件，收好；收件人会收到消息，选再寄一次或到窗口领取。',
      questions: [
        { name: 'waybill', label: '扫退回来的运单', kind: 'line', maxlength: 80 },
        note('里面的情况（可以不写）'),
      ],
    },
    resend: {
      title: '再寄一次',
      weight: 'main',
      note: of.resend ? `${of.resend.words}（${moneyWords(of.resend.fen)}）` : undefined,
      questions: [reason('谁要求的、怎么说的', '寄到原来的地址；地址要改，请收件人在手机上改')],
    },
    collect: {
      title: '在窗口交给收件人',
      weight: of.state === 'returned' ? 'side' : 'hard',
      note: '核对身份证后交给收件人，这件事就办完了。',
      questions: [to('交给谁'), note('说明（可以不写）', '代领的写明关系，不写姓名和号码')],
    },
    sign: {
      title: '核实已经收到',
      weight: 'side',
      note: '快递一直没有签收消息，但打电话核实收件人已经拿到时用。',
      questions: [to('谁收的'), reason('怎么核实的')],
    },
    'report-lost': {
      title: '快递丢了',
      weight: 'hard',
      note: '和快递核实丢失后登记。大厅免费补办重寄，收件人会收到消息。',
      questions: [reason('快递怎么答复的')],
    },
    'report-damaged': {
      title: '送到时坏了',
      weight: 'hard',
      note: '大厅免费补办重寄，收件人会收到消息。',
      questions: [reason('坏在哪里')],
    },
    reissue: {
      title: '补办好了，免费重寄',
      weight: 'main',
      note: '寄到原来的地址，会生成一件新的寄件。',
      questions: [note('说明（可以不写）')],
    },
  };
  return forms[action];
}
