import type { DeliveryDoc } from '../model';

/** What a scanner read, as it is compared: without the spaces around it, in capitals, full-width letters made plain. */
export function plainScan(text: string): string {
  return text.normalize('NFKC').trim().toUpperCase();
}

/** Whether a scanned waybill is the one of this parcel. */
export function isWaybillOf({ waybill }: Pick<DeliveryDoc, 'waybill'>, scanned: string): boolean {
  return waybill !== null && plainScan(waybill) === plainScan(scanned);
}

/** Whether the scanned document and parcel belong together: the case's number on one, the waybill on the other. */
export function belongTogether(
  doc: Pick<DeliveryDoc, 'waybill' | 'caseNumber'>,
  scanned: { document: string; waybill: string },
): boolean {
  return plainScan(doc.caseNumber) === plainScan(scanned.document) && isWaybillOf(doc, scanned.waybill);
}
