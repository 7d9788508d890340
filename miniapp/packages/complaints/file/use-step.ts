import { useRouter } from '@tarojs/taro';
import { useState } from 'react';
import type { FieldError } from '../../../components/error-summary';
import { goTo } from '../../../platform/go-to';
import { back, open, pageUrl } from '../../../platform/navigate';
import { useDraft } from '../parts/draft';
import { faultsOf } from '../parts/form';

/** The page of one step. @param from where it leads back to */
export function stepUrl(step: 1 | 2 | 3, from?: 'check'): string {
  return pageUrl('/packages/complaints/file/index', { step: step === 1 ? undefined : step, from });
}

const checkUrl = '/packages/complaints/check/index';

export interface Step {
  /** Came here from the page on which everything is checked, to change one thing. */
  fromCheck: boolean;
  errors: readonly FieldError[];
  errorAt: (field: string) => string | undefined;
  goToField: (field: string) => void;
  /** On to the next page, or back to the check, when nothing on this one is missing. */
  goOn: () => void;
}

/** One screen of the form. @param fields those that stand on it */
export function useStep(fields: readonly string[]): Step {
  const { step, from } = useRouter().params;
  const { form } = useDraft();
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const wrong = faultsOf(form).filter(({ field }) => fields.includes(field));
  const fromCheck = from === 'check';
  return {
    fromCheck,
    // What was mended since is not held up any more.
    errors: wrong.length === 0 ? none : errors,
    errorAt: (field) =>
      wrong.some((one) => one.field === field)
        ? errors.find((one) => one.field === field)?.message
        : undefined,
    goToField: goTo,
    goOn() {
      setErrors(wrong);
      if (wrong.length > 0) return;
      if (fromCheck) void back();
      else void open(step === '2' ? stepUrl(3) : checkUrl);
    },
  };
}

const none: readonly FieldError[] = [];
