import type { ComplaintWeight } from '../../../../shared/domain/complaint';
import type { ComplaintDoc } from '../model';
import { textOf } from '../texts';
import { actOnComplaint, type ComplaintCommand, type StepMore } from './act-on-complaint';
import { handlerFor } from './handlers';
import type { DeskParts } from './parts';

/** What officers do with a complaint in one step. */

/** It is a complaint here: the clock of the answer begins. */
export function accept(parts: DeskParts, command: ComplaintCommand, weight: ComplaintWeight | undefined) {
  return actOnComplaint(parts, command, 'accept', (doc) => {
    const heavy = weight ?? doc.weight;
    return { facts: { days: `${parts.settings.complaints.replyDays[heavy]}` }, set: { weight: heavy } };
  });
}

export function decline(
  parts: DeskParts,
  command: ComplaintCommand,
  { reason, channel }: { reason: string; channel: string },
) {
  return actOnComplaint(parts, command, 'decline', () => ({
    why: reason,
    set: { declined: { reason, channel } },
  }));
}

/** @throws Problem STAFF_UNKNOWN, COMPLAINT_HANDLER_BARRED */
export function assign(
  parts: DeskParts,
  command: ComplaintCommand,
  { staffId, note }: { staffId: string; note: string },
) {
  return actOnComplaint(parts, command, 'assign', async (doc) => {
    const { name, number, department } = await handlerFor(parts, doc, staffId);
    return {
      ...said(note),
      facts: { handler: handlerWords({ name, number }) },
      set: { handler: { staffId, name, number, department } },
    };
  });
}

/** Back to whoever dispatches. */
export function giveBack(parts: DeskParts, command: ComplaintCommand, why: string) {
  return actOnComplaint(parts, command, 'return', () => ({ why }));
}

export function takeUp(parts: DeskParts, command: ComplaintCommand) {
  return actOnComplaint(parts, command, 'take-up', named);
}

export function askExtension(
  parts: DeskParts,
  command: ComplaintCommand,
  { days, why }: { days: number; why: string },
) {
  const { staff, now } = command;
  // What the house allows may be less than the law.
  const allowed = Math.min(days, parts.settings.complaints.extensionDays);
  return actOnComplaint(parts, command, 'ask-extension', () => ({
    why,
    set: { extension: { state: 'asked', days: allowed, askedBy: staff.staffId, askedAt: now } },
  }));
}

/** The citizen is told why, in the words of whoever asked. */
export function approveExtension(parts: DeskParts, command: ComplaintCommand) {
  return actOnComplaint(parts, command, 'approve-extension', (doc) => ({
    ...said(extensionWhy(parts, doc) ?? ''),
    facts: { days: `${doc.extension.days ?? 0}` },
  }));
}

export function refuseExtension(parts: DeskParts, command: ComplaintCommand, why: string) {
  return actOnComplaint(parts, command, 'refuse-extension', () => ({ why }));
}

/** It is another thing than what it was joined to after all. */
export function part(parts: DeskParts, command: ComplaintCommand, why: string) {
  return actOnComplaint(parts, command, 'part', () => ({ why }));
}

export function handleAgain(parts: DeskParts, command: ComplaintCommand) {
  return actOnComplaint(parts, command, 'handle-again');
}

export function close(parts: DeskParts, command: ComplaintCommand, note: string) {
  return actOnComplaint(parts, command, 'close', () => said(note));
}

/** Why more time was asked for last; null when it never was. */
export function extensionWhy(parts: DeskParts, doc: ComplaintDoc): string | null {
  const asked = doc.timeline.map(({ action }) => action).lastIndexOf('ask-extension');
  return asked < 0 ? null : (textOf(parts, doc, 'whys')?.[String(asked)] ?? null);
}

/** An officer as citizens may know them. */
export function handlerWords({ name, number }: { name: string; number: string }): string {
  return `${name}（工号 ${number}）`;
}

function named({ handler }: ComplaintDoc): StepMore {
  return { facts: { handler: handler ? handlerWords(handler) : '承办人' } };
}

const said = (why: string): StepMore => (why === '' ? {} : { why });
