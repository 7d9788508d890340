import type { DeliveryChoice, DeliveryHow } from '../../../shared/contract/delivery';
import { Problem } from '../../problem';
import type { ChoiceSubject } from './needs';
import type { DeliveryParts } from './parts';

type Option = DeliveryChoice['options'][number];

/** Items whose result is a sheet that is as good as a file. */
const papers = /证明|查询|备案|登记表|告知/;

/** Every way in which the result of an item may come, and why one is not to be had. */
export async function optionsFor(parts: DeliveryParts, subject: ChoiceSubject): Promise<Option[]> {
  const { itemCode, venueId } = subject.found;
  const item = await parts.catalogue.caseItem(itemCode);
  const hall = parts.venues.venue(venueId)?.name ?? '大厅';
  const channels = item?.channels ?? [];
  const asFile = channels.includes('online') || papers.test(item?.name ?? '');
  return [
    { how: 'window', words: `做好后带身份证到${hall}领取`, unavailable: null },
    {
      how: 'courier',
      words: '做好后快递送到您填的地址',
      unavailable: channels.includes('courier') ? null : '这件事的结果要本人到窗口领取，不能寄。',
    },
    {
      how: 'electronic',
      words: '做好后在手机上查看，带防伪码，不用跑腿',
      unavailable: asFile ? null : '这件事的结果是证件或证照，没有电子件。',
    },
  ];
}

/** @throws Problem DELIVERY_NOT_OFFERED with why */
export function refuseUnoffered(options: readonly Option[], how: DeliveryHow): void {
  const option = options.find((each) => each.how === how);
  if (option?.unavailable === null) return;
  throw new Problem('DELIVERY_NOT_OFFERED', {
    next: `${option?.unavailable ?? ''}从列出的方式里选一种；都可以到窗口领取。`,
  });
}
