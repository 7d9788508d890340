/** Why a delivery is where it is: in a citizen's words, in a supervisor's, and what to do about it. */
export interface Reason {
  /** After `微信：` or `短信：`. */
  citizen: string;
  staff: string;
  advice: string;
}

export const reasons = {
  'no-consent': {
    citizen: '没有订阅，只在这里看',
    staff: '没有可用的订阅次数',
    advice: '不用处理，消息在小程序里。',
  },
  'not-taken': {
    citizen: '微信里关了这类消息，只在这里看',
    staff: '对方在微信里关了订阅',
    advice: '不用处理，消息在小程序里。',
  },
  'phone-refuses': {
    citizen: '手机号收不到，只在这里看',
    staff: '手机号拒收或不存在',
    advice: '下次见面时核对手机号。',
  },
  unreachable: {
    citizen: '没有送出，只在这里看',
    staff: '账号已注销或撤回了同意',
    advice: '不用处理。',
  },
  'too-late': {
    citizen: '已经过时，没有再发',
    staff: '发送前已经过时',
    advice: '不用处理。',
  },
  'not-set-up': {
    citizen: '没有送出，只在这里看',
    staff: '没有配置模板',
    advice: '在设置里配好模板后重发。',
  },
  'refused-by-them': {
    citizen: '没有送出，只在这里看',
    staff: '对方系统拒绝，要改设置',
    advice: '按错误码检查模板、页面和账号设置，改好后重发。',
  },
  'given-up': {
    citizen: '没有送出，只在这里看',
    staff: '试了一天都没有成功',
    advice: '确认对方系统恢复后重发。',
  },
  'outcome-unknown': {
    citizen: '可能已送达，没有收到回执',
    staff: '发出后没有回音，不知道对方是否收到',
    advice: '先问一下本人；没有收到再重发。',
  },
  retry: { citizen: '正在重试', staff: '暂时不通，会再试', advice: '' },
  'quota-used-up': { citizen: '排队中，明天发送', staff: '当天额度用完', advice: '' },
  'awaiting-word': { citizen: '已交给微信，等回执', staff: '等微信回执', advice: '' },
} as const satisfies Record<string, Reason>;
export type ReasonName = keyof typeof reasons;

/** What is known of a stored reason; nothing of a word that is none. */
export function reasonOf(name: string | null): Reason | null {
  return name !== null && name in reasons ? reasons[name as ReasonName] : null;
}
