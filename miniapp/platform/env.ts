/** True in WeChat's mini-program, false in the browser. A constant at build time: the other branch is cut out. */
export const isWeapp = process.env.TARO_ENV === 'weapp';

/** Compiled in by config/index.ts. */
declare const API_BASE: string;

/** Where the BFF's API answers: `/api/v1` on H5, an absolute URL in WeChat. No slash at the end. */
export const apiBase = API_BASE;
