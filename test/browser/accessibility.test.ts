import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import {
  type Looks,
  launchBrowser,
  phone,
  seriousViolations,
  smallPhone,
  Visitor,
  walkWithTab,
} from '../support/browser';
import { person, type SignedIn } from '../support/citizens';
import { everyScreen, type Screen } from '../support/screens';

let app: TestApp;
let browser: Browser;
let who: SignedIn;
let screens: Screen[];

beforeAll(async () => {
  // The one held appointment stays held however long the walks take.
  [app, browser] = await Promise.all([
    startApp({ env: { BOOKING_HOLD_SECONDS: '7200', BOOKING_ELDER_HOLD_SECONDS: '7200' } }),
    launchBrowser(),
  ]);
  ({ who, screens } = await everyScreen(app));
});
afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

/** Looks at every screen in one way, and collects what is wrong by the screen's name. */
async function onEveryScreen(
  looks: Looks,
  look: (visitor: Visitor) => Promise<unknown[] | null>,
): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {};
  const visitor = await Visitor.open(browser, app.url, { ...looks, signedIn: who });
  try {
    for (const screen of screens) {
      await visitor.goto(screen.path);
      await visitor.sees(screen.ready);
      const wrong = await look(visitor);
      if (wrong && wrong.length > 0) found[screen.name] = wrong;
    }
    expect(visitor.errors).toEqual([]);
  } finally {
    await visitor.close();
  }
  return found;
}

const sideways = async (visitor: Visitor) => {
  const pixels = await visitor.sideways();
  return pixels === 0 ? null : [`${pixels} px too wide`];
};

describe('every screen', () => {
  it('has no serious violation by axe-core and can be worked with the Tab key', async () => {
    const found = await onEveryScreen({ size: phone }, async (visitor) => {
      const violations = await seriousViolations(visitor.page);
      const { missed, covered, stops } = await walkWithTab(visitor.page);
      return [
        ...violations,
        ...missed.map((name) => `Tab never came to: ${name}`),
        ...covered.map((name) => `focus cannot be seen on: ${name}`),
        ...(stops === 0 ? ['Tab stopped nowhere'] : []),
      ];
    });
    expect(found).toEqual({});
  });

  it('has no serious violation in elder mode, with targets of 60 px and text of 18 px', async () => {
    const found = await onEveryScreen({ size: phone, elderMode: true }, async (visitor) => [
      ...(await seriousViolations(visitor.page)),
      ...(await visitor.front.evaluate(tooSmallForElders)),
    ]);
    expect(found).toEqual({});
  });

  it('fits 320 px without scrolling sideways', async () => {
    expect(await onEveryScreen({ size: smallPhone }, sideways)).toEqual({});
  });

  it('fits 320 px with text at 200 %', async () => {
    expect(await onEveryScreen({ size: smallPhone, textScale: 2 }, sideways)).toEqual({});
  });

  it('fits 320 px in elder mode', async () => {
    expect(await onEveryScreen({ size: smallPhone, elderMode: true }, sideways)).toEqual({});
  });

  it('names itself in the title, each its own way', async () => {
    const titles = new Map<string, string>();
    await onEveryScreen({ size: phone }, async (visitor) => {
      titles.set(visitor.screen(), await visitor.page.title());
      return null;
    });
    for (const title of titles.values()) expect(title).toContain('昭通一站办');
    expect(new Set(titles.values()).size).toBeGreaterThan(titles.size - 3);
  });
});

describe('the keyboard alone', () => {
  it('books from the home page to the reference', async () => {
    const visitor = await Visitor.open(browser, app.url, { signedIn: await person(app) });
    await visitor.goto();
    const press = async (name: RegExp) => {
      await visitor.front.getByRole('button', { name }).or(visitor.link(name)).first().waitFor();
      for (let tries = 0; tries < 120; tries++) {
        await visitor.page.keyboard.press('Tab');
        const focused = await visitor.page.evaluate(() => {
          const active = document.activeElement;
          return active?.getAttribute('aria-label') ?? active?.textContent?.trim() ?? '';
        });
        if (name.test(focused)) return visitor.page.keyboard.press('Enter');
      }
      throw new Error(`Tab never came to ${name}`);
    };
    await press(/^居民身份证换领/);
    await press(/^最早可约/);
    await press(/^确认预约/);
    await visitor.sees(/^ZT-\d{4}-/);
    // The title of the new page has the focus, so that the next key goes on from the top.
    await visitor.front.locator('.browser-title:focus').waitFor();
    expect(visitor.taps).toBe(0);
    await visitor.close();
  });

  it('asks before cancelling, keeps the focus inside the question, and Escape leaves it', async () => {
    const { path } = screens.find(({ name }) => name === 'ticket') as Screen;
    const visitor = await Visitor.open(browser, app.url, { signedIn: who });
    await visitor.goto(path);
    const cancel = visitor.button('取消预约');
    await cancel.focus();
    await visitor.page.keyboard.press('Enter');
    const question = visitor.page.getByRole('dialog', { name: '取消这次预约？' });
    await question.waitFor();
    for (let press = 0; press < 5; press++) {
      await visitor.page.keyboard.press('Tab');
      expect(await question.evaluate((node) => node.contains(document.activeElement))).toBe(true);
    }
    expect(await seriousViolations(visitor.page)).toEqual([]);
    await visitor.page.keyboard.press('Escape');
    await question.waitFor({ state: 'hidden' });
    expect(await cancel.evaluate((node) => node === document.activeElement)).toBe(true);
    await visitor.close();
  });
});

/** In the page: MIIT 适老化通用设计规范, targets ≥ 60 × 60 and main text ≥ 18 px. */
function tooSmallForElders(root: Element): string[] {
  const wrong: string[] = [];
  const targets = '[role="button"], [role="link"], [role="checkbox"], [role="radio"], [role="tab"], input';
  for (const node of root.querySelectorAll<HTMLElement>(targets)) {
    const box = node.getBoundingClientRect();
    // Off screen until it has the focus, or said only.
    if (box.width === 0 || box.bottom < 0) continue;
    if (box.height < 59.5) wrong.push(`${Math.round(box.height)} px high: ${node.textContent?.slice(0, 30)}`);
    const text = Number.parseFloat(getComputedStyle(node).fontSize);
    if (text < 18 && !node.closest('.browser-tabs, .text-small')) {
      wrong.push(`${text} px text: ${node.textContent?.slice(0, 30)}`);
    }
  }
  return wrong;
}
