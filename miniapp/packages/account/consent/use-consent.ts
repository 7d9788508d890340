import { useUnload } from '@tarojs/taro';
import { type Answer, perform, remember } from '../../../api';
import { gateWaits, leaveGate, passGate } from '../../../hooks/gate';
import { type Action, useAction } from '../../../hooks/use-action';
import { useKnownMe } from '../../../hooks/use-me';
import { type Resource, useResource } from '../../../hooks/use-resource';
import { sendSizes } from '../../../hooks/use-sizes';
import { back } from '../../../platform/navigate';

export type PrivacyText = Answer<'GET /notices/privacy'>;

interface Consent {
  notice: Resource<PrivacyText>;
  /** Something waits for the answer: what comes next can be said. */
  waits: boolean;
  /** This version was accepted and not withdrawn. */
  accepted: boolean;
  accept: Action<[]>;
  decline: () => void;
}

/** The privacy notice and the answer to it. */
export function useConsent(): Consent {
  const notice = useResource('GET /notices/privacy', {}, { freshFor: 60_000 });
  const me = useKnownMe();
  const version = notice.data?.version;
  const accept = useAction(async (options) => {
    if (!version) return;
    const body = { kind: 'privacy', version, accepted: true } as const;
    const answer = await perform('POST /me/consents', { body }, options);
    remember('GET /me', {}, answer, null);
    void sendSizes();
    await passGate('consent', answer.identity.verified);
  });
  useUnload(() => leaveGate('consent'));
  return {
    notice,
    waits: gateWaits('consent'),
    accepted: me?.consent?.current === true && me.consent.version === version,
    accept,
    decline: () => void back(),
  };
}
