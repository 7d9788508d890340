/** What a carrier's no means, for the officer who decides how it goes on: what happened, what can be done. */
const words: Record<string, string> = {
  9300501: '快递公司不接这一单',
  9300502: '快递公司的系统暂时没有回应，稍后自动再试',
  9300503: '快递公司的代码没有设好，换一家快递或报告管理员',
  9300510: '快递产品没有设好，换一家快递或报告管理员',
  9300525: '快递账号没有绑定，换一家快递或报告管理员',
  9300526: '地址或姓名太长或缺了一段，核对收件地址',
  9300531: '快递账号没有生效，换一家快递或报告管理员',
  9300535: '寄件物品没有设好，报告管理员',
  9300536: '没有微信的人暂时不能这样寄，改到窗口领取或报告管理员',
  40003: '收件人的微信账号对不上，改到窗口领取或报告管理员',
  45009: '今天叫快递的次数用完了，明天自动再试',
  45011: '叫快递的人太多，稍后自动再试',
  '-1': '微信暂时忙，稍后自动再试',
  'no-express': '没有接通快递',
  'no-account': '没有和这家快递签约，换一家快递',
  'no-address': '没有可用的收件地址或同意书，请收件人再填一次',
  'no-answer': '快递暂时没有回应，稍后自动再试',
  'waybill-taken': '快递给的运单号已经用过，再叫一次或换一家快递',
};

/**
 * @param code `9300502`, `9300501/1003` with the carrier's own code behind, or one of ours
 * @param said the carrier's own words; empty when it said none
 */
export function refusalWords(code: string, said: string): string {
  const known = words[code.split('/')[0] ?? ''] ?? `快递没有接单（代码 ${code}）`;
  return said === '' ? known : `${known}：${said}`;
}
