import { perform, remember } from '../../../api';
import { sandboxPhoneCode } from '../../../api/sandbox';
import { toast } from '../../../components/toast';
import { type Action, useAction } from '../../../hooks/use-action';
import { type Me, useKnownMe } from '../../../hooks/use-me';
import { back } from '../../../platform/navigate';

interface Phone {
  me: Me | null;
  /** Takes over the number that a code of WeChat's vouches for. */
  take: Action<[code: string]>;
  /** In a development browser: a code of the sandbox. */
  takeFromSandbox: Action<[]>;
}

/** The phone number, which only WeChat can vouch for. */
export function usePhone(): Phone {
  const me = useKnownMe();
  const save = async (code: string) => {
    remember('GET /me', {}, await perform('POST /me/phone', { body: { code } }, { keep: false }), null);
    toast('手机号已记下');
    await back();
  };
  const take = useAction((_options, code: string) => save(code), 'consent');
  const takeFromSandbox = useAction(async () => {
    const code = await sandboxPhoneCode();
    if (code) await save(code);
    else toast('手机号要在微信里填');
  }, 'consent');
  return { me, take, takeFromSandbox };
}
