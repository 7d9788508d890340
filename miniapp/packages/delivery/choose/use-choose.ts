import Taro, { useRouter } from '@tarojs/taro';
import { useState } from 'react';
import type { DeliveryHow } from '../../../../shared/contract/delivery';
import { type ActionOptions, asFailure, perform, remember } from '../../../api';
import type { FieldError } from '../../../components/error-summary';
import { toast } from '../../../components/toast';
import {
  choiceWords,
  type DeliveryChoice,
  keepDeliveryChoice,
  type ResultOf,
  useDeliveryChoice,
} from '../../../hooks/delivery';
import { type Action, useAction } from '../../../hooks/use-action';
import { type Resource, useResource } from '../../../hooks/use-resource';
import { back, pageUrl, replace } from '../../../platform/navigate';
import { useChosenAddress } from '../parts/chosen-address';

/** The node of the question whether the courier may have the address. */
export const consentNode = 'courier-consent';
const consentMissing = '还没有选：同意把收件信息交给快递，或者不同意，到窗口领取。';

/** Where it would be sent: masked, as the address book or the earlier choice shows it. */
export interface ShownAddress {
  /** null: it is no longer in the book. */
  id: string | null;
  name: string;
  phone: string;
  regionWords: string;
  detail: string;
}

export interface Choose {
  choice: Resource<DeliveryChoice>;
  /** A parcel that came back is sent again; then only the courier is asked about. */
  resend: boolean;
  how: DeliveryHow;
  setHow: (how: DeliveryHow) => void;
  address: ShownAddress | null;
  /** What it costs to send it there; null until the server has said, or where nothing is sent. */
  quote: DeliveryChoice['quote'];
  /** The server knows the address, and results are not sent there. */
  outOfReach: boolean;
  quoted: Resource<DeliveryChoice>;
  /** null: neither agreed nor refused. */
  consent: boolean | null;
  /** When the person agreed to just this earlier; null when they did not. */
  agreedAt: string | null;
  /** The person said no, and the window stands chosen for it. */
  refused: boolean;
  answerConsent: (agrees: boolean) => void;
  errors: FieldError[];
  save: Action<[]>;
  /** Does what the button says, or says what is missing. */
  go: () => void;
  /** Chooses the courier without an address yet. */
  later: Action<[]>;
}

/** How a result is to reach its citizen: what is chosen so far, and making it so. */
export function useChoose(): Choose {
  const { kind: asked, id = '', how: wanted, resend: parcelId } = useRouter().params;
  const of: ResultOf = { kind: asked === 'appointment' ? 'appointment' : 'case', id };
  const choice = useDeliveryChoice(of);
  const book = useResource('GET /me/addresses', {});
  const picked = useChosenAddress();
  const [how, setHow] = useState<DeliveryHow | null>(null);
  const [agrees, setAgrees] = useState<boolean | null>(null);
  const [errors, setErrors] = useState<FieldError[]>([]);

  const { data } = choice;
  const address = addressOf(data, book.data?.items ?? [], picked);
  // What was chosen before is quoted with the choice itself.
  const elsewhere = address?.id && address.id !== data?.address?.id ? address.id : undefined;
  const asking = useDeliveryChoice(elsewhere ? of : null, elsewhere);
  const quoted = elsewhere ? asking : choice;
  // A yes was for where it was to go then, and for that one parcel.
  const agreedBefore = data?.consent.givenAt != null && !parcelId && !elsewhere;

  const settle = async (options: ActionOptions, body: Wanted) => {
    try {
      const answer = await put(of, body, options);
      keepDeliveryChoice(of, answer);
      if (answer.deliveryId) return await toParcel(answer.deliveryId);
      toast(`选好了：${choiceWords(answer)}`);
      await back();
    } catch (thrown) {
      // It went on meanwhile, or another text is agreed to now: show how it stands.
      if (stale.includes(asFailure(thrown).code)) choice.reload();
      throw thrown;
    }
  };
  const sendAgain = async (options: ActionOptions, addressId: string, consentVersion: string) => {
    if (!parcelId) return;
    const fen = quoted.data?.quote?.fen ?? 0;
    const params = { id: parcelId };
    try {
      const body = { addressId, consentVersion, fen };
      const sent = await perform('POST /deliveries/{id}/resend', { params, body }, options);
      remember('GET /deliveries/{id}', { params: { id: sent.id } }, sent, null);
      await toParcel(sent.id === parcelId ? (sent.nextDeliveryId ?? parcelId) : sent.id);
    } catch (thrown) {
      if (stale.includes(asFailure(thrown).code)) quoted.reload();
      throw thrown;
    }
  };

  const chosen = parcelId ? 'courier' : (how ?? howOf(wanted) ?? data?.how ?? 'window');
  const consent = agrees ?? (agreedBefore ? true : null);
  const save = useAction(async (options) => {
    if (!data) return;
    if (chosen !== 'courier') return settle(options, { how: chosen });
    if (!address?.id) return;
    const consentVersion = data.consent.version;
    if (parcelId) return sendAgain(options, address.id, consentVersion);
    return settle(options, { how: 'courier', addressId: address.id, consentVersion });
  }, 'identity');
  const later = useAction((options) => settle(options, { how: 'courier' }), 'identity');

  return {
    choice,
    resend: parcelId !== undefined,
    how: chosen,
    setHow(next) {
      setHow(next);
      setErrors([]);
    },
    address,
    quote: quoted.data?.quote ?? null,
    outOfReach: address !== null && quoted.data !== null && quoted.data.quote === null,
    quoted,
    consent,
    agreedAt: agreedBefore ? (data?.consent.givenAt ?? null) : null,
    refused: chosen === 'window' && agrees === false,
    answerConsent(next) {
      setAgrees(next);
      setErrors([]);
      // Refusing is a choice like any other: the result waits at the window.
      setHow(next ? 'courier' : 'window');
    },
    errors,
    save,
    go() {
      if (chosen === 'courier' && consent !== true) {
        setErrors([{ field: consentNode, message: consentMissing }]);
        return;
      }
      void save.run();
    },
    later,
  };
}

interface Wanted {
  how: DeliveryHow;
  addressId?: string;
  consentVersion?: string;
}

const stale = ['DELIVERY_STATE', 'DELIVERY_NOT_OFFERED', 'CONSENT_VERSION_UNKNOWN', 'DELIVERY_QUOTE_CHANGED'];

function put({ kind, id }: ResultOf, body: Wanted, options: ActionOptions): Promise<DeliveryChoice> {
  const input = { params: { id }, body };
  return kind === 'case'
    ? perform('PUT /cases/{id}/delivery', input, options)
    : perform('PUT /appointments/{id}/delivery', input, options);
}

function howOf(param: string | undefined): DeliveryHow | null {
  return param === 'courier' || param === 'electronic' || param === 'window' ? param : null;
}

/** What was just picked, else what was chosen before, else the default of the book. */
function addressOf(
  choice: DeliveryChoice | null,
  book: readonly (ShownAddress & { id: string })[],
  picked: string | null,
): ShownAddress | null {
  const found = book.find((row) => row.id === picked);
  return found ?? choice?.address ?? book[0] ?? null;
}

/** To the page of the parcel, which may be the one below. */
async function toParcel(id: string): Promise<void> {
  const pages = Taro.getCurrentPages();
  const below = pages[pages.length - 2];
  if (below?.route?.includes('packages/delivery/detail') && below.options?.id === id) await back();
  else await replace(pageUrl('/packages/delivery/detail/index', { id }));
}
