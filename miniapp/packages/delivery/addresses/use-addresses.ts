import { useRouter } from '@tarojs/taro';
import type { AddressRow } from '../../../../shared/contract/addresses';
import { type Answer, call, perform, useSignedIn } from '../../../api';
import { toast } from '../../../components/toast';
import { type Action, useAction } from '../../../hooks/use-action';
import { type Resource, useResource } from '../../../hooks/use-resource';
import { back, open, pageUrl, replace } from '../../../platform/navigate';
import { pickAddress } from '../parts/chosen-address';

interface Addresses {
  book: Resource<Answer<'GET /me/addresses'>>;
  /** Consent or the real name is wanted before there is a book. */
  closed: boolean;
  /** Leads through what is wanted, then shows the book. */
  enter: Action<[]>;
  /** One is to be picked for the page that opened this one. */
  choosing: boolean;
  /** The one that is picked there now. */
  current: string | null;
  pick: (address: AddressRow) => void;
  add: () => void;
  edit: (address: AddressRow) => void;
  remove: Action<[address: AddressRow]>;
}

const page = '/packages/delivery/address/index';

/** The address book, to look after it or to pick from it. */
export function useAddresses(): Addresses {
  const { choose, id = null } = useRouter().params;
  const choosing = choose === '1';
  const signedIn = useSignedIn();
  const book = useResource('GET /me/addresses', signedIn ? {} : null);
  const enter = useAction(async () => {
    await call('GET /me/addresses', {});
    book.reload();
  }, 'identity');
  const remove = useAction(async (options, { id: gone }: AddressRow) => {
    await perform('DELETE /me/addresses/{id}', { params: { id: gone } }, options);
    toast('地址已删除');
    book.reload();
  });
  const code = book.failure?.code;
  return {
    book,
    closed: code === 'CONSENT_REQUIRED' || code === 'IDENTITY_REQUIRED',
    enter,
    choosing,
    current: choosing ? id : null,
    pick(address) {
      pickAddress(address.id);
      void back();
    },
    // Whoever picks goes from the new address right back to where they came from.
    add: () => void (choosing ? replace(pageUrl(page, { choose: '1' })) : open(page)),
    edit: ({ id: chosen }) => void open(pageUrl(page, { id: chosen })),
    remove,
  };
}
