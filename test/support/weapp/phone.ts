import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Modules } from './modules';
import { type AppJson, type PageConfig, Pages } from './pages';
import { Renderer } from './render';
import { freshStats, type Stats } from './stats';
import { makeTimers } from './timers';
import type { WeappOptions } from './types';
import { currentInstances, makeWx, type Wx } from './wx';
import { forgetTemporary, type PhoneFiles } from './wx-files';

/** The bundle, running, with everything that happened to it. */
export interface Phone {
  app: AppJson;
  pages: Pages;
  wx: Wx;
  stats: Stats;
  online: boolean;
  toasts: string[];
  calls: { name: string; options: unknown }[];
  problems: string[];
  storage: Map<string, string>;
  files: PhoneFiles;
  /** Called whenever something changed that a person could see. */
  watchers: Set<() => void>;
  /** Moves the phone's clock forward. @param seconds */
  passTime(seconds: number): void;
  /** Calls a method of the app's lifecycle. */
  callApp(method: string, given: unknown): void;
  stop(): void;
}

/**
 * Loads app.js, starts the app and opens its first page.
 * @throws when the bundle is not built, or does something that WeChat would refuse
 */
export function startPhone(options: WeappOptions): Phone {
  const { dist, storage = new Map<string, string>(), files = new Map<string, Buffer>() } = options;
  forgetTemporary(files);
  if (!existsSync(path.join(dist, 'app.js'))) {
    throw new Error(`${dist} holds no mini-program: build it first with "npm run build:weapp"`);
  }
  const app = JSON.parse(readFileSync(path.join(dist, 'app.json'), 'utf8')) as AppJson;
  const watchers = new Set<() => void>();
  const changed = () => {
    for (const watcher of [...watchers]) watcher();
  };
  const problem = (what: unknown) => {
    phone.problems.push(what instanceof Error ? (what.stack ?? what.message) : String(what));
    changed();
  };
  const timers = makeTimers(problem);
  let closed = false;
  const wx = makeWx({
    answers: {
      login: options.login,
      location: options.location ?? null,
      fontSizeScaleFactor: options.fontSizeScaleFactor ?? 1,
      confirmModals: true,
      privacyAsked: options.privacyAsked ?? false,
      papers: (from) => options.papers?.(from) ?? null,
      scanned: () => options.scanned?.() ?? null,
      payment: () => options.payment?.() ?? 'success',
      address: () => options.address?.() ?? null,
      subscribe: options.subscribe === undefined ? () => 'accept' : options.subscribe,
    },
    storage,
    files,
    pages: () => phone.pages,
    request: {
      compiledBase: options.compiledApi ?? 'http://127.0.0.1:3000',
      realBase: options.api,
      online: () => phone.online,
      closed: () => closed,
      stats: () => phone.stats,
      changed,
    },
    online: () => phone.online,
    pushes: options.pushes ?? true,
    called: (name, given) => phone.calls.push({ name, options: given }),
    toast: (text) => phone.toasts.push(text),
    changed,
  });

  let instance: Record<string, unknown> | undefined;
  const warn = (...given: unknown[]) => problem(given.map(String).join(' '));
  const globals: Record<string, unknown> = {
    ...timers.functions,
    wx: wx.api,
    getApp: () => instance,
    getCurrentPages: () => currentInstances(phone.pages.stack),
    requirePlugin: () => {
      throw new Error('this app uses no plugin');
    },
    console: { log: () => undefined, info: () => undefined, debug: () => undefined, warn, error: warn },
  };
  globals.App = (config: Record<string, unknown>) => {
    instance = config;
  };
  globals.Page = (config: PageConfig) => phone.pages.register(config);
  // Taro's own component that continues deep trees; its template is drawn by the renderer.
  globals.Component = () => undefined;

  const modules = new Modules(dist, globals);
  const phone: Phone = {
    app,
    pages: new Pages({
      dist,
      app,
      modules,
      renderer: new Renderer(dist),
      stats: () => phone.stats,
      changed,
      problem,
    }),
    wx,
    stats: freshStats(),
    online: options.online ?? true,
    toasts: [],
    calls: [],
    problems: [],
    storage,
    files,
    watchers,
    passTime: (seconds) => modules.passTime(seconds),
    callApp(method, given) {
      const run = instance?.[method];
      if (typeof run === 'function') run.call(instance, given);
    },
    stop() {
      closed = true;
      timers.stop();
      watchers.clear();
      wx.hangUp();
    },
  };

  const first = options.open ?? `/${app.pages[0] ?? ''}`;
  const launch = { path: first.split('?')[0]?.slice(1), query: {}, scene: 1001, referrerInfo: {} };
  modules.require('app.js');
  if (!instance) throw new Error('app.js did not call App()');
  phone.callApp('onLaunch', launch);
  phone.callApp('onShow', launch);
  phone.pages.reLaunch(first);
  return phone;
}
