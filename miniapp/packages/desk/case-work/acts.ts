import type { StaffCase, StaffCaseAction } from '../../../../shared/contract/staff-cases';

/** One question of an act: what it is called, and how it is answered. */
export interface Question {
  name: string;
  label: string;
  hint?: string;
  /** `line` one line, `text` several, `choice` one of `options`, `date` a day as 2026-11-26. */
  kind: 'line' | 'text' | 'choice' | 'date';
  options?: readonly { value: string; title: string; note?: string }[];
  optional?: boolean;
  /** Characters; 2 unless told. */
  atLeast?: number;
  maxlength?: number;
  /** Lines that a text shows; 2 unless told. */
  rows?: number;
  /** Asked only while this holds of the answers given so far. */
  when?: (answers: Readonly<Record<string, string>>) => boolean;
  /** What the citizen chose before: ticked, and can be changed. */
  preset?: string | undefined;
}

/** What an act is called, and what has to be said with it. Which acts there are now is the server's to say. */
export interface ActForm {
  /** On the button. */
  title: string;
  /** `main` moves the case on; `side` is there when it is needed; `hard` ends or turns it. */
  weight: 'main' | 'side' | 'hard';
  /** What follows from it, said before it is done. */
  note?: string;
  questions: readonly Question[];
}

const reason = (label: string, hint?: string): Question => ({
  name: 'reason',
  label,
  kind: 'text',
  maxlength: 500,
  ...(hint && { hint }),
});
const basis: Question = {
  name: 'basis',
  label: '依据',
  hint: '写明法律、法规或规章的名称和条款',
  kind: 'line',
  maxlength: 200,
};
const remark = (maxlength: number): Question => ({
  name: 'note',
  label: '说明（可以不写）',
  kind: 'text',
  optional: true,
  maxlength,
});

/** How a result reaches its citizen. */
export const hows = { window: '到窗口领', courier: '快递送达', electronic: '电子证照' } as const;

/** Acts that tick papers or name what is missing have lists of their own, see materials.tsx and missing.tsx. */
export type FormAct = Exclude<StaffCaseAction, 'record-papers' | 'request-supplement'>;

