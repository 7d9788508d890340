import { z } from 'zod';

/**
 * Every code the API can give, with its HTTP status, the sentence a citizen reads and what to do next.
 * Clients act on the code, never on the sentence.
 */
export const errors = {
  VALIDATION_FAILED: e(400, '有几处内容没有填对。', '按每一处的提示改好后再试。'),
  BODY_NOT_JSON: e(400, '收到的内容无法读取。', '返回上一步重试；一直不行可以拨打 12345。'),
  BODY_TOO_LARGE: e(413, '内容太长，超出了上限。', '删减后再试；一次最多 256 KB，接口另有说明的除外。'),
  UNSUPPORTED_MEDIA_TYPE: e(
    415,
    '内容的格式不对。',
    '用 application/json 重新发送；上传文件的分片用 application/octet-stream。',
  ),
  REQUEST_MALFORMED: e(400, '收到的请求不完整或格式不对。', '检查地址和请求头：地址里的中文要先编码。'),
  NO_SUCH_ENDPOINT: e(404, '没有这个接口。', '在 /api/docs 查看全部接口。'),
  METHOD_NOT_ALLOWED: e(405, '这个接口不支持这种请求方式。', '在 /api/docs 查看支持的方式。'),
  NOT_FOUND: e(404, '没有找到。', '返回列表重新选择。'),
  NOT_SIGNED_IN: e(401, '还没有登录。', '登录后继续。'),
  SESSION_EXPIRED: e(401, '登录已经过期。', '重新登录后继续，已填的内容不会丢。'),
  CONSENT_REQUIRED: e(403, '还没有同意隐私说明。', '阅读并同意后继续；不同意也可以拨打 12345 或到窗口办理。'),
  IDENTITY_REQUIRED: e(403, '还没有完成实名。', '填写姓名和身份证号后继续；也可以直接到窗口办理。'),
  STAFF_ROLE: e(403, '您的岗位不能做这件事。', '由有权限的同事办理，或联系管理员调整岗位。'),
  STAFF_SIGN_IN_REFUSED: e(
    401,
    '工号或密码不对。',
    '检查后再试；忘记密码，或初始密码过了期限，由管理员重置。',
  ),
  STAFF_LOCKED: e(429, '试错太多次，这个工号暂时锁定。', '15 分钟后再试，或由管理员解锁。'),
  STAFF_SIGN_IN_EXPIRED: e(401, '登录没有在 5 分钟内完成。', '从工号和密码重新开始。'),
  STAFF_CODE_WRONG: e(401, '动态码不对，或者已经用过。', '等下一个动态码出现再填；手机的时间要准。'),
  STAFF_NEW_PASSWORD_NEEDED: e(409, '第一次登录要换成自己的密码。', '和动态码一起填上新密码。'),
  STAFF_PASSWORD_WEAK: e(422, '这个密码太容易猜到。', '换一个再试。'),
  STAFF_NUMBER_TAKEN: e(409, '这个工号已经有账号。', '在账号列表里查找；停用的账号可以重新启用。'),
  STAFF_ROLES_CONFLICT: e(422, '管理员和审计不能兼任别的岗位。', '分给不同的人，每人一个账号。'),
  STAFF_SCOPE: e(422, '这个范围不能设置。', '选您管理范围内的大厅和它的部门。'),
  STAFF_OWN_ACCOUNT: e(403, '不能更改自己的账号。', '由另一位管理员办理。'),
  STAFF_LAST_ADMINISTRATOR: e(
    409,
    '这是最后一位能登录的管理员。',
    '先让另一位管理员登录一次，再更改这一位。',
  ),
  STAFF_ACCOUNT_STATE: e(409, '这个账号现在的状态不能这样做。', '刷新后查看：停用的账号先重新启用。'),
  SIGNATURE_INVALID: e(401, '签名不对。', '按接入说明重新计算签名；密钥遗失时联系管理员更换。'),
  SIGNATURE_EXPIRED: e(401, '请求的时间超出了 5 分钟。', '校准服务器时间后重新签名发送。'),
  SIGNATURE_REPLAYED: e(409, '这个请求已经收到过。', '换一个新的 nonce 重新签名发送。'),
  RATE_LIMITED: e(429, '操作太频繁了。', '稍等一会儿再试。'),
  IDEMPOTENCY_KEY_REQUIRED: e(400, '缺少 Idempotency-Key。', '给每一次操作一个新的键后重发。'),
  IDEMPOTENCY_KEY_INVALID: e(400, 'Idempotency-Key 格式不对。', '用 8 到 128 位字母、数字、- 或 _。'),
  IDEMPOTENCY_KEY_REUSED: e(409, '这个 Idempotency-Key 已经用于另一个请求。', '给新的操作一个新的键。'),
  IDEMPOTENCY_IN_PROGRESS: e(409, '同一个操作正在处理。', '稍等几秒，用同一个键再问一次结果。'),
  STORE_UNAVAILABLE: e(
    503,
    '系统暂时忙不过来，刚才的操作没有生效。',
    '过一会儿再试；着急可以拨打 12345 或直接到窗口。',
  ),
  INTERNAL: e(500, '系统出了问题，我们已经记下。', '过一会儿再试；着急可以拨打 12345，并报出编号。'),
  WECHAT_UNAVAILABLE: e(503, '微信暂时没有回应。', '过一会儿再试。'),
  LOGIN_CODE_INVALID: e(400, '登录凭证已失效。', '重新登录一次。'),
  LOGIN_REFUSED: e(403, '微信拒绝了这次登录。', '换一个微信号，或到窗口办理。'),
  PHONE_CODE_INVALID: e(400, '手机号授权已失效。', '再点一次“用微信手机号”。'),
  CONSENT_VERSION_UNKNOWN: e(409, '隐私说明已经更新。', '阅读新的版本后再选择。'),
  IDENTITY_NOT_VERIFIED: e(
    422,
    '姓名和身份证号没有核对上。',
    '对照身份证检查后再试；也可以带身份证到窗口办理。',
  ),
  IDENTITY_TRIES_EXHAUSTED: e(429, '核对次数已用完。', '24 小时后再试，或带身份证到窗口办理。'),
  IDENTITY_ALREADY_SET: e(409, '这个微信号已经实名为另一个人。', '要换人，先在“隐私”里删除原来的资料。'),
  IDENTITY_UNAVAILABLE: e(503, '身份核验暂时没有回应。', '过一会儿再试；着急可以带身份证直接到窗口。'),
  UPLOAD_TYPE: e(422, '这种文件收不了。', '传照片（JPG、PNG、WebP）或 PDF 文件。'),
  UPLOAD_HEIC: e(
    422,
    '这张照片是 HEIC 格式，收不了。',
    '在手机“设置 → 相机 → 格式”里选“兼容性最佳”后重拍，或截屏后传截图。',
  ),
  UPLOAD_TOO_LARGE: e(413, '文件超过了 10 MB。', '照片可以重拍得小一些；PDF 可以分成几个文件传。'),
  UPLOAD_QUOTA: e(429, '今天传的文件太多了。', '明天再传，或带材料到窗口办理。'),
  UPLOAD_PART: e(422, '这一段文件和约定的大小对不上。', '重新选择文件再传一次。'),
  UPLOAD_STATE: e(409, '这个文件现在不能这样做。', '刷新后查看；没有传完的先传完。'),
  UPLOAD_INCOMPLETE: e(409, '文件还没有传完。', '接着传剩下的部分。'),
  UPLOAD_DAMAGED: e(422, '文件在路上有损坏。', '重新选择文件再传一次。'),
  UPLOAD_UNREADABLE: e(422, '这个文件打不开。', '换一个能正常打开的文件，或重新拍照。'),
  UPLOAD_PICTURE_TOO_LARGE: e(422, '这张图片的尺寸太大。', '用手机的普通模式重拍，或截屏后传截图。'),
  UPLOAD_PDF_ACTIVE: e(
    422,
    '这个 PDF 里带有程序、附件或表单动作，收不了。',
    '用“打印为 PDF”另存一份再传，或把每一页拍成照片。',
  ),
  UPLOAD_PDF_LOCKED: e(422, '这个 PDF 加了密码。', '取消密码另存一份再传，或把每一页拍成照片。'),
  FILE_LINK_OVER: e(410, '这个文件链接已经失效。', '回到原来的页面重新打开。'),
  MANDATE_TERMS_CHANGED: e(409, '代办说明已经更新。', '阅读新的说明后再选择。'),
  MANDATE_CODE_WRONG: e(
    422,
    '代办码没有对上。',
    '对照对方手机上的代办码再填一次；代办码 30 分钟内有效、只能用一次，过了就让对方重新生成。',
  ),
  MANDATE_TRIES_EXHAUSTED: e(429, '代办码填错的次数太多了。', '明天再试，或和对方一起到窗口办理。'),
  MANDATE_OWN_CODE: e(409, '这是您自己的代办码。', '把它告诉要帮您办事的人，由对方填写。'),
  MANDATE_EXISTS: e(409, '您已经可以为这个人办事。', '在“代办”里查看，直接为对方办理。'),
  MANDATE_ENDED: e(403, '代办关系已经结束。', '这件事由本人继续办理；需要时可以重新建立代办。'),
  CHILD_TOO_OLD: e(409, '已满 16 周岁，不能由监护人直接登记。', '由本人登录后生成代办码，或一起到窗口办理。'),
  ITEM_NOT_BOOKABLE: e(409, '这个事项在这里不用预约。', '看办事指南里的办理方式，可以直接前往。'),
  SLOT_NOT_OFFERED: e(409, '这个时间不能预约。', '换一个列出的时间。'),
  SLOT_TAKEN: e(409, '这个时间刚刚被约满。', '换一个还有名额的时间。'),
  ALREADY_BOOKED: e(409, '这一天您在这个窗口已经有一个预约。', '在“我的事”里查看，可以改期或取消。'),
  BOOKING_SUSPENDED: e(
    403,
    '多次预约未到，线上预约暂停。',
    '可以直接到大厅现场取号，不受影响；有异议可以拨打 12345。',
  ),
  HOLD_EXPIRED: e(409, '为您保留的时间已过。', '重新选一个时间，已填的内容还在。'),
  CUT_OFF_PASSED: e(409, '离开始不到 2 小时，不能在线更改了。', '来不了也没关系，可以打大厅电话说一声。'),
  APPOINTMENT_STATE: e(409, '这个预约现在的状态不能这样做。', '刷新后查看最新状态。'),
  CASE_STATE: e(409, '这件事现在的进度不能这样做。', '刷新后查看最新进度。'),
  CASE_CHANGED: e(409, '这个办件刚刚有了变化。', '刷新后看清最新的情况再办。'),
  CASE_INCOMPLETE: e(422, '还有要交的内容没有交齐。', '按每一处的提示补上后再交。'),
  ITEM_NOT_ONLINE: e(409, '这个事项还不能在手机上申请。', '可以预约窗口，或直接带材料去大厅办理。'),
  CASE_PAPERS_MISSING: e(409, '还有必需的材料没有收齐。', '逐项核对并打勾；缺的一次性告知补正。'),
  CASE_SUPPLEMENT_ONCE: e(
    409,
    '这个办件已经告知过一次补正。',
    '补正只能提一次：现在受理，或说明理由不予受理。',
  ),
  CASE_EXTENSION_ONCE: e(409, '这个办件已经申请过延长期限。', '延期只有一次，在现有期限内办好。'),
  CASE_LIMIT_OVER: e(409, '法定期限已经过了，不能再延长。', '尽快作出决定，并向申请人说明。'),
  CASE_SAME_OFFICER: e(409, '这一步要由另一个人来办。', '审查、申请延期的人不能自己批准，转给同事处理。'),
  CASE_REVIEWS_OPEN: e(409, '还有部门没有出具意见。', '等各部门意见齐了再作决定。'),
  CASE_REVIEWED: e(409, '这个部门没有要出的意见，或已经出过了。', '刷新后查看各部门的意见。'),
  CASE_NO_SUCH_STEP: e(409, '办事指南里没有这个特别程序。', '从列出的特别程序里选一个。'),
  CASE_NOT_INSTANT: e(409, '这个事项不是当场办结的。', '先收件，再按步骤办理。'),
  STAFF_UNKNOWN: e(409, '这里没有这位工作人员。', '从本大厅的名单里选一位。'),
} as const;

export type ErrorCode = keyof typeof errors;

function e(status: number, message: string, next: string) {
  return { status, message, next };
}

/** The one shape of every error. `fields` maps a path in the request (`body.idNumber`) to a sentence. */
export const errorBody = z.strictObject({
  error: z.strictObject({
    code: z.enum(Object.keys(errors) as [ErrorCode, ...ErrorCode[]]),
    message: z.string(),
    next: z.string().optional(),
    fields: z.record(z.string(), z.string()).optional(),
    requestId: z.string(),
  }),
});
export type ErrorBody = z.infer<typeof errorBody>;
