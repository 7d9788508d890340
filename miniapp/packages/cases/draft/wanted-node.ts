import { createStore } from '../../../platform/store';

/** Id of a node that the form scrolls to when it comes into view: where 修改 of the check page leads. */
export const wantedNode = createStore<string | null>(null);
