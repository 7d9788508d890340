import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Modules } from './modules';
import type { Renderer } from './render';
import type { Stats } from './stats';
import { measure, type ViewNode } from './tree';

/** What a bundle's page hands to `Page(…)`: data and methods. */
export type PageConfig = Record<string, unknown> & { data?: Record<string, unknown> };

/** A page that stands in the stack or waits behind a tab. */
export interface OpenPage {
  route: string;
  /** Query of its address, decoded. */
  options: Record<string, string>;
  visible: boolean;
  /** Taken off the stack: what it still sets is shown nowhere. */
  gone: boolean;
  /** Its config lets it be pulled down. */
  pullsDown: boolean;
  /** Calls a method of the page when it has one. */
  call(method: string, ...given: unknown[]): unknown;
  /** What WeChat draws for it now. */
  view(): ViewNode[];
  /** The object that the bundle knows as the page. */
  instance: Record<string, unknown>;
}

/** The part of app.json that decides where one can go. */
export interface AppJson {
  pages: string[];
  subPackages?: { root: string; pages: string[] }[];
  tabBar?: { list: { pagePath: string; text: string }[] };
}

/** setData refuses more than this. */
const hardLimit = 1024 * 1024;

/** Every route that app.json lists, the main package first. */
export function listedRoutes(app: AppJson): string[] {
  const nested = (app.subPackages ?? []).flatMap(({ root, pages }) => pages.map((page) => `${root}/${page}`));
  return [...app.pages, ...nested];
}

/** What the stack needs of its surroundings. */
export interface PagesWorld {
  dist: string;
  app: AppJson;
  modules: Modules;
  renderer: Renderer;
  stats: () => Stats;
  /** Something that a person can see has changed. */
  changed: () => void;
  /** Something went wrong that WeChat would only show on its console. */
  problem: (error: unknown) => void;
}

/** The page stack with WeChat's rules: ten pages, tabs that stay, and the order of the lifecycle's calls. */
export class Pages {
  stack: OpenPage[] = [];
  private readonly tabs = new Map<string, OpenPage>();
  private readonly registered = new Map<string, PageConfig>();
  private loading: string | null = null;
  private readonly tabRoutes: Set<string>;
  private readonly routes: Set<string>;

  constructor(private readonly world: PagesWorld) {
    this.tabRoutes = new Set(world.app.tabBar?.list.map((tab) => tab.pagePath));
    this.routes = new Set(listedRoutes(world.app));
  }

  /** The bundle's `Page(…)`. */
  register(config: PageConfig): void {
    if (!this.loading) throw new Error('Page() was called while no page was being loaded');
    this.registered.set(this.loading, config);
  }

  /** The page a person sees. */
  get current(): OpenPage {
    const page = this.stack[this.stack.length - 1];
    if (!page) throw new Error('no page is open');
    return page;
  }

  has(route: string): boolean {
    return this.routes.has(route);
  }

  isTab(route: string): boolean {
    return this.tabRoutes.has(route);
  }

  /** @throws in the words of WeChat's `errMsg` when it may not be done */
  navigateTo(address: string): void {
    const { route, options } = this.parse(address);
    if (this.isTab(route)) throw new Error('navigateTo:fail can not navigateTo a tabbar page');
    if (this.stack.length >= 10) throw new Error('navigateTo:fail page limit exceeded: 10');
    this.hide(this.current);
    this.show(this.create(route, options), true);
  }

  redirectTo(address: string): void {
    const { route, options } = this.parse(address);
    if (this.isTab(route)) throw new Error('redirectTo:fail can not redirectTo a tabbar page');
    this.unload(this.stack.pop());
    this.show(this.create(route, options), true);
  }

  reLaunch(address: string): void {
    const { route, options } = this.parse(address);
    for (const page of [...this.stack].reverse()) this.unload(page);
    for (const page of this.tabs.values()) if (!this.stack.includes(page)) this.unload(page);
    this.stack = [];
    this.tabs.clear();
    this.show(this.create(route, options), true);
  }

  switchTab(address: string): void {
    const { route } = this.parse(address);
    if (!this.isTab(route)) throw new Error('switchTab:fail can not switch to no-tabBar page');
    if (this.stack.length === 1 && this.current.route === route) return;
    while (this.stack.length > 0 && !this.isTab(this.current.route)) this.unload(this.stack.pop());
    const left = this.stack.pop();
    if (left?.visible && left.route !== route) this.hide(left);
    const kept = this.tabs.get(route);
    this.show(kept ?? this.create(route, {}), !kept);
  }

  navigateBack(delta: number): void {
    if (this.stack.length < 2) throw new Error('navigateBack:fail cannot navigate back at first page.');
    for (let i = 0; i < delta && this.stack.length > 1; i += 1) this.unload(this.stack.pop());
    const page = this.stack.pop();
    if (page) this.show(page, false);
  }

