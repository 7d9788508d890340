import { useResource } from '../hooks/use-resource';
import { Fact } from './facts';

/** Guides change by the month; one that was read a while ago still says the fee. */
const hour = 3_600_000;

/** What an item costs, before anything binding: from its guide, which is mostly on the phone already. */
export function FeeFact({ itemCode, when }: { itemCode: string; when: string }) {
  const { data } = useResource('GET /items/{code}', { params: { code: itemCode } }, { freshFor: hour });
  if (!data) return null;
  return <Fact name="费用">{data.fees.length === 0 ? '不收费' : `${data.feeWords}，${when}`}</Fact>;
}
