import type { Logger } from 'pino';
import type { MovableClock } from '../../clock';
import type { PaySettings } from '../../settings/pay';
import type { Citizens } from '../citizens';
import type { Fault, PayTarget } from '../faults';
import type { Asked, Said } from '../replies';
import { BillFiles } from './bills';
import { type PayError, refusedAtTheDoor } from './door';
import { PayKeys } from './keys';
import { Notifier } from './notifier';
import { queryRefund, refund, settle } from './refunds';
import { Signing } from './signing';
import { PayState } from './state';
import { close, type Outcome, prepay, query } from './transactions';

interface Parts {
  clock: MovableClock;
  citizens: Citizens;
  log: Logger;
  appid: string;
}

const TICK_MS = 1_000;
const ORDER = /^\/v3\/pay\/transactions\/out-trade-no\/([^/]+)(\/close)?$/;
const REFUND = /^\/v3\/refund\/domestic\/refunds(?:\/([^/]+))?$/;
/** The status that goes with a code. */
const statuses: Record<string, number> = {
  SIGN_ERROR: 401,
  NO_AUTH: 403,
  OUT_TRADE_NO_USED: 403,
  NOT_ENOUGH: 403,
  ORDER_NOT_EXIST: 404,
  ORDERNOTEXIST: 404,
  RESOURCE_NOT_EXISTS: 404,
  FREQUENCY_LIMITED: 429,
  SYSTEM_ERROR: 500,
};

/** WeChat Pay v3 of the sandbox, with keys of its own. */
export class SandboxPay {
  readonly keys: PayKeys;
  readonly state: PayState;
  readonly signing: Signing;
  readonly notifier: Notifier;
  private readonly files = new BillFiles();
  private readonly timer: NodeJS.Timeout;

  constructor({ clock, citizens, log, appid }: Parts) {
    this.keys = new PayKeys(clock);
    this.state = new PayState(clock, citizens, this.keys, appid);
    this.signing = new Signing(this.keys, clock);
    this.notifier = new Notifier(this.state, this.signing, log);
    clock.onMove(() => this.work());
    this.timer = setInterval(() => void this.work(), TICK_MS);
    this.timer.unref();
  }

  /** The merchant's account, for the BFF. Its keys are made when they are read. */
  settingsAt(baseUrl: string): PaySettings {
    const { keys } = this;
    return {
      mchid: keys.mchid,
      serial: keys.merchantSerial,
      apiV3Key: keys.apiV3Key,
      baseUrl,
      notifyBaseUrl: 'http://127.0.0.1',
      get privateKey() {
        return keys.merchant.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
      },
      publicKey: {
        id: keys.publicKeyId,
        get pem() {
          return keys.publicMode.publicKey.export({ type: 'spki', format: 'pem' }).toString();
        },
      },
    };
  }

  /** Which of its APIs a path is. */
  targetOf(path: string): PayTarget | undefined {
    if (path === '/v3/pay/transactions/jsapi') return 'pay-prepay';
    const order = ORDER.exec(path);
    if (order) return order[2] ? 'pay-close' : 'pay-query';
    const back = REFUND.exec(path);
    if (back) return back[1] === undefined ? 'pay-refund' : 'pay-refund-query';
    if (path === '/v3/bill/tradebill') return 'pay-bill';
    if (path === '/v3/billdownload/file') return 'pay-bill-file';
    return path === '/v3/certificates' ? 'pay-certificates' : undefined;
  }

  /** Answers a call, signed; or as it was told to go wrong. */
  answer(target: PayTarget, asked: Asked, instead: Fault | null): Said {
    if (instead?.kind === 'status') return refused(codeOfStatus(instead.value ?? 500));
    if (instead?.kind === 'errcode') {
      const code = instead.code ?? 'SYSTEM_ERROR';
      return refused({ status: statuses[code] ?? 400, code });
    }
    const wrong = refusedAtTheDoor(asked, this.state);
    if (wrong) return refused(wrong);
    if (target === 'pay-bill-file') {
      const text = this.files.file(asked.query.token);
      if (text === null) return refused({ status: 404, code: 'RESOURCE_NOT_EXISTS' });
      return { status: 200, text, headers: { 'Content-Type': 'text/plain' } };
    }
    const outcome = this.outcomeOf(target, asked);
    if ('code' in outcome) return refused(outcome);
    const json = instead?.kind === 'lie' ? withoutSense(outcome.json) : outcome.json;
    const text = json === undefined ? '' : JSON.stringify(json);
    const { body, headers } = this.signing.sign(text, {
      spoil: instead?.kind === 'signature' ? instead.how : undefined,
      wanted: asked.headers['wechatpay-serial'],
      ...(target === 'pay-certificates' && { mode: 'certificate' as const }),
    });
    return {
      status: outcome.status,
      text: body,
      headers: { 'Content-Type': 'application/json', ...headers },
    };
  }

  /** Refunds that are done by now, and notifications that are due. */
  async work(): Promise<void> {
    const now = this.state.clock.now();
    for (const one of this.state.refunds) {
      if (one.dueAt === null || one.dueAt > now) continue;
      settle(one, 'SUCCESS', this.state);
      this.notifier.ofRefund(one, this.state.mode.notify);
    }
    await this.notifier.work();
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.notifier.close();
  }

  private outcomeOf(target: PayTarget, { method, url, query: asked, body }: Asked): Outcome {
    const { state } = this;
    const path = url.replace(/\?.*$/, '');
    const wanted = ['pay-prepay', 'pay-close', 'pay-refund'].includes(target) ? 'POST' : 'GET';
    if (method !== wanted) return { status: 405, code: 'PARAM_ERROR' };
    const order = decodeURIComponent(ORDER.exec(path)?.[1] ?? '');
    if (target === 'pay-prepay') return prepay(body, state);
    if (target === 'pay-query') return query(order, asked.mchid, state);
    if (target === 'pay-close') return close(order, body, state);
    if (target === 'pay-refund') return refund(body, state);
    if (target === 'pay-refund-query')
      return queryRefund(decodeURIComponent(REFUND.exec(path)?.[1] ?? ''), state);
    if (target === 'pay-bill') return this.files.announce(asked, state);
    return { status: 200, json: this.keys.list() };
  }
}

/** 4xx and 5xx are not signed, as the real ones need not be. */
function refused({ status, code }: PayError): Said {
  return {
    status,
    text: JSON.stringify({ code, message: '沙箱按要求拒绝' }),
    headers: { 'Content-Type': 'application/json' },
  };
}

function codeOfStatus(status: number): PayError {
  const code = status === 429 ? 'FREQUENCY_LIMITED' : status >= 500 ? 'SYSTEM_ERROR' : 'INVALID_REQUEST';
  return { status, code };
}

/** The same fields with other types. */
function withoutSense(json: object | undefined): object {
  return Object.fromEntries(Object.keys(json ?? { code: '' }).map((key) => [key, []]));
}
