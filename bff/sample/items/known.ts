import { knownForLiving } from './known-living';
import { knownForPapers } from './known-papers';
import { knownForWork } from './known-work';

/** What is said of a well-known item beyond its line in the lists. All of it is sample. */
export interface Known {
  /** 0 to 9: how often people ask for it. */
  popularity: number;
  keywords?: string[];
  /** Done without going anywhere. */
  online?: true;
  /** At any county centre, wherever one lives. */
  citywide?: true;
  /** At township centres too. */
  townships?: true;
  conditions: string[];
  /** Name → what to know about it. */
  notes?: Record<string, string>;
  fees?: { name: string; fen: number; basis: string; exemption: string | null }[];
  validity?: string;
  faq: [question: string, answer: string][];
}

export const known: Record<string, Known> = { ...knownForPapers, ...knownForLiving, ...knownForWork };
