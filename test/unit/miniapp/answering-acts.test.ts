import { describe, expect, it } from 'vitest';
import { askedOf, faultsOf, type Question } from '../../../miniapp/packages/desk/case-work/acts';
import { bodyOf, formOf, isFormAct } from '../../../miniapp/packages/desk/complaint/acts';
import { stretchesOf, withoutMarks } from '../../../miniapp/packages/desk/complaint/marks';
import {
  bodyOf as questionBody,
  offersOf as questionOffers,
} from '../../../miniapp/packages/desk/questions/acts';
import { monthAfter } from '../../../miniapp/packages/desk/ratings/month-of';
import {
  bodyOf as rectificationBody,
  offersOf as rectificationOffers,
} from '../../../miniapp/packages/desk/rectification/acts';
import { staffEvaluationsContract, staffRectificationAction } from '../../../shared/contract/evaluations';
import { questionsContract, type StaffQuestion } from '../../../shared/contract/questions';
import {
  type PersonalMark,
  type StaffComplaint,
  staffComplaintAction,
  staffComplaintsContract,
} from '../../../shared/contract/staff-complaints';

/** Fills in everything that is asked, taking this option of each choice. */
function answered(questions: readonly Question[], choose: number): Record<string, string> {
  const answers: Record<string, string> = {};
  // What is asked may depend on what was answered.
  for (let turn = 0; turn < 3; turn++) {
    for (const { name, kind, options = [], preset } of askedOf(questions, answers)) {
      if (kind === 'choice')
        answers[name] = options[Math.min(choose, options.length - 1)]?.value ?? 's0123456789';
      else if (kind === 'date') answers[name] = '2026-12-31';
      else answers[name] = preset ?? '写明的内容，够十个字了。';
    }
  }
  return answers;
}

const complaint = {
  endingNeeded: true,
  anonymous: false,
  round: 1,
  extension: { state: 'asked', days: 3, why: '要调监控' },
  publication: { consented: true, state: 'none', draft: null, refusedWhy: null, marks: [] },
} as Partial<StaffComplaint> as StaffComplaint;

describe('what has to be said with an act on a complaint', () => {
  const acts = staffComplaintAction.options.filter(isFormAct);
  it.each(acts)('%s: fits what its endpoint takes, whatever is chosen', (action) => {
    const form = formOf(action, complaint);
    if (!form) throw new Error('has no form');
    const { body } = staffComplaintsContract[`POST /staff/complaints/{id}/${action}`];
    for (const choose of [0, 1, 2]) {
      const answers = answered(form.questions, choose);
      expect(faultsOf(form.questions, answers)).toEqual([]);
      expect(body.safeParse({ version: 1, ...bodyOf(action, answers) }).error?.message).toBeUndefined();
    }
  });

  it('wants the reason or the plan of a matter that was not done, by how it ends', () => {
    const questions = formOf('reply', complaint)?.questions ?? [];
    const said = { found: '查了叫号记录和监控录像', done: '已经给您补办好了这件事', basis: '办事指南' };
    const faults = (more: Record<string, string>) =>
      faultsOf(questions, { ...said, ...more }).map(({ field }) => field);
    expect(faults({})).toEqual(['ending']);
    expect(faults({ ending: 'done' })).toEqual([]);
    expect(faults({ ending: 'impossible' })).toEqual(['endingWords']);
    expect(faults({ ending: 'planned', planBy: '下个月' })).toEqual(['endingWords', 'planBy']);
  });

  it('says that nobody was satisfied or not when nobody was reached', () => {
    expect(bodyOf('call-back', { reached: 'no' })).toEqual({ reached: false, satisfied: null });
    expect(bodyOf('call-back', { reached: 'yes', satisfied: 'no', words: '太慢' })).toEqual({
      reached: true,
      satisfied: false,
      words: '太慢',
    });
  });
});

describe('what has to be said with an act on a question or a rectification', () => {
  const question = {
    department: '公安局',
    words: '居住证到期了去哪里换？',
    state: 'asked',
    canForward: true,
    answer: null,
  } as Partial<StaffQuestion> as StaffQuestion;
  const published = {
    ...question,
    state: 'answered',
    canForward: false,
    answer: { words: '到任何一个派出所。', by: '公安局', at: '2026-11-25T01:00:00Z', published: true },
  } as StaffQuestion;

  it.each([
    ['open', question, ['answer', 'forward', 'close']],
    ['published', published, ['answer', 'unpublish']],
    ['closed', { ...question, state: 'closed' as const, canForward: false }, []],
  ])('of a question that is %s', (_, of, actions) => {
    const offers = questionOffers(of, ['公安局', '人社局']);
    expect(offers.map(({ action }) => action)).toEqual(actions);
    for (const { action, form } of offers) {
      for (const choose of [0, 1]) {
        const answers = answered(form.questions, choose);
        expect(faultsOf(form.questions, answers)).toEqual([]);
        const { body } = questionsContract[`POST /staff/questions/{id}/${action}`];
        const parsed = body.safeParse({ version: 1, ...questionBody(action, answers) });
        expect(parsed.error?.message).toBeUndefined();
      }
    }
  });

  it.each(staffRectificationAction.options)('of a rectification: %s', (action) => {
    const [offer] = rectificationOffers({ actions: [action] });
    if (!offer) throw new Error('has no form');
    for (const choose of [0, 1, 2]) {
      const answers = answered(offer.form.questions, choose);
      const { body } = staffEvaluationsContract[`POST /staff/rectifications/{id}/${action}`];
      const parsed = body.safeParse({ version: 1, ...rectificationBody(action, answers) });
      expect(parsed.error?.message).toBeUndefined();
    }
  });
});

describe('marks in words for publication', () => {
  const text = '张三电话13900001111，车牌云C12345。';
  const marks: PersonalMark[] = [
    { field: 'what', from: 0, to: 2, kind: 'name' },
    { field: 'what', from: 4, to: 15, kind: 'phone' },
    { field: 'done', from: 0, to: 3, kind: 'other' },
    { field: 'what', from: 18, to: 25, kind: 'plate' },
  ];

  it('cut the text without losing any of it, and are taken out for the draft', () => {
    const stretches = stretchesOf(text, 'what', marks);
    expect(stretches.map((stretch) => stretch.text).join('')).toBe(text);
    expect(stretches.filter(({ mark }) => mark).map((stretch) => stretch.text)).toEqual([
      '张三',
      '13900001111',
      '云C12345',
    ]);
    expect(withoutMarks(text, 'what', marks)).toBe('某人电话（电话），车牌（车牌）。');
  });

  it('are left out where they lie over each other or outside of the text', () => {
    const odd: PersonalMark[] = [
      { field: 'what', from: 4, to: 15, kind: 'phone' },
      { field: 'what', from: 8, to: 12, kind: 'other' },
      { field: 'what', from: 20, to: 400, kind: 'plate' },
    ];
    expect(stretchesOf(text, 'what', odd).filter(({ mark }) => mark)).toHaveLength(1);
    expect(withoutMarks(text, 'found', marks)).toBe(text);
  });
});

describe('months', () => {
  it('go over the turn of the year', () => {
    expect(monthAfter('2026-11', 2)).toBe('2027-01');
    expect(monthAfter('2026-01', -1)).toBe('2025-12');
  });
});