/** How each act is asked for, with what this case offers to choose from. */
export function formOf(action: FormAct, of: StaffCase): ActForm {
  switch (action) {
    case 'receive':
      return {
        title: '收件',
        weight: 'main',
        note: '您成为首办责任人，申请人得到收件编号。',
        questions: [],
      };
    case 'supplement':
      return {
        title: '补正材料已收齐',
        weight: 'main',
        note: '先在材料清单里勾上刚收到的。受理期限从今天重新起算。',
        questions: [],
      };
    case 'accept':
      return { title: '受理', weight: 'main', note: '办理期限开始计算，申请人会收到消息。', questions: [] };
    case 'decline':
      return {
        title: '不予受理',
        weight: 'hard',
        note: '申请人会看到理由、依据和救济途径。',
        questions: [
          reason('理由', '申请人看得懂的话，说清楚为什么'),
          basis,
          {
            name: 'elsewhere',
            label: '应该找哪里（可以不写）',
            hint: '不归这里办的，写明哪个部门、在哪里、电话',
            kind: 'line',
            optional: true,
            maxlength: 200,
          },
        ],
      };
    case 'assign':
      return {
        title: '分派',
        weight: 'side',
        questions: [
          { name: 'staffId', label: '交给', kind: 'choice', options: [] },
          { ...reason('原因（可以不写）'), optional: true, maxlength: 200 },
        ],
      };
    case 'start-review':
      return { title: '开始审查', weight: 'main', questions: [] };
    case 'review':
      return {
        title: '出具意见',
        weight: 'main',
        questions: [...departmentQuestion(of), opinion, remark(500)],
      };
    case 'begin-special-step':
      return {
        title: '进入特别程序',
        weight: 'side',
        note: '不计入期限的程序会暂停计时，申请人会看到原因。',
        questions: [
          {
            name: 'name',
            label: '程序',
            kind: 'choice',
            options: of.specialStepChoices.map(({ name, timeWords, basis: by, counted }) => ({
              value: name,
              title: name,
              note: `${timeWords}，${counted ? '计入期限' : '不计入期限'}；${by}`,
            })),
          },
          reason('原因'),
        ],
      };
    case 'end-special-step':
      return {
        title: '特别程序结束',
        weight: 'main',
        questions: [{ name: 'outcome', label: '结果', kind: 'text', maxlength: 500 }],
      };
    case 'request-extension':
      return {
        title: '申请延长期限',
        weight: 'side',
        note: '只能申请一次，延长 10 个工作日，由另一位有决定权的同事批准。',
        questions: [reason('原因')],
      };
    case 'approve-extension':
      return { title: '同意延长 10 个工作日', weight: 'side', questions: [] };
    case 'refuse-extension':
      return { title: '不同意延长', weight: 'hard', questions: [reason('原因')] };
    case 'decide-approve':
      return { title: '准予', weight: 'main', questions: [remark(500)] };
    case 'decide-refuse':
      return {
        title: '不予许可',
        weight: 'hard',
        note: '申请人会看到理由、依据，以及复议和诉讼的期限。',
        questions: [reason('理由'), basis],
      };
    case 'issue':
      return { title: '开始制证', weight: 'main', questions: [] };
    case 'make-ready':
      return {
        title: '结果已做好',
        weight: 'main',
        note: of.chosenHow
          ? `申请人选了：${hows[of.chosenHow]}。`
          : '申请人还没有选怎么领，选好后可以在手机上改。',
        questions: [
          {
            name: 'how',
            label: '怎么交给申请人',
            kind: 'choice',
            preset: of.chosenHow ?? undefined,
            options: (['window', 'courier', 'electronic'] as const).map((value) => ({
              value,
              title: hows[value],
            })),
          },
        ],
      };
    case 'hand-over':
      return { title: '结果已交给申请人', weight: 'main', questions: [remark(200)] };
    case 'finish-instant':
      return {
        title: '当场办结',
        weight: 'main',
        note: '受理、审查、决定、送达一次走完，每一步都会记下。',
        questions: [],
      };
    case 'withdraw':
      return {
        title: '申请人撤回',
        weight: 'hard',
        note: '申请人本人（或带着委托书的人）当面提出才能撤回，核对身份证。撤回后不再办理，申请人会收到消息。',
        questions: [reason('原因', '申请人怎么说的；没有说就写“本人要求撤回”')],
      };
  }
}

const opinion: Question = {
  name: 'opinion',
  label: '意见',
  kind: 'choice',
  options: [
    { value: 'agree', title: '同意' },
    { value: 'object', title: '不同意' },
  ],
};

/** Asked only where several departments review and more than one of them has not said anything. */
function departmentQuestion(of: StaffCase): Question[] {
  const open = of.reviews.filter(({ opinion: said }) => said === null);
  if (open.length < 2) return [];
  return [
    {
      name: 'department',
      label: '代表哪个部门',
      kind: 'choice',
      options: open.map(({ department }) => ({ value: department, title: department })),
    },
  ];
}

/** The questions that are asked, given what was answered so far. */
export function askedOf(
  questions: readonly Question[],
  answers: Readonly<Record<string, string>>,
): readonly Question[] {
  return questions.filter(({ when }) => when === undefined || when(answers));
}

const day = /^\d{4}-\d\d-\d\d$/;

/** What has to be mended before it is sent, by question. */
export function faultsOf(
  questions: readonly Question[],
  answers: Readonly<Record<string, string>>,
): { field: string; message: string }[] {
  const found: { field: string; message: string }[] = [];
  for (const { name, label, kind, optional, atLeast = 2 } of askedOf(questions, answers)) {
    const answer = (answers[name] ?? '').trim();
    if (optional && answer === '') continue;
    if (kind === 'choice') {
      if (answer === '') found.push({ field: name, message: `选一个：${label}。` });
    } else if (kind === 'date') {
      if (!day.test(answer)) found.push({ field: name, message: `${label}写成 2026-11-26 这样。` });
    } else if (answer.length < atLeast) {
      found.push({ field: name, message: `填写${label}，至少 ${atLeast} 个字。` });
    }
  }
  return found;
}
