import type { FaqEntry, questionsContract } from '../../../shared/contract/questions';
import type { Deps } from '../../deps';
import { PreparedCache } from '../../http/prepared-cache';
import type { Routes } from '../../http/route';
import { DataVersion } from '../../stores/data-version';
import type { AnyModel } from '../../stores/indexes';
import type { ServiceProvider } from '../evaluations';
import type { MatterProvider } from '../matters';
import type { DataHolder } from '../session';
import { announceDue } from './act-on-question';
import { recomputeDeadlines } from './deadline';
import { questionMatters } from './matters';
import { ANSWERS_VERSION, questionModel } from './model';
import type { QuestionNeeds } from './needs';
import type { QuestionParts } from './parts';
import { questionData } from './person-data';
import { PublishedAnswers } from './published-answers';
import { answeredServices, questionFigures } from './ratings';
import { questionRoutes } from './routes';
import { checkSafetyDue, hearVerdict } from './safety-due';
import { tellOverdue } from './tell-overdue';

/** What others may ask of questions. */
export interface Questions {
  routes: Routes<typeof questionsContract>;
  models: AnyModel[];
  matters: MatterProvider;
  dataHolder: DataHolder;
  /** Answered questions, for rating. */
  services: ServiceProvider;
  /** Published answers that fit what was typed, the best first. */
  search(words: string, most: number): Promise<FaqEntry[]>;
  /** Asked in a time, and how they were answered. `to` is not included. */
  figures(from: Date, to: Date): Promise<{ asked: number; answered: number; answeredInTime: number }>;
  /** Counts the deadlines of what is not answered anew. Repeatable. */
  recomputeDeadlines(): Promise<void>;
}

const OFTEN_MS = 2_000;
const REFRESH_EVERY_MS = 3_000;
const OVERDUE_EVERY_MS = 15_000;
/** What is found changes only with the published answers, and then the cache is emptied. */
const FOUND_MS = 600_000;

/** Consultation (咨询): questions, their answers, and the answers that serve the next person. */
export function createQuestions(deps: Deps & QuestionNeeds): Questions {
  const { settings, clock, log, cipher, mongo, work, outboxes } = deps;
  const { safety, venues, catalogue, people, staff, evaluations } = deps;
  const questions = questionModel(mongo);
  const version = new DataVersion(mongo, ANSWERS_VERSION);
  const answers = new PublishedAnswers(questions, version, { catalogue, venues });
  const parts: QuestionParts = {
    settings,
    clock,
    log,
    cipher,
    safety,
    venues,
    catalogue,
    people,
    staff,
    evaluations,
    questions,
    answers,
  };
  outboxes.register(questions);
  safety.onVerdict('question', (id, verdict) => hearVerdict(parts, id, verdict));
  work.add({ name: 'questions-safety', every: OFTEN_MS, run: () => checkSafetyDue(parts) });
  work.add({ name: 'questions-overdue', every: OVERDUE_EVERY_MS, run: () => tellOverdue(parts) });
  work.add({
    name: 'answers-refresh',
    every: REFRESH_EVERY_MS,
    run: async () => {
      await announceDue(parts);
      await answers.refresh();
    },
  });
  const found = new PreparedCache(clock, FOUND_MS, 500);
  answers.onChange(() => found.clear());
  catalogue.joinAnswers(answers);
  catalogue.onChange(() => answers.forget());
  return {
    routes: questionRoutes(parts, found),
    models: [questions, version.model],
    matters: questionMatters(parts),
    dataHolder: questionData(parts),
    services: answeredServices(parts),
    search: async (words, most) =>
      answers
        .find({ words })
        .slice(0, most)
        .map(({ entry }) => entry),
    figures: (from, to) => questionFigures(parts, from, to),
    recomputeDeadlines: () => recomputeDeadlines(parts),
  };
}
