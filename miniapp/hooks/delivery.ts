import type { DeliveryHow } from '../../shared/contract/delivery';
import { moneyWords } from '../../shared/domain/words';
import { type Answer, remember } from '../api';
import { pageUrl } from '../platform/navigate';
import { type Resource, useResource } from './use-resource';

export type DeliveryChoice = Answer<'GET /cases/{id}/delivery'>;

/** Whose result it is: of a case, or of an appointment that has no case yet. */
export interface ResultOf {
  kind: 'case' | 'appointment';
  id: string;
}

/**
 * How a result reaches its citizen and what can be chosen.
 * @param of null while it is not to be asked for
 * @param addressId quotes for this address of the book in place of the chosen one
 */
export function useDeliveryChoice(of: ResultOf | null, addressId?: string): Resource<DeliveryChoice> {
  const name = of?.kind === 'appointment' ? 'GET /appointments/{id}/delivery' : 'GET /cases/{id}/delivery';
  return useResource(name, of?.id ? inputFor(of.id, addressId) : null, { freshFor: 0 });
}

/**
 * The choice as far as the phone knows it: nothing is asked for while somebody books, and then not every item is sent.
 * @returns `sendable` by the guide that was read before; without one nothing is promised
 */
export function useKnownChoice(
  of: ResultOf,
  itemCode: string,
): { known: DeliveryChoice | null; sendable: boolean } {
  const name = of.kind === 'appointment' ? 'GET /appointments/{id}/delivery' : 'GET /cases/{id}/delivery';
  const { data: known } = useResource(name, inputFor(of.id), { seenOnly: true });
  const { data: guide } = useResource(
    'GET /items/{code}',
    { params: { code: itemCode } },
    { seenOnly: true },
  );
  return { known, sendable: guide?.channels.includes('courier') ?? false };
}

/** Keeps what the server just said of a choice, so that the page below shows it without asking. */
export function keepDeliveryChoice({ kind, id }: ResultOf, choice: DeliveryChoice): void {
  if (kind === 'case') remember('GET /cases/{id}/delivery', inputFor(id), choice, null);
  else remember('GET /appointments/{id}/delivery', inputFor(id), choice, null);
}

function inputFor(id: string, addressId?: string) {
  return { params: { id }, ...(addressId && { query: { addressId } }) };
}

/** The page on which it is chosen. @param how chosen beforehand there, as the tapped link said */
export function choosePage({ kind, id }: ResultOf, how?: DeliveryHow): string {
  return pageUrl('/packages/delivery/choose/index', { kind, id, how });
}

/** Whether another way than the window can be chosen. */
export function canChooseOther({ canChange, options }: DeliveryChoice): boolean {
  return canChange && options.some(({ how, unavailable }) => how !== 'window' && unavailable === null);
}

/** Says how the result reaches me: 到窗口领取, as long as nothing else was chosen. */
export function choiceWords({ how, address }: DeliveryChoice): string {
  if (how === 'electronic') return '电子结果，在手机上看';
  if (how !== 'courier') return '到窗口领取';
  return address ? `快递寄到 ${nearWords(address.regionWords)}` : '快递寄给我，地址以后再填';
}

/** What else there is to know of it: the cost, or that it could be sent. */
export function choiceNote(choice: DeliveryChoice): string | null {
  const { how, quote } = choice;
  if (how === 'courier') return quote && costWords(quote.fen);
  const courier = choice.options.find((option) => option.how === 'courier');
  if (how === 'electronic' || !choice.canChange || !courier || courier.unavailable !== null) return null;
  return quote?.fen === 0 ? '也可以免费寄到家' : '也可以寄到家';
}

/** `快递费 20 元`, `快递免费`. */
export function costWords(fen: number): string {
  return fen === 0 ? '快递免费' : `快递费 ${moneyWords(fen)}`;
}

/** Without the province, and without 昭通市: what people here say of an address. */
export function nearWords(regionWords: string): string {
  return regionWords.replace(/^[^省市区县]{2,7}(?:省|自治区)/, '').replace(/^昭通市(?=.)/, '');
}
