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
export interface WeChatGateway {
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
