import type { ContractPart } from '../../shared/contract/core';
import type { Routes } from '../http/route';
import { Problem } from '../problem';

/** Routes that answer NOT_FOUND until a feature has its own. */
export function unbuilt<P extends ContractPart>(part: P): Routes<P> {
  const handler = async () => {
    throw new Problem('NOT_FOUND');
  };
  return Object.fromEntries(Object.keys(part).map((name) => [name, handler])) as unknown as Routes<P>;
}
