import type { Middleware } from 'koa';
import type { Logger } from 'pino';
import { noticeTemplates, templateKeys } from '../../shared/domain/notice-templates';
import type { MovableClock } from '../clock';
import type { Settings } from '../settings';
import type { PaySettings } from '../settings/pay';
import { Calls } from './calls';
import { Citizens } from './citizens';
import { Codes } from './codes';
import { ContentSecurity } from './content-security';
import { sandboxControl } from './control';
import { carrierRefusal, expressPaths } from './couriers/express';
import { answerKuaidi100, pollSaid } from './couriers/kuaidi100';
import { ParcelNews } from './couriers/news';
import { type Parcel, type ParcelEvent, Parcels } from './couriers/parcels';
import { Faults, isPay, type Target } from './faults';
import { answerIdentity, contrary } from './identity';
import { SandboxPay } from './pay';
import { Pusher } from './push';
import { record, refusal, type Said } from './replies';
import { startOutside } from './server';
import { answerSms, failure } from './sms';
import type { SandboxStaff } from './staff';
import { Messages, type ShownMessage, SubscribeLedger } from './subscribe';
import { AccessTokenIssuer } from './tokens';
import { answerWeChat, wechatPaths } from './wechat';

export interface SandboxParts {
  clock: MovableClock;
  dataDir: string;
  log: Logger;
  settings: Pick<Settings, 'production' | 'wechat' | 'identity' | 'sms' | 'couriers'>;
}

export interface Sandbox {
  wechatBaseUrl: string;
  identityBaseUrl: string;
  smsBaseUrl: string;
  /** The merchant's account at WeChat Pay; where notifications go is the BFF's to say. */
  pay: PaySettings;
  kuaidi100BaseUrl: string;
  /** Tells 快递100 where the BFF takes its pushes. */
  trackTo(url: string): void;
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
  security: ContentSecurity;
  parcels: Parcels;
  news: ParcelNews;
  /** WeChat Pay. */
  pay: SandboxPay;
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
  const pusher = new Pusher({ clock, log, settings: settings.wechat });
  const parcels = new Parcels(clock);
  const { kuaidi100 } = settings.couriers;
  const citizens = new Citizens(dataDir);
  const pay = new SandboxPay({ clock, citizens, log, appid: settings.wechat.appId });
  const state: SandboxState = {
    clock,
    citizens,
    loginCodes: new Codes(clock, '0s1'),
    phoneCodes: new Codes(clock, ''),
    tokens: new AccessTokenIssuer(clock),
    faults: new Faults(),
    calls: new Calls(),
    messages: new Messages(),
    ledger: new SubscribeLedger(),
    pusher,
    security: new ContentSecurity({ clock, log, citizens, pusher }),
    parcels,
    news: new ParcelNews({ clock, log, parcels, pusher, kuaidi100 }),
    pay,
    staff: null,
  };
  const wechat = {
    ...state,
    credentials: settings.wechat,
    signIns: new Map<string, number[]>(),
    express: {
      ...state,
      couriers: settings.couriers,
      moved: (parcel: Parcel, events: ParcelEvent[]) => state.news.moved(parcel, events),
    },
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
    targetOf: (path) => otherPaths[path] ?? wechatPaths[path] ?? expressPaths[path] ?? pay.targetOf(path),
    speaksForItself: isPay,
    answer: (target, asked, instead) => {
      if (isPay(target)) return pay.answer(target, asked, instead);
      if (target === 'identity') return answerIdentity(asked, identity);
      if (target === 'sms' && sms) return answerSms(asked, sms);
      if (target === 'kuaidi100') return answerKuaidi100(asked, { parcels, settings: kuaidi100 });
      return answerWeChat(target, asked, wechat);
    },
    refuse: (target, code) => {
      if (target === 'sms') return failure('InternalError.OtherError');
      if (target === 'kuaidi100') return pollSaid(code);
      return target === 'express-add' && code === 9300501
        ? carrierRefusal(1_004, '网点今天不收件')
        : refusal(code);
    },
    lie: (target, said) => (target === 'identity' ? contrary(said) : withoutSense(said)),
  });
  // Parcels have moved, and it was told, before anything that is due by the new time is done.
  clock.onMove(() => state.news.goOn());
  const ticking = setInterval(() => void state.news.goOn(), EVERY_MS).unref();
  return {
    wechatBaseUrl: outside.url,
    kuaidi100BaseUrl: `${outside.url}/kuaidi100`,
    trackTo: (url) => {
      state.news.url = url;
    },
    identityBaseUrl: `${outside.url}/identity`,
    smsBaseUrl: `${outside.url}/sms`,
    pay: pay.settingsAt(outside.url),
    pushTo: (url) => {
      state.pusher.url = url;
    },
    middleware: sandboxControl(state),
    joinStaff: (staff) => {
      state.staff = staff;
    },
    close: async () => {
      clearInterval(ticking);
      await state.security.close();
      await state.news.close();
      await state.pusher.close();
      await pay.close();
      await outside.close();
    },
  };
}

const otherPaths: Record<string, Target> = {
  '/identity/verify': 'identity',
  '/sms/': 'sms',
  '/kuaidi100/poll': 'kuaidi100',
};
/** How often parcels move when nobody moves the clock. */
const EVERY_MS = 2_000;

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
