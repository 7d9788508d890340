import type { Browser } from 'playwright-core';
import type { Appointment } from '../../shared/contract';
import type { StaffRole } from '../../shared/domain/staff';
import type { TestApp } from './app';
import { Visitor } from './browser';
import { advanceClock, person, type SignedIn } from './citizens';
import { Client } from './client';
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

/** A booking that somebody has. */
export interface Booked {
  who: SignedIn;
  appointment: Appointment;
  department: string;
}

/** Somebody who has booked the soonest time of an item that has materials to hand in. */
export async function bookedSoon(app: TestApp, given?: SignedIn): Promise<Booked> {
  const who = given ?? (await person(app));
  const { popular } = await who.get('GET /home');
  const item = popular.find(({ bookable, caseKind }) => bookable && caseKind === 'promised');
  if (!item) throw new Error('The sample has nothing to book');
  const { id } = await who.get('POST /appointments', { body: { itemCode: item.code, earliest: true } });
  const appointment = await who.get('POST /appointments/{id}/confirm', { params: { id } });
  return { who, appointment, department: item.department };
}

/** Moves the clock to ten minutes before the time that was booked, when check-in is open. */
export async function toStart(app: TestApp, { appointment, who }: Booked): Promise<void> {
  const { now } = await who.get('GET /appointments/{id}', { params: { id: appointment.id } });
  const seconds = Math.round((Date.parse(appointment.start) - Date.parse(now)) / 1000) - 600;
  if (seconds > 0) await advanceClock(app, seconds);
}

/** A window of the hall that serves what was booked. @param nth of those there are */
export async function windowFor(app: TestApp, { appointment, department }: Booked, nth = 0): Promise<string> {
  const { windows } = await new Client(app.api).get('GET /venues/{id}', {
    params: { id: appointment.venue.id },
  });
  const found = windows.filter((one) => one.department === department)[nth];
  if (!found) throw new Error(`${department} has no window number ${nth + 1}`);
  return found.id;
}

/** A scanner: all its keys come at once, with Enter behind them, wherever the focus is. */
export async function scan(visitor: Visitor, text: string): Promise<void> {
  await visitor.page.evaluate(
    (keys) => {
      for (const key of keys) {
        const target = document.activeElement ?? document.body;
        target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      }
    },
    [...text, 'Enter'],
  );
}
