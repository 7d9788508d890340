/** One answer of the BFF, as the phone saw it. */
export interface SeenRequest {
  method: string;
  /** Path below the API's base, with the query. */
  path: string;
  /** HTTP status; 0 when the network failed. */
  status: number;
  /** Size of the answer's body. */
  bytes: number;
}

/** What WeChat's 体验评分 looks at, counted from the start or from `reset`. */
export interface Stats {
  /** Calls of setData. */
  setData: number;
  /** Largest single setData, as JSON in UTF-8. */
  maxBytes: number;
  /** Largest first setData of any page that was opened. */
  firstBytes: number;
  /** Calls of setData while their page was hidden: 0 is wanted. */
  hiddenSetData: number;
  /** Most components and deepest nesting of any page drawn. */
  maxNodes: number;
  maxDepth: number;
  /** Most requests under way at once. */
  maxParallel: number;
  requests: SeenRequest[];
  taps: number;
  /** Routes of the pages that were opened or switched to, in order. */
  screens: string[];
}

/** Counters at zero. */
export function freshStats(): Stats {
  return {
    setData: 0,
    maxBytes: 0,
    firstBytes: 0,
    hiddenSetData: 0,
    maxNodes: 0,
    maxDepth: 0,
    maxParallel: 0,
    requests: [],
    taps: 0,
    screens: [],
  };
}
