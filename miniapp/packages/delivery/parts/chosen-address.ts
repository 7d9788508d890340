import { useEffect } from 'react';
import { open, pageUrl } from '../../../platform/navigate';
import { createStore, useStore } from '../../../platform/store';

/** Id of the address that was just picked on the address pages; null when none was. */
const picked = createStore<string | null>(null);

/** Tells the page that asked which address was picked; the address pages call it and go back. */
export function pickAddress(id: string): void {
  picked.set(id);
}

/** Opens the address book to pick one. @param id of the one that is chosen now */
export function openAddressChoice(id: string | null): void {
  void open(pageUrl('/packages/delivery/addresses/index', { choose: '1', id: id ?? undefined }));
}

/** The address picked since this page was opened. */
export function useChosenAddress(): string | null {
  const id = useStore(picked);
  // What was picked for another result is not meant for this one.
  useEffect(() => {
    picked.set(null);
    return () => picked.set(null);
  }, []);
  return id;
}
