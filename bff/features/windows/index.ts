import { windowsContract } from '../../../shared/contract/windows';
import type { Deps } from '../../deps';
import type { Routes } from '../../http/route';
import type { Complaints } from '../complaints';
import type { Evaluations } from '../evaluations';
import { unbuilt } from '../unbuilt';

/** What window pages ask of the other features, and no more. */
export interface WindowNeeds {
  evaluations: Pick<Evaluations, 'rates'>;
  complaints: Pick<Complaints, 'aboutWindow'>;
}

/** Windows as citizens see them (三亮三公开). */
export function createWindows(_deps: Deps & WindowNeeds): { routes: Routes<typeof windowsContract> } {
  return { routes: unbuilt(windowsContract) };
}
