import { type FaqEntry, questionsContract } from '../../../shared/contract/questions';
import type { Deps } from '../../deps';
import type { Routes } from '../../http/route';
import type { AnyModel } from '../../stores/indexes';
import type { ServiceProvider } from '../evaluations';
import type { MatterProvider } from '../matters';
import type { DataHolder } from '../session';
import { unbuilt } from '../unbuilt';
import type { QuestionNeeds } from './needs';

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
}

/** Consultation (咨询): questions, their answers, and the answers that serve the next person. */
export function createQuestions(_deps: Deps & QuestionNeeds): Questions {
  return {
    routes: unbuilt(questionsContract),
    models: [],
    matters: { list: async () => [] },
    dataHolder: {
      name: 'questions',
      exportFor: async () => [],
      erase: async () => ({ erased: [], kept: [] }),
    },
    services: { kind: 'question', endedSince: async () => [] },
    search: async () => [],
    figures: async () => ({ asked: 0, answered: 0, answeredInTime: 0 }),
  };
}
