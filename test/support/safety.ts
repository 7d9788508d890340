import { expect } from 'vitest';
import type { StaffComplaint } from '../../shared/contract/staff-complaints';
import type { TestApp } from './app';
import { advanceClock } from './citizens';
import type { Client } from './client';
import { seenBy } from './complaint-desk';
import { door } from './notices';

/** What the stand-in for WeChat's content security was asked. */
export interface ContentCheck {
  traceId: string;
  of: 'text' | 'picture';
  citizenId: string;
  content: string;
  fetched: { status: number; type: string; bytes: number; sha256: string } | null;
  told: { status: number; text: string }[];
}

/** The doors of that stand-in, for one app. */
export function contentSecurity(app: TestApp) {
  const list = async (): Promise<ContentCheck[]> =>
    ((await door(app, '/content-security', undefined, 'GET')) as { checks: ContentCheck[] }).checks;
  return {
    list,
    /** What it was asked of one person. */
    askedOf: async (citizen: { id: string }) =>
      (await list()).filter(({ citizenId }) => citizenId === citizen.id),
    next: (of: ContentCheck['of'], suggest: string, times = 1) =>
      door(app, '/content-security/next', { of, suggest, times }),
    telling: (telling: string) => door(app, '/content-security/settings', { telling }, 'PUT'),
    release: async () =>
      ((await door(app, '/content-security/release', {})) as { answers: { status: number; text: string }[] })
        .answers,
    push: async (traceId: string, suggest: string, mode = 'plain') =>
      (await door(app, '/content-security/push', { traceId, suggest, mode })) as {
        status: number;
        text: string;
      },
    /** They open the mini-program. */
    visit: (citizen: { id: string }) => door(app, `/citizens/${citizen.id}/visit`),
    forget: () => door(app, '/content-security', undefined, 'DELETE'),
    fail: (target: string, kind: string, value?: number, times?: number) =>
      door(app, '/faults', {
        target,
        kind,
        ...(value !== undefined && { value }),
        ...(times !== undefined && { times }),
      }),
    mend: () => door(app, '/faults', undefined, 'DELETE'),
  };
}

/** Lets time go on, seconds at a time, until an officer reads a verdict on a complaint. */
export async function verdictOn(
  app: TestApp,
  by: Client,
  id: string,
  verdict: StaffComplaint['safety'],
  seconds = 2,
): Promise<void> {
  await expect
    .poll(
      async () => {
        await advanceClock(app, seconds);
        return (await seenBy(by, id)).safety;
      },
      { timeout: 60_000, interval: 50 },
    )
    .toBe(verdict);
}
