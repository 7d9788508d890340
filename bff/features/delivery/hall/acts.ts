import type { CarrierCode } from '../../../../shared/contract/delivery';
import { carriers } from '../../../../shared/domain/delivery';
import { Problem } from '../../../problem';
import type { DeliveryStep } from '../change-delivery';
import { keepHow } from '../choices';
import type { DeliveryDoc, DeliveryEvent } from '../model';
import { freeWords, resendQuote } from '../policy';
import { actOnParcel, type ParcelCommand } from './act-on-parcel';
import type { HallParts } from './needs';
import { isWaybillOf } from './scans';
import { otherCarriers } from './staff-presenter';

type More = Pick<DeliveryStep, 'why' | 'facts' | 'set'>;

/** @throws Problem DELIVERY_NOT_OFFERED when the hall cannot send with it, or does already */
export function switchCarrier(parts: HallParts, command: ParcelCommand, to: CarrierCode) {
  return actOnParcel(parts, command, 'switch-carrier', (doc) => {
    if (!otherCarriers(parts, doc).includes(to))
      throw new Problem('DELIVERY_NOT_OFFERED', { next: '从列出的快递里另选一家，或改到窗口领取。' });
    return { facts: { carrier: carriers[to].name }, set: { carrier: to } };
  });
}

/** Not sent: it waits at the window, which is also what the choice of the case says from now on. */
export async function switchToWindow(parts: HallParts, command: ParcelCommand, why: string) {
  const changed = await actOnParcel(parts, command, 'switch-to-window', () => ({ why }));
  await keepHow(parts, changed.caseId, 'window', command.now);
  return changed;
}

/** It leaves the hall with its carrier. */
export function toCarrier({ carrier }: DeliveryDoc): More {
  return { facts: { carrier: carrier ? carriers[carrier].name : '快递' } };
}

/**
 * It came back, and what was scanned is its waybill.
 * @throws Problem DELIVERY_SCAN_MISMATCH
 */
export function receiveReturn(
  parts: HallParts,
  command: ParcelCommand,
  { waybill, note }: { waybill: string; note?: string },
) {
  return actOnParcel(parts, command, 'receive-return', (doc) => {
    if (!isWaybillOf(doc, waybill)) throw new Problem('DELIVERY_SCAN_MISMATCH');
    return said(note);
  });
}

/** Who took it: its receiver, or somebody for them. */
export function receivedBy(to: 'self' | 'other', why: string | undefined): More {
  return { ...said(why), facts: { signer: to === 'self' ? '本人' : '代领人' }, set: { signedBy: to } };
}

/**
 * Sent again at the word of its receiver, to the address it had and as they agreed to then.
 * @throws Problem DELIVERY_QUOTE_CHANGED when it costs another price than was said to them
 */
export function resendAtCounter(
  parts: HallParts,
  command: ParcelCommand,
  { reason, fen }: { reason: string; fen: number },
) {
  return actOnParcel(parts, command, 'resend', (doc) => {
    const cost = resendQuote(parts, doc);
    if (cost.fen !== fen) throw new Problem('DELIVERY_QUOTE_CHANGED');
    return { why: reason, set: followedBy(doc, 'resend', cost, officerOf(command)) };
  });
}

/** The document was made anew, and goes to the same address free of charge. */
export function reissue(parts: HallParts, command: ParcelCommand, note: string | undefined) {
  return actOnParcel(parts, command, 'reissue', (doc) => ({
    ...said(note),
    set: followedBy(doc, 'reissue', { fen: 0, words: freeWords.reissue }, officerOf(command)),
  }));
}

function followedBy(
  doc: DeliveryDoc,
  cause: 'resend' | 'reissue',
  cost: { fen: number; words: string },
  by: DeliveryEvent['by'],
): Partial<DeliveryDoc> {
  return { next: { cause, consent: doc.consent, cost, by }, nextAddress: doc.address };
}

function officerOf({ staff: { staffId, name, number } }: ParcelCommand): DeliveryEvent['by'] {
  return { role: 'window', staffId, name, number };
}

const said = (why: string | undefined): More => (why ? { why } : {});
