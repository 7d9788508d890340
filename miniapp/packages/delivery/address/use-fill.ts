import { useState } from 'react';
import { call } from '../../../api';
import { type Action, useAction } from '../../../hooks/use-action';
import { chooseWechatAddress } from '../../../platform/address';
import { type AddressForm, cleanPhone } from './faults';

interface Fill {
  pasted: string;
  setPasted: (text: string) => void;
  /** Takes the pasted text apart. */
  take: Action<[]>;
  /** Takes over an address that WeChat keeps. */
  takeFromWechat: Action<[]>;
  /** What came of it, in the person's words; null before anything was filled in. */
  note: string | null;
}

const labels = { name: '姓名', phone: '手机号', region: '地区', detail: '详细地址' };

/** Ways to fill the form in without typing. @param fill takes what was found; what was not stays as it is */
export function useFill(fill: (part: Partial<AddressForm>) => void): Fill {
  const [pasted, setPasted] = useState('');
  const [note, setNote] = useState<string | null>(null);

  const parse = async (text: string, onSlow: (() => void) | undefined) => {
    const { name, phone, regionCode, regionWords, detail } = await call(
      'POST /addresses/parse',
      { body: { text } },
      { onSlow },
    );
    return { name, phone, region: regionCode && { regionCode, regionWords: regionWords ?? '' }, detail };
  };
  const put = ({ name, phone, region, detail }: Awaited<ReturnType<typeof parse>>) => {
    fill({ ...(name && { name }), ...(phone && { phone }), ...region, ...(detail && { detail }) });
    const missing = Object.entries({ name, phone, region, detail })
      .filter(([, value]) => !value)
      .map(([field]) => labels[field as keyof typeof labels]);
    setNote(
      missing.length === 0
        ? '都填好了，看一遍再保存。'
        : missing.length === 4
          ? '没有认出地址，自己填在下面。'
          : `填好了认得出的，${missing.join('、')}自己补上。`,
    );
  };

  const take = useAction(async ({ onSlow }) => {
    const text = pasted.trim();
    if (text.length < 2) {
      setNote('先把地址粘贴到框里。');
      return;
    }
    put(await parse(text, onSlow));
  }, 'consent');
  const takeFromWechat = useAction(async ({ onSlow }) => {
    const chosen = await chooseWechatAddress().catch(() => undefined);
    if (chosen === null) return;
    if (chosen === undefined) {
      setNote('没有拿到微信里的地址。自己填，或者粘贴整段地址，也一样。');
      return;
    }
    const { name, phone, region, detail } = chosen;
    const { region: found } = await parse(region, onSlow);
    put({ name, phone: cleanPhone(phone), region: found, detail });
  }, 'consent');
  return { pasted, setPasted, take, takeFromWechat, note };
}
