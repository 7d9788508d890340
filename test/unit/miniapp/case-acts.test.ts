import { describe, expect, it } from 'vitest';
import { faultsOf, formOf } from '../../../miniapp/packages/desk/case-work/acts';
import type { StaffCase } from '../../../shared/contract/staff-cases';
import {
  type StaffCaseAction,
  staffCaseAction,
  staffCasesContract,
} from '../../../shared/contract/staff-cases';

const given = {
  reviews: [
    { department: '公安局', opinion: null, note: null, by: null, at: null },
    { department: '住建局', opinion: null, note: null, by: null, at: null },
  ],
  specialStepChoices: [
    { name: '听证', basis: '行政许可法 第46条', timeWords: '20 个工作日', counted: false },
  ],
} as Partial<StaffCase> as StaffCase;

const ticked: StaffCaseAction[] = ['record-papers', 'request-supplement'];
const asked = staffCaseAction.options.filter((action) => !ticked.includes(action));

describe('what has to be said with an act on a case', () => {
  it.each(asked)('%s: fits what its endpoint takes', (action) => {
    if (action === 'record-papers' || action === 'request-supplement') throw new Error('has its own list');
    const { questions, title } = formOf(action, given);
    expect(title).not.toBe('');
    const answers: Record<string, string> = {};
    for (const { name, kind, options = [] } of questions) {
      answers[name] = kind === 'choice' ? (options[0]?.value ?? 's0123456789') : '写明的内容';
    }
    expect(faultsOf(questions, answers).filter(({ field }) => field !== 'staffId')).toEqual([]);
    const { body } = staffCasesContract[`POST /staff/cases/{id}/${action}`];
    const parsed = body.safeParse({
      version: 1,
      ...answers,
      ...(action === 'supplement' && { received: [] }),
    });
    expect(parsed.error?.message).toBeUndefined();
  });

  it.each(asked)('%s: asks for everything that its endpoint wants', (action) => {
    if (action === 'record-papers' || action === 'request-supplement') throw new Error('has its own list');
    const { questions } = formOf(action, given);
    const { shape } = staffCasesContract[`POST /staff/cases/{id}/${action}`].body;
    const wanted = Object.entries(shape)
      .filter(([name, field]) => name !== 'received' && !field.safeParse(undefined).success)
      .map(([name]) => name);
    expect(questions.filter(({ optional }) => !optional).map(({ name }) => name)).toEqual(
      expect.arrayContaining(wanted),
    );
  });

  it('says at each question what is missing', () => {
    const { questions } = formOf('decline', given);
    expect(faultsOf(questions, {}).map(({ field }) => field)).toEqual(['reason', 'basis']);
    expect(faultsOf(questions, { reason: '不属于本部门', basis: '行政许可法 第32条' })).toEqual([]);
  });
});
