import type { StaffRectification, StaffRectificationAction } from '../../../../shared/contract/evaluations';
import type { ActForm, Question } from '../case-work/acts';
import { callBackBody, callBackQuestions } from '../complaint/acts';
import type { Offer } from '../parts/acts-card';
import type { ActBody } from '../parts/use-work';

const text = (name: string, label: string, hint?: string): Question => ({
  name,
  label,
  kind: 'text',
  atLeast: 4,
  maxlength: 500,
  rows: 3,
  ...(hint && { hint }),
});

const forms: Record<StaffRectificationAction, ActForm> = {
  verify: {
    title: '核实属实',
    weight: 'main',
    questions: [text('found', '核实到什么', '看了哪些记录、问了谁，不写评价的人是谁')],
  },
  appeal: {
    title: '认为不属实',
    weight: 'side',
    note: '由主管认定；等级照原样保留。',
    questions: [text('why', '为什么不属实', '有什么记录能说明')],
  },
  'accept-appeal': {
    title: '认定不属实',
    weight: 'side',
    note: '评价的人会看到原因；等级照原样保留。',
    questions: [text('why', '为什么认定不属实')],
  },
  'refuse-appeal': {
    title: '认定属实，要整改',
    weight: 'main',
    questions: [text('why', '为什么认定属实')],
  },
  rectify: {
    title: '已经整改',
    weight: 'main',
    note: '评价的人会收到消息。',
    questions: [text('done', '改了什么', '怎么补救的，以后怎么不再发生')],
  },
  'call-back': { title: '记下回访', weight: 'main', questions: callBackQuestions },
  close: {
    title: '办结',
    weight: 'main',
    questions: [{ name: 'note', label: '说明（可以不写）', kind: 'text', optional: true, maxlength: 500 }],
  },
};

/** What may be done now; acts of a newer server that this page does not know are left out. */
export function offersOf({
  actions,
}: Pick<StaffRectification, 'actions'>): Offer<StaffRectificationAction>[] {
  return actions.flatMap((action) => {
    const form: ActForm | undefined = forms[action];
    return form ? [{ action, form }] : [];
  });
}

/** What the endpoint of an act wants, from what was typed and chosen. */
export function bodyOf(action: StaffRectificationAction, answers: Record<string, string>): ActBody {
  return action === 'call-back' ? callBackBody(answers) : answers;
}