  /** Puts the page into the background or brings it back, as when WeChat itself is left. */
  setVisible(visible: boolean): void {
    const page = this.current;
    if (page.visible === visible) return;
    page.visible = visible;
    page.call(visible ? 'onShow' : 'onHide');
  }

  private parse(address: string): { route: string; options: Record<string, string> } {
    const [before = '', query = ''] = address.split('?');
    const from = this.stack.length > 0 ? path.posix.dirname(this.current.route) : '';
    const route = before.startsWith('/') ? before.slice(1) : path.posix.join(from, before);
    if (!this.has(route)) throw new Error(`page "${route}" is not found`);
    const options: Record<string, string> = {};
    for (const pair of query.split('&').filter(Boolean)) {
      const [name = '', value = ''] = pair.split('=');
      options[name] = decodeURIComponent(value);
    }
    return { route, options };
  }

  private show(page: OpenPage, opened: boolean): void {
    this.stack.push(page);
    if (this.isTab(page.route)) this.tabs.set(page.route, page);
    page.visible = true;
    this.world.stats().screens.push(page.route);
    if (opened) page.call('onLoad', page.options);
    page.call('onShow');
    if (opened) page.call('onReady');
    this.world.changed();
  }

  private hide(page: OpenPage): void {
    page.visible = false;
    page.call('onHide');
  }

  private unload(page: OpenPage | undefined): void {
    if (!page) return;
    page.visible = false;
    page.gone = true;
    page.call('onUnload');
  }

  private create(route: string, options: Record<string, string>): OpenPage {
    if (!this.registered.has(route)) {
      if (!existsSync(path.join(this.world.dist, `${route}.wxml`)))
        throw new Error(`${route}.wxml is missing`);
      this.loading = route;
      try {
        this.world.modules.require(`${route}.js`);
      } finally {
        this.loading = null;
      }
    }
    const config = this.registered.get(route);
    if (!config) throw new Error(`${route}.js did not call Page()`);
    return this.instantiate(route, options, config);
  }

  private instantiate(route: string, options: Record<string, string>, config: PageConfig): OpenPage {
    const { world } = this;
    const drawn = JSON.parse(JSON.stringify(config.data ?? {})) as Record<string, unknown>;
    const instance: Record<string, unknown> = { ...config, data: drawn, route, __route__: route, options };
    let first = true;
    const page: OpenPage = {
      route,
      options,
      visible: false,
      gone: false,
      pullsDown: pullsDown(path.join(world.dist, `${route}.json`)),
      instance,
      call(method, ...given) {
        const run = instance[method];
        return typeof run === 'function' ? run.apply(instance, given) : undefined;
      },
      view: () => world.renderer.render(route, drawn),
    };
    instance.setData = (change: Record<string, unknown>, callback?: () => void) => {
      const json = JSON.stringify(change, (key, value: unknown) => {
        if (typeof value === 'function') throw new Error(`setData of ${route}: ${key} is a function`);
        return value;
      });
      const bytes = Buffer.byteLength(json);
      if (bytes > hardLimit)
        throw new Error(`setData of ${route}: ${bytes} bytes are more than WeChat takes`);
      if (page.gone) return;
      const stats = world.stats();
      stats.setData += 1;
      stats.maxBytes = Math.max(stats.maxBytes, bytes);
      if (first) stats.firstBytes = Math.max(stats.firstBytes, bytes);
      first = false;
      if (!page.visible) stats.hiddenSetData += 1;
      // The view takes it over later, never within the call.
      setTimeout(() => {
        try {
          for (const [where, value] of Object.entries(JSON.parse(json) as Record<string, unknown>)) {
            assign(drawn, where, value);
          }
          const { nodes, depth } = measure(page.view());
          stats.maxNodes = Math.max(stats.maxNodes, nodes);
          stats.maxDepth = Math.max(stats.maxDepth, depth);
          callback?.call(instance);
        } catch (error) {
          world.problem(error);
        }
        world.changed();
      }, 0);
    };
    return page;
  }
}

function pullsDown(config: string): boolean {
  if (!existsSync(config)) return false;
  const { enablePullDownRefresh } = JSON.parse(readFileSync(config, 'utf8')) as Record<string, unknown>;
  return enablePullDownRefresh === true;
}

/** Sets what a data path of setData names: `root.cn.[0].cl`. */
function assign(data: Record<string, unknown>, where: string, value: unknown): void {
  const steps = where
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter(Boolean);
  const last = steps.pop();
  if (last === undefined) throw new Error('setData with an empty path');
  let at: Record<string, unknown> = data;
  for (const step of steps) {
    const next = at[step];
    if (typeof next !== 'object' || next === null)
      throw new Error(`setData of ${where}: there is no ${step}`);
    at = next as Record<string, unknown>;
  }
  at[last] = value;
}
