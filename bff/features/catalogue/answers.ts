import type { FaqEntry } from '../../../shared/contract/faq';

/** What the catalogue asks of the published answers, and no more. */
export interface AnswersForCatalogue {
  /** Those that fit the words, the best first. */
  find(asked: { words: string }): readonly { entry: FaqEntry }[];
  /** Called after they were read anew. */
  onChange(listener: () => void): void;
}
