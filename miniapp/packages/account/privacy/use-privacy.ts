import { useState } from 'react';
import { type Answer, call, forgetSession, perform, remember } from '../../../api';
import { type Action, useAction } from '../../../hooks/use-action';
import { type Me, useMe } from '../../../hooks/use-me';
import type { Resource } from '../../../hooks/use-resource';

type Erased = Answer<'DELETE /me'>;

interface Privacy {
  me: Resource<Me>;
  /** Everything stored, as text; null until it was asked for. */
  exported: string | null;
  download: Action<[]>;
  withdraw: Action<[version: string]>;
  erase: Action<[]>;
  /** What the erasure did, once it was done. */
  erased: Erased | null;
}

/** What is stored about me and what I can do about it. The export stays in memory, never in the phone's storage. */
export function usePrivacy(): Privacy {
  const me = useMe();
  const [exported, setExported] = useState<string | null>(null);
  const [erased, setErased] = useState<Erased | null>(null);

  const download = useAction(async (options) => {
    setExported(JSON.stringify(await call('GET /me/export', {}, options), null, 2));
  }, 'consent');
  const withdraw = useAction(async (options, version: string) => {
    const body = { kind: 'privacy', version, accepted: false } as const;
    remember('GET /me', {}, await perform('POST /me/consents', { body }, options), null);
    me.reload();
  });
  const erase = useAction(async (options) => {
    setErased(await perform('DELETE /me', {}, options));
    setExported(null);
    forgetSession();
  });
  return { me, exported, download, withdraw, erase, erased };
}
