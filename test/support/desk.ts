import type { Browser } from 'playwright-core';
import type { StaffRole } from '../../shared/domain/staff';
import type { TestApp } from './app';
import { Visitor } from './browser';
import { type StaffClient, type StaffScope, staff } from './staff';

/** The screens that a desk has: a common office screen, a large one, and a phone in the hand. */
export const officeScreen = { width: 1366, height: 768 };
export const largeScreen = { width: 1920, height: 1080 };

/** A window of a browser in which a member of staff is signed in. */
export interface DeskWindow {
  visitor: Visitor;
  /** Asks the BFF as the same person, in the same session. */
  client: StaffClient;
}

/** Puts a session into the window's own storage, as a sign-in in it would have. */
export async function openAs(
  browser: Browser,
  app: TestApp,
  client: StaffClient,
  size = officeScreen,
): Promise<Visitor> {
  const visitor = await Visitor.open(browser, app.url, { size });
  await visitor.page.addInitScript(
    (session) => {
      if (location.protocol === 'about:' || sessionStorage.getItem('prepared')) return;
      sessionStorage.setItem('prepared', '1');
      sessionStorage.setItem('staff-session', session);
    },
    JSON.stringify({ token: client.token, me: client.member }),
  );
  return visitor;
}

/** Somebody new with these roles, in a window of their own. */
export async function openDesk(
  browser: Browser,
  app: TestApp,
  role: StaffRole | readonly StaffRole[],
  scope: StaffScope & { size?: { width: number; height: number } } = {},
): Promise<DeskWindow> {
  const client = await staff(app, role, scope);
  return { visitor: await openAs(browser, app, client, scope.size), client };
}
