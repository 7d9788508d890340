import type { PaySettings } from '../../bff/settings/pay';

/**
 * The variables with which another process uses the same account at the same sandbox.
 * @param notifyBaseUrl where notifications go: one process is told, whoever asked
 */
export function payEnvironment(
  account: PaySettings,
  notifyBaseUrl = account.notifyBaseUrl,
): Record<string, string> {
  return {
    WECHAT_PAY_MCHID: account.mchid,
    WECHAT_PAY_SERIAL: account.serial,
    WECHAT_PAY_PRIVATE_KEY: account.privateKey,
    WECHAT_PAY_API_V3_KEY: account.apiV3Key,
    ...(account.publicKey && {
      WECHAT_PAY_PUBLIC_KEY_ID: account.publicKey.id,
      WECHAT_PAY_PUBLIC_KEY: account.publicKey.pem,
    }),
    WECHAT_PAY_BASE_URL: account.baseUrl,
    WECHAT_PAY_NOTIFY_BASE_URL: notifyBaseUrl,
  };
}
