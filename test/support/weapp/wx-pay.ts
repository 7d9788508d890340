import type { ApiWork, Options } from './wx';

/**
 * What the person does when WeChat's payment opens, and what becomes of it: `success-without-notification` is paid
 * while WeChat keeps its word to the merchant back, `unheard` is that, and the phone hears nothing of it either.
 */
export type PaymentOutcome = 'success' | 'success-without-notification' | 'cancel' | 'fail' | 'unheard';

/** What paying needs of the stand-in around it. */
export interface PayingWorld {
  /** Makes an API of what it does: callbacks, promise, `errMsg`. */
  answer: (name: string, work: ApiWork) => (options?: Options) => unknown;
  /** Where the BFF with its sandbox really is. */
  sandbox: string;
  outcome: () => PaymentOutcome;
}

const shapes: Record<string, RegExp> = {
  timeStamp: /^\d{10}$/,
  nonceStr: /^[0-9A-Za-z]{1,32}$/,
  package: /^prepay_id=.+$/,
  signType: /^RSA$/,
  paySign: /^[0-9A-Za-z+/]+=*$/,
};

/**
 * `wx.requestPayment`: looks at the parameters as WeChat does before it opens, has the sandbox check the signature and take
 * the money, and says what the phone would say.
 */
export function payingApis({ answer, sandbox, outcome }: PayingWorld) {
  return {
    requestPayment: answer('requestPayment', async (options) => {
      const given: Record<string, string> = {};
      for (const [name, shape] of Object.entries(shapes)) {
        const value = options[name];
        if (typeof value !== 'string') throw new Error(`parameter error: parameter.${name} should be String`);
        if (!shape.test(value)) throw new Error(`parameter error: ${name}`);
        given[name] = value;
      }
      const prepayId = (given.package ?? '').slice('prepay_id='.length);
      const door = (name: string, body: object) =>
        knock(`${sandbox}/sandbox/payments/${encodeURIComponent(prepayId)}/${name}`, body);
      const wanted = outcome();
      if (wanted === 'cancel' || wanted === 'fail') {
        await door('fail', { how: wanted === 'cancel' ? 'cancel' : 'error' });
      } else {
        await door('pay', { params: given, ...(wanted !== 'success' && { notify: 'hold' }) });
      }
      if (wanted === 'unheard') await new Promise(() => undefined);
      return {};
    }),
  };
}

/** @throws what WeChat says on the phone when it was not paid */
async function knock(url: string, body: object): Promise<void> {
  const reply = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const said: unknown = await reply.json();
  const words =
    typeof said === 'object' && said !== null && 'errMsg' in said ? String(said.errMsg) : `${reply.status}`;
  if (words !== 'requestPayment:ok') throw new Error(words);
}
