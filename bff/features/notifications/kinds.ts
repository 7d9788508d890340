import type { NoticeGroup } from '../../../shared/contract/notifications';
import type { SmsTemplateKey, TemplateKey } from '../../../shared/domain/notice-templates';
import type { NoticeFacts, NoticeKind } from '../../../shared/domain/notices';
import { dayOf, lines, momentOf } from './words';

/** Everything about a kind of notice: whoever owes one says the kind and the facts, and no more. */
export interface KindRow {
  group: NoticeGroup | 'staff';
  title: string;
  /** The state in at most five Chinese characters, for a WeChat `phrase`. */
  state: string;
  body(facts: NoticeFacts): string;
  /** One short sentence: what it means for whoever reads it. */
  note(facts: NoticeFacts): string;
  /**
   * `now` is of no use later and goes out at any hour; `wait` keeps the night's rest; `if-soon` keeps it unless what it
   * tells of is the next morning's.
   */
  urgency: 'now' | 'wait' | 'if-soon';
  /** Goes to WeChat by this template; the inbox has every notice. */
  wechat: TemplateKey | null;
  /** Must arrive, so it goes out as SMS as well. */
  sms: SmsTemplateKey | null;
  /** Waits a minute for others about the same thing, and becomes one message with them. */
  merges: boolean;
}

type Row = Pick<KindRow, 'title' | 'state' | 'body' | 'note'> & Partial<KindRow>;

const appointment = (row: Row): KindRow => ({
  group: 'appointments',
  urgency: 'wait',
  wechat: 'appointment-changed',
  sms: null,
  merges: true,
  ...row,
});
const aCase = (row: Row): KindRow => ({
  group: 'cases',
  urgency: 'wait',
  wechat: 'case-progress',
  sms: null,
  merges: true,
  ...row,
});
const parcel = (row: Row): KindRow => ({
  group: 'cases',
  urgency: 'wait',
  wechat: 'case-progress',
  sms: null,
  merges: true,
  ...row,
});
/** Money is told at once and by itself. */
const payment = (row: Row): KindRow => ({
  group: 'cases',
  urgency: 'wait',
  wechat: 'case-progress',
  sms: null,
  merges: false,
  ...row,
});
const complaint = (row: Row): KindRow => ({
  group: 'cases',
  urgency: 'wait',
  wechat: 'case-progress',
  sms: null,
  merges: true,
  ...row,
});
const staff = (title: string): KindRow => ({
  group: 'staff',
  title,
  state: '办理时限',
  urgency: 'wait',
  wechat: null,
  sms: null,
  merges: false,
  body: ({ itemName, reference, by, reason }) =>
    lines(`${itemName ?? '办件'}${reference ? `（${reference}）` : ''}`, by && `${dayOf(by)}前办结`, reason),
  note: () => '在“我的办件”里查看',
});

const place = ({ venueName, window }: NoticeFacts) => [venueName, window].filter(Boolean).join(' ');
/** What may follow and has not come. */
const follows = ({ materials }: NoticeFacts) =>
  materials && `还可以后补：${materials.split('\n').join('、')}`;
const item = ({ itemName, reference }: NoticeFacts, what = '事项') =>
  `${itemName ?? what}${reference ? `（${reference}）` : ''}`;
const ring = ({ phone }: NoticeFacts) => (phone ? `有疑问打 ${phone}` : '有疑问打 12345');
const parcelWords = ({ carrier, waybill }: NoticeFacts) =>
  carrier && `${carrier}${waybill ? ` ${waybill}` : ''}`;
const bring = ({ materials }: NoticeFacts) =>
  materials && `带上：${materials.split('\n').filter(Boolean).join('、')}`;

