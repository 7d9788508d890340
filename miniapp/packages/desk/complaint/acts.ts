import type { StaffComplaint, StaffComplaintAction } from '../../../../shared/contract/staff-complaints';
import type { ActForm, Question } from '../case-work/acts';
import type { ActBody } from '../parts/use-work';

/** Joining and publishing have panels of their own, see similar.tsx and publication.tsx. */
const inPanels = ['join', 'draft-publication', 'approve-publication', 'refuse-publication'] as const;
type PanelAct = (typeof inPanels)[number];
export type FormAct = Exclude<StaffComplaintAction, PanelAct>;

export const isFormAct = (action: StaffComplaintAction): action is FormAct =>
  !(inPanels as readonly string[]).includes(action);

const why = (label: string, hint?: string): Question => ({
  name: 'why',
  label,
  kind: 'text',
  maxlength: 500,
  ...(hint && { hint }),
});
const note: Question = {
  name: 'note',
  label: '说明（可以不写）',
  kind: 'text',
  optional: true,
  maxlength: 500,
};

/** How each act is asked for. `undefined` for one that a newer server offers and this page does not know. */
export function formOf(
  action: FormAct,
  of: Pick<StaffComplaint, 'endingNeeded' | 'publication' | 'anonymous' | 'extension' | 'round'>,
  colleagues: Question['options'] = [],
): ActForm | undefined {
  const forms: Record<FormAct, ActForm> = {
    accept: {
      title: '受理',
      weight: 'main',
      note: '从今天起计算答复期限，投诉人会收到消息。',
      questions: [
        {
          name: 'weight',
          label: '难易（不选就按投诉的类别）',
          kind: 'choice',
          optional: true,
          options: [
            { value: 'simple', title: '简单', note: '当场或很快能查清的' },
            { value: 'general', title: '一般' },
            { value: 'complex', title: '复杂', note: '要几个部门一起查的' },
          ],
        },
      ],
    },
    decline: {
      title: '不受理',
      weight: 'hard',
      note: '投诉人会看到原因和该找哪里。',
      questions: [
        { ...why('为什么不受理', '投诉人看得懂的话'), name: 'reason' },
        {
          name: 'channel',
          label: '该找哪里',
          hint: '如“拨打 12345”“向受理的法院查询”',
          kind: 'line',
          maxlength: 100,
        },
      ],
    },
    assign: {
      title: '交给别的人',
      weight: 'side',
      note: '和投诉的事有关的人不能承办，选了会被退回。',
      questions: [{ name: 'staffId', label: '交给', kind: 'choice', options: colleagues }, note],
    },
    part: {
      title: '拆开，单独核查',
      weight: 'side',
      questions: [why('为什么不是同一件事')],
    },
    return: {
      title: '退回重新分派',
      weight: 'hard',
      note: '分派后一个工作日内可以退回，只有一次。',
      questions: [why('为什么不该由您承办')],
    },
    'take-up': { title: '接手核查', weight: 'main', questions: [] },
    'ask-extension': {
      title: '申请延长期限',
      weight: 'side',
      note: '只能申请一次，由主管决定。',
      questions: [
        {
          name: 'days',
          label: '延长几个工作日',
          kind: 'choice',
          options: ['1', '3', '5', '7'].map((value) => ({ value, title: `${value} 个工作日` })),
        },
        why('为什么要延长', '同意后投诉人会看到'),
      ],
    },
    'approve-extension': {
      title: `同意延长 ${of.extension.days ?? ''} 个工作日`,
      weight: 'main',
      questions: [],
    },
    'refuse-extension': { title: '不同意延长', weight: 'hard', questions: [why('为什么不同意')] },
    reply: {
      title: '答复',
      weight: 'main',
      note: '投诉人会一字不差地看到。三项都要写，只有套话的答复发不出去。',
      questions: [...replyQuestions, ...(of.endingNeeded ? endingQuestions : [])],
    },
    'call-back': { title: '记下回访', weight: 'main', questions: callBackQuestions },
    'handle-again': {
      title: '换人重新核查',
      weight: 'main',
      note: '只有一次；投诉人会收到消息。',
      questions: [],
    },
    close: { title: '办结归档', weight: 'main', questions: [note] },
  };
  return forms[action];
}

const replyQuestions: Question[] = [
  {
    name: 'found',
    label: '查到了什么',
    hint: '看了哪些记录、问了谁、事实是什么',
    kind: 'text',
    atLeast: 10,
    maxlength: 2_000,
    rows: 5,
  },
  {
    name: 'done',
    label: '做了什么',
    hint: '怎么纠正、怎么补救，以后怎么不再发生',
    kind: 'text',
    atLeast: 10,
    maxlength: 2_000,
    rows: 4,
  },
  {
    name: 'basis',
    label: '依据',
    hint: '法律、法规、规定或承诺的名称和条款',
    kind: 'text',
    atLeast: 4,
    maxlength: 1_000,
  },
];

const endingIs = (wanted: string) => (answers: Readonly<Record<string, string>>) => answers.ending === wanted;

const endingQuestions: Question[] = [
  {
    name: 'ending',
    label: '没办成的事，结果是',
    kind: 'choice',
    options: [
      { value: 'done', title: '已办成' },
      { value: 'impossible', title: '依法不能办', note: '写明哪条法律、为什么' },
      { value: 'planned', title: '有计划', note: '写明怎么办、哪天前办成' },
    ],
  },
  {
    name: 'endingWords',
    label: '依法不能办的理由',
    hint: '哪条法律规定、和这件事怎么对得上',
    kind: 'text',
    atLeast: 4,
    maxlength: 500,
    when: endingIs('impossible'),
  },
  {
    name: 'endingWords',
    label: '怎么办成',
    kind: 'text',
    atLeast: 4,
    maxlength: 500,
    when: endingIs('planned'),
  },
  {
    name: 'planBy',
    label: '哪天前办成',
    hint: '如 2026-12-31',
    kind: 'date',
    maxlength: 10,
    when: endingIs('planned'),
  },
];

/** What is asked on the telephone; the same for complaints and for rectifications. */
export const callBackQuestions: Question[] = [
  {
    name: 'reached',
    label: '打通了吗',
    kind: 'choice',
    options: [
      { value: 'yes', title: '打通了' },
      { value: 'no', title: '没有打通' },
    ],
  },
  {
    name: 'satisfied',
    label: '满意吗',
    kind: 'choice',
    options: [
      { value: 'yes', title: '满意' },
      { value: 'no', title: '不满意' },
      { value: 'unsaid', title: '没有表态' },
    ],
    when: ({ reached }) => reached === 'yes',
  },
  {
    name: 'words',
    label: '对方怎么说（可以不写）',
    hint: '尽量写原话，不写姓名和号码',
    kind: 'text',
    optional: true,
    maxlength: 500,
    rows: 3,
  },
];

/** What `call-back` wants: satisfied is null when nothing was said. */
export function callBackBody({ reached, satisfied, ...rest }: Record<string, string>): ActBody {
  return {
    ...rest,
    reached: reached === 'yes',
    satisfied: satisfied === 'yes' ? true : satisfied === 'no' ? false : null,
  };
}

/** What the endpoint of an act wants, from what was typed and chosen. */
export function bodyOf(action: StaffComplaintAction, answers: Record<string, string>): ActBody {
  if (action === 'call-back') return callBackBody(answers);
  if (action === 'ask-extension') return { ...answers, days: Number(answers.days) };
  return answers;
}
