export { WeChatRefusal } from './replies';

/** One subscribe message. */
export interface SubscribeMessage {
  openid: string;
  templateId: string;
  /** The page it opens, without leading slash. */
  page: string;
  /** Field → text that fits it. */
  data: Record<string, string>;
}

/** What the product asks of WeChat. Errors are Problems: LOGIN_CODE_INVALID, LOGIN_REFUSED, PHONE_CODE_INVALID, WECHAT_UNAVAILABLE. */
export interface WeChatGateway extends ContentSecurity {
  /** Exchanges the code of wx.login. The session_key stays inside the gateway. */
  signIn(code: string): Promise<{ openid: string; unionid: string | null }>;
  /** Exchanges the code of the phone-number button. @returns a mainland number as 11 digits, another as `+852 91234567` */
  phoneNumber(code: string): Promise<string>;
  /** A mini-program code for a page. @returns PNG or JPEG bytes */
  codeImage(scene: string, page: string): Promise<Uint8Array>;
  /**
   * Sends a subscribe message. Unlike the others it tells what WeChat said, because what to do next depends on it.
   * @returns the message's number, longer than a JavaScript number holds
   * @throws WeChatRefusal with the errcode; OutboundFailure, after which it may or may not have gone out; Problem
   *   WECHAT_UNAVAILABLE when no access token could be had, so nothing went out
   */
  sendSubscribeMessage(message: SubscribeMessage): Promise<{ msgid: string | null }>;
}

/** What WeChat says of words and pictures: publish, let a person look, do not publish. */
export type ContentVerdict = 'pass' | 'review' | 'risky';

const severity: readonly ContentVerdict[] = ['pass', 'review', 'risky'];

/** The worse of two. */
export function worstOf(a: ContentVerdict, b: ContentVerdict): ContentVerdict {
  return severity.indexOf(a) > severity.indexOf(b) ? a : b;
}

/** WeChat's content security. Whose words they are must be said, and they must have opened the mini-program within two hours. */
export interface ContentSecurity {
  /** Looks at words of any length. @throws ContentUnchecked */
  checkText(given: { openid: string; words: string }): Promise<ContentVerdict>;
  /**
   * Asks for a look at a picture, which WeChat fetches itself. The verdict is pushed within 30 minutes, or is not.
   * @param given.url public for that long
   * @returns the trace id that the push will name
   * @throws ContentUnchecked
   */
  checkPicture(given: { openid: string; url: string }): Promise<string>;
}

/**
 * It was not said. `stale`: they have not been here for two hours (61010); `too-often`: we ask more than we may (44991);
 * `away`: no answer, or none that makes sense; `refused`: asking the same again does not help (40129, 40003, …).
 */
export class ContentUnchecked extends Error {
  constructor(
    readonly why: 'stale' | 'too-often' | 'away' | 'refused',
    readonly errcode: number | null,
    options?: ErrorOptions,
  ) {
    super(`content security: ${why}${errcode === null ? '' : ` (${errcode})`}`, options);
    this.name = 'ContentUnchecked';
  }
}