export const noticeTable: Record<NoticeKind, KindRow> = {
  'appointment-booked': appointment({
    title: '预约成功',
    state: '已预约',
    body: (f) => lines(item(f), f.when && momentOf(f.when), place(f), bring(f)),
    note: () => '到大厅凭签到码签到',
  }),
  'appointment-moved': appointment({
    title: '预约已改期',
    state: '已改期',
    body: (f) => lines(item(f), f.when && `改到 ${momentOf(f.when)}`, place(f)),
    note: () => '原来的时间已放开',
  }),
  'appointment-cancelled-by-venue': appointment({
    title: '大厅取消了预约',
    state: '大厅取消',
    body: (f) =>
      lines(
        `${item(f)}${f.when ? ` ${momentOf(f.when)}` : ''}`,
        f.reason && `原因：${f.reason}`,
        f.by ? `${momentOf(f.by)}前可以优先改约，不算爽约` : '可以重新选时间，不算爽约',
        ring(f),
      ),
    note: () => '可以优先改约，不算爽约',
    urgency: 'if-soon',
    sms: 'appointment-cancelled',
  }),
  'appointment-reminder-day': appointment({
    title: '明天要去办事',
    state: '明天办理',
    body: (f) => lines(item(f), f.when && momentOf(f.when), place(f), bring(f)),
    note: (f) => bring(f) ?? '来不了可以改期或取消',
    wechat: 'appointment-reminder',
    merges: false,
  }),
  'appointment-reminder-hours': appointment({
    title: '预约快到了',
    state: '即将办理',
    body: (f) => lines(item(f), f.when && momentOf(f.when), place(f), bring(f)),
    note: (f) => bring(f) ?? '到大厅凭签到码签到',
    wechat: 'appointment-reminder',
    merges: false,
  }),
  'number-near': appointment({
    group: 'queue',
    title: '快到您了',
    state: '快到了',
    body: (f) =>
      lines(
        f.ticket && `您的号码：${f.ticket}`,
        f.ahead !== undefined && (f.ahead === 0 ? '下一个就是您' : `前面还有 ${f.ahead} 人`),
        place(f),
      ),
    note: (f) => (f.ahead ? `前面还有 ${f.ahead} 人` : '下一个就是您'),
    urgency: 'now',
    wechat: 'number-near',
    merges: false,
  }),
  'number-called': appointment({
    group: 'queue',
    title: '正在叫您的号',
    state: '正在叫号',
    body: (f) => lines(f.ticket && `您的号码：${f.ticket}`, place(f) && `到 ${place(f)}`),
    note: (f) => (f.window ? `到${f.window}办理` : '到窗口办理'),
    urgency: 'now',
    wechat: 'number-near',
    merges: false,
  }),
  'case-submitted': aCase({
    title: '已经提交',
    state: '已提交',
    body: (f) => lines(item(f), f.by && `${dayOf(f.by)}前答复是否受理`, f.handler && `经办：${f.handler}`),
    note: (f) => (f.by ? `${dayOf(f.by)}前答复是否受理` : '等待受理'),
  }),
  'case-received': aCase({
    title: '材料已收到',
    state: '已收件',
    body: (f) =>
      lines(
        item(f),
        f.handler && `首办责任人：${f.handler}`,
        place(f),
        f.by && `${dayOf(f.by)}前答复是否受理`,
        follows(f),
      ),
    note: (f) => (f.by ? `${dayOf(f.by)}前答复是否受理` : '等待受理'),
  }),
  'case-accepted': aCase({
    title: '已经受理',
    state: '已受理',
    body: (f) =>
      lines(item(f), f.by && `${dayOf(f.by)}前办好`, f.reason, f.handler && `经办：${f.handler}`, follows(f)),
    note: (f) => (f.by ? `${dayOf(f.by)}前办好` : '正在办理'),
  }),
  'case-declined': aCase({
    title: '没有受理',
    state: '不予受理',
    body: (f) =>
      lines(item(f), f.reason && `原因：${f.reason}`, '不同意可以申请行政复议或提起行政诉讼', ring(f)),
    note: () => '点开看原因和怎么办',
    wechat: 'case-result',
  }),
  'case-supplement-wanted': aCase({
    title: '需要补材料',
    state: '待补正',
    body: (f) =>
      lines(
        item(f),
        f.reason,
        f.materials && `要补的：\n${f.materials}`,
        f.by && `${dayOf(f.by)}前补齐`,
        ring(f),
      ),
    note: () => '点开看要补哪些材料',
    wechat: 'case-supplement',
    sms: 'supplement-wanted',
  }),
  'case-supplement-due-soon': aCase({
    title: '补材料快到期了',
    state: '快到期',
    body: (f) => lines(item(f), f.by && `${dayOf(f.by)}前补齐，过期要重新申请`, f.materials, ring(f)),
    note: () => '过期要重新申请',
    wechat: 'case-supplement',
  }),
  'case-special-step': aCase({
    title: '进入特别程序',
    state: '特别程序',
    body: (f) => lines(item(f), f.reason, f.by ? `${dayOf(f.by)}前办好` : '这段时间不计入办理期限'),
    note: (f) => f.reason ?? '点开看进度',
  }),
  'case-resumed': aCase({
    title: '继续办理',
    state: '办理中',
    body: (f) => lines(item(f), f.reason, f.by && `${dayOf(f.by)}前办好`),
    note: (f) => (f.by ? `${dayOf(f.by)}前办好` : '正在办理'),
  }),
  'case-extended': aCase({
    title: '办理期限延长了',
    state: '已延期',
    body: (f) => lines(item(f), f.reason && `原因：${f.reason}`, f.by && `延到 ${dayOf(f.by)}`, ring(f)),
    note: (f) => (f.by ? `延到${dayOf(f.by)}` : '点开看原因'),
  }),
  'case-decided': aCase({
    title: '有决定了',
    state: '已决定',
    body: (f) =>
      lines(
        item(f),
        f.outcome && `结果：${f.outcome}`,
        f.reason && `理由：${f.reason}`,
        f.by && `${dayOf(f.by)}前送到您手上`,
      ),
    note: (f) => f.outcome ?? '点开看决定',
    wechat: 'case-result',
  }),
  'case-ready': aCase({
    title: '结果可以领了',
    state: '可领取',
    body: (f) => lines(item(f), place(f) && `领取：${place(f)}`, f.outcome, ring(f)),
    note: (f) => (f.venueName ? `到${f.venueName}领取` : '点开看怎么领取'),
    wechat: 'case-result',
    sms: 'result-ready',
  }),
  'case-completed': aCase({
    title: '办完了',
    state: '已办结',
    body: (f) => lines(item(f), f.outcome),
    note: (f) => f.outcome ?? '点开看办理结果',
    wechat: 'case-result',
  }),
  'case-withdrawn': aCase({
    title: '申请已撤回',
    state: '已撤回',
    body: (f) => lines(item(f), '需要时可以重新申请'),
    note: () => '需要时可以重新申请',
  }),
  'case-closed': aCase({
    title: '办件已结束',
    state: '已结束',
    body: (f) => lines(item(f), f.reason, '需要时可以重新申请', ring(f)),
    note: () => '点开看原因',
    wechat: 'case-result',
  }),
  'delivery-address-wanted': parcel({
    title: '结果可以寄了',
    state: '等您填地址',
    body: (f) => lines(item(f), '填好收件地址就寄，也可以改到窗口领取'),
    note: () => '填好收件地址就寄',
    wechat: 'case-result',
  }),
  'delivery-ordered': parcel({
    title: '快递已接单',
    state: '准备寄出',
    body: (f) => lines(item(f), parcelWords(f)),
    note: () => '点开看快递到了哪里',
  }),
  'delivery-picked-up': parcel({
    title: '结果寄出了',
    state: '已寄出',
    body: (f) => lines(item(f), parcelWords(f)),
    note: () => '点开看快递到了哪里',
    wechat: 'case-result',
  }),
  'delivery-out': parcel({
    title: '快递员正在送来',
    state: '正在派送',
    body: (f) => lines(item(f), parcelWords(f), f.phone && `快递员电话 ${f.phone}`),
    note: () => '留意电话，当面核对再签收',
    urgency: 'now',
  }),
  'delivery-signed': parcel({
    title: '结果已签收',
    state: '已签收',
    body: (f) => lines(item(f), f.outcome, '不是您收的，马上打大厅电话', ring(f)),
    note: () => '不是您收的，点开联系大厅',
    wechat: 'case-result',
  }),
  'delivery-returning': parcel({
    title: '快递没有送到',
    state: '正在退回',
    body: (f) => lines(item(f), f.reason, '退回大厅后可以再寄一次，也可以到窗口领取'),
    note: () => '退回后可以再寄，或到窗口领',
  }),
  'delivery-returned': parcel({
    title: '快递退回大厅了',
    state: '等您选择',
    body: (f) => lines(item(f), place(f), '点开选：再寄一次，或到窗口领取', ring(f)),
    note: () => '点开选再寄一次或窗口领取',
    wechat: 'case-result',
  }),
  'delivery-stuck': parcel({
    title: '快递几天没有动静',
    state: '正在催',
    body: (f) => lines(item(f), parcelWords(f), '大厅正在向快递核实，有结果马上告诉您', ring(f)),
    note: () => '大厅正在向快递核实',
  }),
  'delivery-lost': parcel({
    title: '快递出了问题，免费补办',
    state: '正在补办',
    body: (f) => lines(item(f), f.reason, '大厅免费补办并重新寄给您', ring(f)),
    note: () => '大厅免费补办并重新寄给您',
    wechat: 'case-result',
  }),
  'delivery-cancelled': parcel({
    title: '改到窗口领取',
    state: '窗口领取',
    body: (f) => lines(item(f), f.reason, place(f), ring(f)),
    note: () => '带身份证到窗口领取',
    wechat: 'case-result',
  }),
  'result-issued': parcel({
    title: '电子结果做好了',
    state: '可以查看',
    body: (f) => lines(item(f), '点开就能看、能保存，别人扫码可以核验'),
    note: () => '点开查看、保存',
    wechat: 'case-result',
  }),
  'payment-wanted': payment({
    title: '有一笔费用要付',
    state: '等您付款',
    body: (f) => lines(item(f), f.money, f.reason, f.by && `${dayOf(f.by)}前付清`),
    note: (f) => `${f.money ?? ''} 点开付款`.trim(),
  }),
  'payment-received': payment({
    title: '已收到付款',
    state: '已付款',
    body: (f) => lines(item(f), f.money, f.reason),
    note: () => '点开看凭证',
  }),
  'payment-refunded': payment({
    title: '已退款',
    state: '已退款',
    body: (f) => lines(item(f), f.money, f.reason, '原路退回，到账时间以微信通知为准'),
    note: () => '原路退回微信',
  }),
  'complaint-received': complaint({
    title: '投诉已收到',
    state: '已提交',
    body: (f) => lines(item(f, '投诉'), f.by && `${dayOf(f.by)}前答复是否受理`, ring(f)),
    note: (f) => (f.by ? `${dayOf(f.by)}前答复是否受理` : '等待受理'),
  }),
  'complaint-accepted': complaint({
    title: '投诉已受理',
    state: '已受理',
    body: (f) => lines(item(f, '投诉'), f.by && `${dayOf(f.by)}前答复`, f.reason, ring(f)),
    note: (f) => (f.by ? `${dayOf(f.by)}前答复` : '正在核查'),
  }),
  'complaint-declined': complaint({
    title: '投诉没有受理',
    state: '不受理',
    body: (f) => lines(item(f, '投诉'), f.reason && `原因：${f.reason}`, f.outcome, ring(f)),
    note: () => '点开看原因和该找谁',
    wechat: 'case-result',
  }),
  'complaint-assigned': complaint({
    title: '投诉有人承办了',
    state: '已分派',
    body: (f) => lines(item(f, '投诉'), f.handler && `承办：${f.handler}`, f.by && `${dayOf(f.by)}前答复`),
    note: (f) => (f.by ? `${dayOf(f.by)}前答复` : '正在核查'),
  }),
  'complaint-extended': complaint({
    title: '投诉答复时间延长了',
    state: '已延期',
    body: (f) =>
      lines(item(f, '投诉'), f.reason && `原因：${f.reason}`, f.by && `延到 ${dayOf(f.by)}`, ring(f)),
    note: (f) => (f.by ? `延到${dayOf(f.by)}` : '点开看原因'),
  }),
  'complaint-escalated': complaint({
    title: '投诉超期，主管在督办',
    state: '督办中',
    body: (f) => lines(item(f, '投诉'), f.reason, ring(f)),
    note: () => '主管正在督办',
  }),
  'complaint-replied': complaint({
    title: '投诉有答复了',
    state: '已答复',
    body: (f) =>
      lines(item(f, '投诉'), '点开看查到了什么、做了什么', f.by && `${dayOf(f.by)}前回访`, ring(f)),
    note: () => '点开看答复，说满不满意',
    wechat: 'case-result',
  }),
  'complaint-again': complaint({
    title: '换人重新核查',
    state: '重新核查',
    body: (f) => lines(item(f, '投诉'), f.by && `${dayOf(f.by)}前答复`, ring(f)),
    note: (f) => (f.by ? `${dayOf(f.by)}前答复` : '正在重新核查'),
  }),
  'complaint-closed': complaint({
    title: '投诉已办结',
    state: '已办结',
    body: (f) => lines(item(f, '投诉'), f.outcome, ring(f)),
    note: () => '点开看结果',
    wechat: 'case-result',
  }),
  'complaint-withdrawn': complaint({
    title: '投诉已撤回',
    state: '已撤回',
    body: (f) => lines(item(f, '投诉'), '需要时可以重新提交'),
    note: () => '需要时可以重新提交',
  }),
  'complaint-published': complaint({
    title: '投诉和答复已公开',
    state: '已公开',
    body: (f) =>
      lines(item(f, '投诉'), '您同意过公开，姓名、电话这些已经去掉；有不妥的地方打电话说', ring(f)),
    note: () => '点开看，有不妥打电话说',
  }),
  'question-answered': complaint({
    title: '您问的有答复了',
    state: '已答复',
    body: (f) => lines(item(f, '咨询'), ring(f)),
    note: () => '点开看答复',
    wechat: 'case-result',
  }),
  'question-closed': complaint({
    title: '您问的事有说明',
    state: '已说明',
    body: (f) => lines(item(f, '咨询'), f.reason, ring(f)),
    note: () => '点开看说明',
    wechat: 'case-result',
  }),
  'rectification-result': complaint({
    title: '您的评价有回音',
    state: '有结果',
    body: (f) => lines(item(f, '评价'), f.outcome, ring(f)),
    note: () => '点开看查到了什么',
    wechat: 'case-result',
  }),
  'mandate-begun': {
    group: 'mandates',
    title: '有人可以替您办事了',
    state: '代办开始',
    body: (f) => lines(f.reason ?? '对方填写了您的代办码', '不是您本意的，马上在“代办”里结束'),
    note: () => '不是您本意的，马上结束',
    urgency: 'now',
    wechat: null,
    sms: null,
    merges: false,
  },
  'mandate-ended': {
    group: 'mandates',
    title: '代办关系结束了',
    state: '代办结束',
    body: (f) => lines(f.reason ?? '不能再替对方办事，已经办好的不受影响'),
    note: () => '已经办好的不受影响',
    urgency: 'wait',
    wechat: null,
    sms: null,
    merges: false,
  },
  'staff-deadline-half': staff('办理期限过半'),
  'staff-deadline-near': staff('办理期限还剩一天'),
  'staff-deadline-over': staff('办理超期'),
  'staff-delivery-task': {
    ...staff('有寄件要处理'),
    state: '寄件异常',
    body: (f) => lines(item(f), f.reason, parcelWords(f)),
    note: () => '在“寄件”里处理',
  },
  'staff-complaint-task': {
    ...staff('有投诉要处理'),
    state: '投诉待办',
    body: (f) => lines(item(f, '投诉'), f.reason, f.by && `${dayOf(f.by)}前办理`),
    note: () => '在“投诉”里处理',
  },
  'staff-question-task': {
    ...staff('有咨询要答复'),
    state: '咨询待答',
    body: (f) => lines(item(f, '咨询'), f.reason, f.by && `${dayOf(f.by)}前答复`),
    note: () => '在“提问”里答复',
  },
  'staff-rectification-task': {
    ...staff('有差评要整改'),
    state: '整改待办',
    body: (f) => lines(item(f, '评价'), f.reason, f.by && `${dayOf(f.by)}前办结`),
    note: () => '在“评价 → 整改”里处理',
  },
};
