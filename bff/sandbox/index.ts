import type { Middleware } from 'koa';
import type { Logger } from 'pino';
import { noticeTemplates, templateKeys } from '../../shared/domain/notice-templates';
import type { MovableClock } from '../clock';
import type { Settings } from '../settings';
import { Calls } from './calls';
import { Citizens } from './citizens';
import { Codes } from './codes';
import { sandboxControl } from './control';
import { Faults } from './faults';
import { answerIdentity, contrary } from './identity';
import { Pusher } from './push';
import { record, type Said } from './replies';
import { startOutside } from './server';
import { answerSms } from './sms';
import type { SandboxStaff } from './staff';
import { Messages, type ShownMessage, SubscribeLedger } from './subscribe';
import { AccessTokenIssuer } from './tokens';
import { answerWeChat, wechatPaths } from './wechat';

export interface SandboxParts {
  clock: MovableClock;
  dataDir: string;
  log: Logger;
  settings: Pick<Settings, 'production' | 'wechat' | 'identity' | 'sms'>;
}

export interface Sandbox {
  wechatBaseUrl: string;
  identityBaseUrl: string;
  smsBaseUrl: string;
  /** Tells WeChat where the BFF's push URL is. */
  pushTo(url: string): void;
  /** The panel and the controls, to be mounted in the BFF; everything under `/sandbox`. */
  middleware: Middleware;
  /** Hands over who works here, once the stores are there. */
  joinStaff(staff: SandboxStaff): void;
  close(): Promise<void>;
}

/** What the controls and the outside world share. */
export interface SandboxState {
  clock: MovableClock;
  citizens: Citizens;
  loginCodes: Codes;
  phoneCodes: Codes;
  tokens: AccessTokenIssuer;
  faults: Faults;
  calls: Calls;
  messages: Messages;
  /** WeChat's count of consents. */
  ledger: SubscribeLedger;
  pusher: Pusher;
  /** null until the stores are there. */
  staff: SandboxStaff | null;
}

/**
 * The stand-in for WeChat, the identity authority and an SMS provider: speaks HTTP on a free port of loopback,
 * as strictly as the real ones, and can be told to fail. Development and tests only.
 * @throws in production
 */
export async function startSandbox({ clock, dataDir, log, settings }: SandboxParts): Promise<Sandbox> {
  if (settings.production) throw new Error('The sandbox does not run in production');
  const state: SandboxState = {
    clock,
    citizens: new Citizens(dataDir),
    loginCodes: new Codes(clock, '0s1'),
    phoneCodes: new Codes(clock, ''),
    tokens: new AccessTokenIssuer(clock),
    faults: new Faults(),
    calls: new Calls(),
    messages: new Messages(),
    ledger: new SubscribeLedger(),
    pusher: new Pusher({ clock, log, settings: settings.wechat }),
    staff: null,
  };
  const wechat = {
    ...state,
    credentials: settings.wechat,
    signIns: new Map<string, number[]>(),
    subscribe: {
      ...state,
      templates: settings.wechat.templates,
      titles: titlesOf(settings.wechat.templates),
      arrived: (message: ShownMessage) => state.pusher.messageArrived(message),
    },
  };
  const sms = settings.sms && { ...state, settings: settings.sms };
  const identity = { clock, citizens: state.citizens, key: settings.identity.key };
  const outside = await startOutside({
    ...state,
    log,
    targetOf: (path) =>
      path === '/identity/verify' ? 'identity' : path === '/sms/' ? 'sms' : wechatPaths[path],
    answer: (target, asked) => {
      if (target === 'identity') return answerIdentity(asked, identity);
      if (target === 'sms' && sms) return answerSms(asked, sms);
      return answerWeChat(target, asked, wechat);
    },
    lie: (target, said) => (target === 'identity' ? contrary(said) : withoutSense(said)),
  });
  return {
    wechatBaseUrl: outside.url,
    identityBaseUrl: `${outside.url}/identity`,
    smsBaseUrl: `${outside.url}/sms`,
    pushTo: (url) => {
      state.pusher.url = url;
    },
    middleware: sandboxControl(state),
    joinStaff: (staff) => {
      state.staff = staff;
    },
    close: async () => {
      await state.pusher.close();
      await outside.close();
    },
  };
}

/** The titles by which the templates are known to people. */
function titlesOf(templates: Settings['wechat']['templates']): Record<string, string> {
  return Object.fromEntries(
    templateKeys.flatMap((key) => {
      const id = templates[key]?.id;
      return id === undefined ? [] : [[id, noticeTemplates[key].title]];
    }),
  );
}

/** Well-formed JSON in which everything that matters has another type. */
function withoutSense(said: Said): Said {
  const body = 'json' in said ? record(said.json) : null;
  return { status: 200, json: Object.fromEntries(Object.keys(body ?? {}).map((key) => [key, []])) };
}
