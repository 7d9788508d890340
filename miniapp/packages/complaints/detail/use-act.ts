import { useRef } from 'react';
import { type ActionOptions, asFailure, newKey, perform } from '../../../api';
import { type Action, useAction } from '../../../hooks/use-action';
import type { ComplaintDetail } from '../parts/form';
import type { OpenComplaint } from '../parts/use-complaint';

type ActName =
  | 'POST /complaints/{id}/supplement'
  | 'POST /complaints/{id}/withdraw'
  | 'POST /complaints/{id}/feedback';

interface Body {
  words?: string;
  photos?: string[];
  reason?: string;
  satisfied?: boolean;
  why?: string;
}

/**
 * What a citizen does with a complaint. Without a name the query code goes along; then the try is kept in memory only, under
 * one key until there is a word on it.
 */
export function useComplaintAct(
  id: string,
  { code, resource, take }: OpenComplaint,
): Action<[name: ActName, body: Body, then?: (done: ComplaintDetail) => void]> {
  const trying = useRef<{ print: string; key: string } | null>(null);
  return useAction(async (options: ActionOptions, name, body, then) => {
    const whole = { ...body, ...(code && { code }) };
    const print = JSON.stringify([name, whole]);
    if (trying.current?.print !== print) trying.current = { print, key: newKey() };
    const { key } = trying.current;
    try {
      const done = await send(name, id, whole, { ...options, keep: code === null, key });
      trying.current = null;
      take(done);
      then?.(done);
    } catch (thrown) {
      const failure = asFailure(thrown);
      if (!failure.unknownOutcome) trying.current = null;
      // Somebody was faster: show how it stands now.
      if (failure.code === 'COMPLAINT_STATE') resource.reload();
      throw thrown;
    }
  });
}

function send(name: ActName, id: string, body: Body, options: ActionOptions): Promise<ComplaintDetail> {
  const params = { id };
  switch (name) {
    case 'POST /complaints/{id}/supplement':
      return perform(name, { params, body }, options);
    case 'POST /complaints/{id}/withdraw':
      return perform(name, { params, body }, options);
    case 'POST /complaints/{id}/feedback':
      return perform(name, { params, body: { ...body, satisfied: body.satisfied === true } }, options);
  }
}
