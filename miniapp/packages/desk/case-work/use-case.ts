import { useEffect, useState } from 'react';
import type { StaffCase, StaffCaseAction } from '../../../../shared/contract/staff-cases';
import { asFailure } from '../../../api/failure';
import { type Action, useAction } from '../../../hooks/use-action';
import type { Resource } from '../../../hooks/use-resource';
import { act } from '../api/client';
import { useRead } from '../api/use-read';

export type ActBody = Record<string, unknown>;

export interface CaseWork {
  read: Resource<StaffCase>;
  /** Does one act, with the papers ticked here recorded before it where they changed. */
  run: Action<[action: StaffCaseAction, body: ActBody]>;
  /** The materials that lie on the counter, as ticked here. */
  ticked: ReadonlySet<string>;
  tick: (id: string, on: boolean) => void;
  /** The ticks differ from what is recorded. */
  dirty: boolean;
}

/** Acts that tell what lies on the counter themselves. */
const tellsPapers: readonly StaffCaseAction[] = ['receive', 'supplement', 'record-papers'];
/** Acts that rest on what was ticked. */
const needsPapers: readonly StaffCaseAction[] = ['accept', 'request-supplement', 'finish-instant'];

function recorded(of: StaffCase | null): string[] {
  return of?.materials.filter(({ status }) => status === 'received').map(({ id }) => id) ?? [];
}

/** All acts have the same shape of request; what each wants in its body is checked by the server. */
function actOn(action: StaffCaseAction, of: StaffCase, version: number, body: ActBody): Promise<StaffCase> {
  const name = `POST /staff/cases/{id}/${action}` as 'POST /staff/cases/{id}/accept';
  return act(name, { params: { id: of.id }, body: { version, ...body } });
}

/** One case as an officer works on it. */
export function useCase(id: string): CaseWork {
  const read = useRead('GET /staff/cases/{id}', id ? { params: { id } } : null);
  const { data, set, reload } = read;
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [dirty, setDirty] = useState(false);
  useEffect(() => {
    setTicked(new Set(recorded(data)));
    setDirty(false);
  }, [data]);

  const run = useAction(async (_, action: StaffCaseAction, body: ActBody) => {
    if (!data) return;
    const received = [...ticked];
    try {
      let { version } = data;
      if (dirty && needsPapers.includes(action) && data.actions.includes('record-papers')) {
        const after = await actOn('record-papers', data, version, { received });
        version = after.version;
      }
      set(await actOn(action, data, version, tellsPapers.includes(action) ? { ...body, received } : body));
    } catch (thrown) {
      // Somebody else was here meanwhile: what is true now stands on the page beside the refusal.
      const { code } = asFailure(thrown);
      if (code === 'CASE_STATE' || code === 'CASE_CHANGED') reload();
      throw thrown;
    }
  });

  return {
    read,
    run,
    ticked,
    dirty,
    tick(material, on) {
      const next = new Set(ticked);
      if (on) next.add(material);
      else next.delete(material);
      setTicked(next);
      setDirty(true);
    },
  };
}
