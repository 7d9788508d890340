import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import type { SignedIn } from './citizens';

/** The sizes that issues and README speak of. */
export const phone = { width: 375, height: 812 };
export const smallPhone = { width: 320, height: 568 };

/** The system's Chromium; tools/test.mjs says where it is. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
}

export interface Looks {
  size?: { width: number; height: number };
  elderMode?: boolean;
  /** Factor on every text size. */
  textScale?: number;
}

export interface VisitorOptions extends Looks {
  /** Signed in already, as after an earlier visit. */
  signedIn?: SignedIn;
  /** The sandbox's citizen who signs in here. */
  citizenId?: string;
}

/** What a page asked of the API: `POST /appointments`. */
export interface SeenRequest {
  name: string;
  key: string | undefined;
}

/** Somebody with a phone-sized browser: taps are counted, requests and screens noted. */
export class Visitor {
  taps = 0;
  readonly requests: SeenRequest[] = [];
  /** Every screen that was opened, without its parameters. */
  readonly screens: string[] = [];
  /** What the page threw. */
  readonly errors: string[] = [];

  private constructor(
    readonly page: Page,
    readonly context: BrowserContext,
    private readonly base: string,
  ) {
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (!pathname.startsWith('/api/v1/')) return;
      this.requests.push({
        name: `${request.method()} ${pathname.slice('/api/v1'.length)}`,
        key: request.headers()['idempotency-key'],
      });
    });
    page.on('pageerror', (error) => this.errors.push(error.message));
    page.on('framenavigated', () => {
      const screen = this.screen();
      if (screen && this.screens[this.screens.length - 1] !== screen) this.screens.push(screen);
    });
  }

  static async open(browser: Browser, base: string, options: VisitorOptions = {}): Promise<Visitor> {
    const context = await browser.newContext({
      viewport: options.size ?? phone,
      hasTouch: true,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
    });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    const kept = {
      ...(options.signedIn?.token && { session: options.signedIn.token }),
      ...(options.citizenId && { 'sandbox-citizen': options.citizenId }),
      ...((options.elderMode !== undefined || options.textScale !== undefined) && {
        preferences: { elderMode: options.elderMode ?? null, textScale: options.textScale ?? null },
        'sizes-unsent': true,
      }),
    };
    await page.addInitScript((entries: [string, unknown][]) => {
      // Only at the first load: what the app changes later is its own.
      if (location.protocol === 'about:' || localStorage.getItem('prepared')) return;
      localStorage.setItem('prepared', '1');
      for (const [key, value] of entries) {
        localStorage.setItem(key, JSON.stringify({ data: JSON.stringify(value) }));
      }
    }, Object.entries(kept));
    return new Visitor(page, context, base);
  }

  /** Opens a page as a link from outside would. @param path `/packages/…?id=…`; home when empty */
  async goto(path = ''): Promise<void> {
    // A change of the hash alone would not load anything.
    await this.page.goto('about:blank');
    await this.page.goto(`${this.base}/${path && `#${path}`}`);
  }

  /** The screen in front: `packages/booking/check`. */
  screen(): string {
    const hash = new URL(this.page.url()).hash.replace(/^#\/?/, '').split('?')[0] ?? '';
    return hash.replace(/\/index$/, '');
  }

  /** Waits until a screen is in front. */
  async arrives(screen: string): Promise<void> {
    await this.page.waitForURL((url) => url.hash.includes(`${screen}/index`));
  }

  /** The part of the document that can be seen: Taro keeps the pages below in it, hidden. */
  get front(): Locator {
    return this.page.locator('.taro_page:visible').last();
  }

  button(name: string | RegExp): Locator {
    return this.front.getByRole('button', { name });
  }

  link(name: string | RegExp): Locator {
    return this.front.getByRole('link', { name });
  }

  field(name: string): Locator {
    return this.front.locator(`input[name="${name}"]`);
  }

  async tap(what: Locator): Promise<void> {
    this.taps += 1;
    await what.tap();
  }

  /** A tap into a field, then typing. */
  async type(field: Locator, text: string): Promise<void> {
    await this.tap(field);
    await field.pressSequentially(text);
  }

  /** Waits for a text on the screen in front. */
  async sees(text: string | RegExp): Promise<void> {
    await this.front.getByText(text).first().waitFor();
  }

  /** Waits until a field has the cursor. */
  async focused(name: string): Promise<void> {
    await this.front.locator(`input[name="${name}"]:focus`).waitFor();
  }

  /** How far the screen in front can be scrolled sideways, in pixels. */
  sideways(): Promise<number> {
    return this.front.evaluate((scroller) => scroller.scrollWidth - scroller.clientWidth);
  }

  /** Names of what the page asked of the API. */
  get calls(): string[] {
    return this.requests.map(({ name }) => name);
  }

  close(): Promise<void> {
    return this.context.close();
  }
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds that is serious or worse, one line each. */
export async function seriousViolations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => {
    const { axe: tool } = globalThis as typeof globalThis & { axe: typeof axe };
    return tool.run(document, { resultTypes: ['violations'] });
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
    );
}

/** What a walk with the Tab key found on the page in front. */
export interface TabWalk {
  /** Can be tapped and is not disabled, but the key never came to it. */
  missed: string[];
  /** Had the focus where nothing of it could be seen. */
  covered: string[];
  /** How many places the key stopped at. */
  stops: number;
}

/** Presses Tab until it comes round, and compares where it stopped with what reacts to a tap. */
export async function walkWithTab(page: Page): Promise<TabWalk> {
  // From the top, also where a field took the focus when the page was opened.
  await page.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
  });
  const covered: string[] = [];
  let stops = 0;
  for (let press = 0; press < 400; press++) {
    await page.keyboard.press('Tab');
    const state = await page.evaluate(markFocus);
    if (state.end) break;
    stops += 1;
    if (state.covered) covered.push(state.name);
  }
  return { missed: await page.evaluate(unreached), covered, stops };
}

/** In the page: marks what has the focus; `end` when it left the page or was there before. */
function markFocus(): { end: boolean; covered: boolean; name: string } {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || active === document.body || active.dataset.reached) {
    return { end: true, covered: false, name: '' };
  }
  active.dataset.reached = '1';
  const name = active.getAttribute('aria-label') ?? (active.textContent?.trim() || active.tagName);
  const box = active.getBoundingClientRect();
  const seen = [0.15, 0.5, 0.85].some((share) => {
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height * share);
    return top !== null && (active.contains(top) || top.contains(active));
  });
  return { end: false, covered: !seen, name: name.slice(0, 60) };
}

/** In the page: what React would react to with a tap, is in sight and not disabled, and was never reached. */
function unreached(): string[] {
  const reacts = (node: Element) => {
    const key = Object.keys(node).find((name) => name.startsWith('__reactProps$'));
    const props = key ? (node as unknown as Record<string, Record<string, unknown>>)[key] : undefined;
    return typeof props?.onClick === 'function' || node.tagName === 'INPUT';
  };
  const missed: string[] = [];
  for (const node of document.querySelectorAll('.taro_page *')) {
    if (!(node instanceof HTMLElement) || !reacts(node)) continue;
    if (node.getClientRects().length === 0 || node.closest('[aria-disabled="true"]')) continue;
    // A part of something reached, or something around it, is reached with it.
    if (node.closest('[data-reached]') || node.querySelector('[data-reached]')) continue;
    missed.push((node.getAttribute('aria-label') ?? node.textContent ?? node.className).trim().slice(0, 60));
  }
  return missed;
}
