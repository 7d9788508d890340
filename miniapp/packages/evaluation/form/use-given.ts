import { useState } from 'react';
import type { Evaluation, Grade } from '../../../../shared/contract/evaluations';
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
  setTags: (tags: string[]) => void;
  setWords: (words: string) => void;
  errors: readonly FieldError[];
  /** @returns what is to be sent, or null when no grade was chosen: then `errors` says so */
  check: () => Given | null;
}

/** A rating being made: none is chosen beforehand; one that was given before is taken up as it stands. */
export function useGiven(before?: Pick<Evaluation, 'grade' | 'tags' | 'words'>): GivenForm {
  const [grade, chooseGrade] = useState<Grade | null>(before?.grade ?? null);
  const [tags, setTags] = useState<string[]>(before?.tags ?? []);
  const [words, setWords] = useState(before?.words ?? '');
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  return {
    grade,
    tags,
    words,
    setGrade(next) {
      chooseGrade(next);
      // Each grade has its own; what both know stays.
      setTags((was) => was.filter((tag) => grades[next].tags.includes(tag)));
      setErrors([]);
    },
    setTags,
    setWords,
    errors,
    check() {
      setErrors(grade === null ? [{ field: 'grade', message: '还没有选，五档里选一档。' }] : []);
      return grade === null ? null : { grade, tags, words: words.trim() };
    },
  };
}
