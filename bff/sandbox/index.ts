import type { Middleware } from 'koa';
import type { Logger } from 'pino';
import type { MovableClock } from '../clock';
import type { Settings } from '../settings';
import { Calls } from './calls';
import { Citizens } from './citizens';
import { Codes } from './codes';
import { sandboxControl } from './control';
import { Faults } from './faults';
import { answerIdentity, contrary } from './identity';
import { startOutside } from './server';
import type { SandboxStaff } from './staff';
import { AccessTokenIssuer } from './tokens';
import { answerWeChat, record, type Said, wechatPaths } from './wechat';

export interface SandboxParts {
  clock: MovableClock;
  dataDir: string;
  log: Logger;
  settings: Pick<Settings, 'production' | 'wechat' | 'identity'>;
}

export interface Sandbox {
  wechatBaseUrl: string;
  identityBaseUrl: string;
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
  /** null until the stores are there. */
  staff: SandboxStaff | null;
}

/**
 * The stand-in for WeChat and the identity authority: speaks HTTP on a free port of loopback,
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
    staff: null,
  };
  const wechat = { ...state, credentials: settings.wechat, signIns: new Map<string, number[]>() };
  const identity = { clock, citizens: state.citizens, key: settings.identity.key };
  const outside = await startOutside({
    ...state,
    log,
    targetOf: (path) => (path === '/identity/verify' ? 'identity' : wechatPaths[path]),
    answer: (target, asked) =>
      target === 'identity' ? answerIdentity(asked, identity) : answerWeChat(target, asked, wechat),
    lie: (target, said) => (target === 'identity' ? contrary(said) : withoutSense(said)),
  });
  return {
    wechatBaseUrl: outside.url,
    identityBaseUrl: `${outside.url}/identity`,
    middleware: sandboxControl(state),
    joinStaff: (staff) => {
      state.staff = staff;
    },
    close: () => outside.close(),
  };
}

/** Well-formed JSON in which everything that matters has another type. */
function withoutSense(said: Said): Said {
  const body = 'json' in said ? record(said.json) : null;
  return { status: 200, json: Object.fromEntries(Object.keys(body ?? {}).map((key) => [key, []])) };
}
