import { useRef, useState } from 'react';
import type { Grade } from '../../../../shared/contract/evaluations';
import { grades } from '../../../../shared/domain/evaluation';
import type { FieldError } from '../../../components/error-summary';

export interface Given {
  grade: Grade;
  tags: string[];
  words: string;
}

export interface GivenForm {
  grade: Grade | null;
  tags: string[];
  words: string;
  setGrade: (grade: Grade) => void;
  /** Chooses a tag, or no longer. */
  toggleTag: (tag: string) => void;
  setWords: (words: string) => void;
  errors: readonly FieldError[];
  /** @returns what is to be sent, or null when no grade was chosen: then `errors` says so */
  check: () => Given | null;
}

interface Chosen {
  grade: Grade | null;
  tags: string[];
  words: string;
}

/** A rating being made: none is chosen beforehand; one that was given before is taken up as it stands. */
export function useGiven(before?: Given): GivenForm {
  const [{ grade, tags, words }, show] = useState<Chosen>(before ?? { grade: null, tags: [], words: '' });
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  // What was touched counts at once, also when the next touch is faster than the phone draws.
  const chosen = useRef<Chosen>({ grade, tags, words });
  const change = (with_: Partial<Chosen>) => {
    chosen.current = { ...chosen.current, ...with_ };
    show(chosen.current);
  };
  return {
    grade,
    tags,
    words,
    setGrade(next) {
      // Each grade has its own; what both know stays.
      change({ grade: next, tags: chosen.current.tags.filter((tag) => grades[next].tags.includes(tag)) });
      setErrors([]);
    },
    toggleTag(tag) {
      const was = chosen.current.tags;
      change({ tags: was.includes(tag) ? was.filter((other) => other !== tag) : [...was, tag] });
    },
    setWords: (typed) => change({ words: typed }),
    errors,
    check() {
      const now = chosen.current;
      setErrors(now.grade === null ? [{ field: 'grade', message: '还没有选，五档里选一档。' }] : []);
      return now.grade === null ? null : { grade: now.grade, tags: now.tags, words: now.words.trim() };
    },
  };
}
