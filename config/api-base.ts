/** What decides where the mini-program finds the BFF. */
export interface ApiBaseInput {
  /** Taro's platform: `weapp` or `h5`. */
  target: string;
  /** True for a build that is uploaded to WeChat. */
  release: boolean;
  /** `TARO_APP_API`, when set. */
  url: string | undefined;
}

const developmentBase = 'http://127.0.0.1:3000/api/v1';

/**
 * The base URL compiled into the bundle. H5 is served by the BFF itself and stays on its origin.
 * @throws when a release for WeChat has no https URL: WeChat refuses every other scheme at run time, on phones only.
 */
export function apiBase({ target, release, url }: ApiBaseInput): string {
  if (target === 'h5') return '/api/v1';
  const base = (url ?? (release ? '' : developmentBase)).replace(/\/+$/, '');
  if (release && !/^https:\/\/[^/\s]+/.test(base)) {
    throw new Error(
      `A release for WeChat needs TARO_APP_API=https://…/api/v1 (got ${url ? JSON.stringify(url) : 'nothing'})`,
    );
  }
  return base;
}
