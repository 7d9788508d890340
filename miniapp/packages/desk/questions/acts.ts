import type { StaffQuestion } from '../../../../shared/contract/questions';
import type { Question } from '../case-work/acts';
import type { Offer } from '../parts/acts-card';
import type { ActBody } from '../parts/use-work';

export type QuestionAct = 'answer' | 'forward' | 'close' | 'unpublish';

/**
 * What can be done with a question as it stands.
 * @param departments those of the hall, to choose from; empty where they are not known: typed then
 */
export function offersOf(of: StaffQuestion, departments: readonly string[]): Offer<QuestionAct>[] {
  const others = departments.filter((name) => name !== of.department);
  const again = of.state === 'answered';
  const offers: Offer<QuestionAct>[] = [];
  if (of.state !== 'closed') {
    offers.push({
      action: 'answer',
      form: {
        title: again ? '改答复' : '答复',
        weight: again ? 'side' : 'main',
        note: again ? '提问的人会收到改过的答复。' : '提问的人会收到消息。',
        questions: answerQuestions(of),
      },
    });
  }
  if (of.answer?.published) {
    offers.push({
      action: 'unpublish',
      form: {
        title: '不再公开',
        weight: 'hard',
        note: '提问的人还看得到自己的答复，别人搜不到了。',
        questions: [{ name: 'reason', label: '原因', hint: '如“政策变了”', kind: 'text', maxlength: 300 }],
      },
    });
  }
  if (of.canForward) {
    offers.push({
      action: 'forward',
      form: {
        title: '转给别的部门',
        weight: 'side',
        note: '只能转一次，答复期限不变。',
        questions: [
          others.length > 0
            ? {
                name: 'department',
                label: '转给',
                kind: 'choice',
                options: others.map((value) => ({ value, title: value })),
              }
            : { name: 'department', label: '转给哪个部门', kind: 'line', maxlength: 60 },
        ],
      },
    });
  }
  if (of.state === 'asked') {
    offers.push({
      action: 'close',
      form: {
        title: '不用答复，关闭',
        weight: 'hard',
        note: '提问的人会看到原因和该找哪里。',
        questions: [
          { name: 'reason', label: '原因，以及该找哪里', kind: 'text', atLeast: 4, maxlength: 500 },
        ],
      },
    });
  }
  return offers;
}

function answerQuestions({ words, answer }: StaffQuestion): Question[] {
  return [
    {
      name: 'words',
      label: '答复',
      hint: '先直接回答，再说怎么办、带什么、去哪里、找谁',
      kind: 'text',
      atLeast: 5,
      maxlength: 2_000,
      rows: 6,
      preset: answer?.words,
    },
    {
      name: 'publish',
      label: '给下一个人看吗',
      kind: 'choice',
      preset: answer?.published ? 'yes' : undefined,
      options: [
        { value: 'yes', title: '公开', note: '大家查这个事项、问类似的话时会看到问题和答复' },
        { value: 'no', title: '不公开', note: '只有提问的人看得到' },
      ],
    },
    {
      name: 'publishAs',
      label: '公开的问题怎么写',
      hint: '改成大家都会问的话，去掉姓名、电话和个人的情况',
      kind: 'text',
      atLeast: 4,
      maxlength: 200,
      // A short question is often good as it is; it is read once more either way.
      preset: words.length <= 60 ? words : undefined,
      when: ({ publish }) => publish === 'yes',
    },
  ];
}

/** What the endpoint of an act wants, from what was typed and chosen. */
export function bodyOf(action: QuestionAct, answers: Record<string, string>): ActBody {
  if (action !== 'answer') return answers;
  const { words, publish, publishAs } = answers;
  return { words, publishAs: publish === 'yes' ? publishAs : null };
}
