import { z } from 'zod';
import {
  fieldSources,
  noticeTemplates,
  type SmsTemplateKey,
  smsTemplates,
  type TemplateKey,
  templateKeys,
} from '../../shared/domain/notice-templates';
import { complaintSettings, complaintVariables } from './complaints';
import { couriersOf, courierVariables, unsafeCouriers } from './couriers';
import { deliverySettings, deliveryVariables, unsafeDelivery } from './delivery';
import { evaluationSettings, evaluationVariables } from './evaluations';
import { feeVariables } from './fees';
import { incompletePay, payOf, payVariables, unsafePay } from './pay';
import { questionSettings, questionVariables } from './questions';
import { safetySettings, safetyVariables, unsafeSafety } from './safety';

/**
 * Everything that can be set, read once from the environment. Development has a value for all of it;
 * production must name what is secret or points outside, and hears of everything missing at once.
 */
export type Settings = ReturnType<typeof readSettings>;

const key32 = z.string().regex(/^[A-Za-z0-9+/]{43}=$/, '32 bytes as base64 (openssl rand -base64 32)');
const flag = z.enum(['0', '1']).transform((value) => value === '1');
const whole = (fallback: number, min = 0, max = Number.MAX_SAFE_INTEGER) =>
  z.coerce.number().int().min(min).max(max).default(fallback);

/** Keys as `id:base64,id:base64`; the first seals, the others still open. */
const keyRing = z.string().transform((value, context) => {
  const keys = value.split(',').map((part) => {
    const [id = '', ...rest] = part.trim().split(':');
    return { id, key: rest.join(':') };
  });
  for (const { id, key } of keys) {
    if (!/^[A-Za-z0-9]{1,16}$/.test(id) || !key32.safeParse(key).success) {
      context.addIssue({
        code: 'custom',
        message: 'wants id:base64 of 32 bytes, several separated by commas',
      });
      return z.NEVER;
    }
  }
  return keys;
});

/** JSON in a variable, held against a shape. */
const json = <S extends z.ZodType>(shape: S, wants: string) =>
  z.string().transform((value, context): z.output<S> => {
    try {
      const parsed = shape.safeParse(JSON.parse(value));
      if (parsed.success) return parsed.data;
    } catch {
      // Told below, like JSON of another shape.
    }
    context.addIssue({ code: 'custom', message: wants });
    return z.NEVER;
  });

const templateId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const wechatTemplate = z.strictObject({
  id: templateId,
  /** Of the long-term sort, which the platform opens for government services: one consent, any number of messages. */
  longTerm: z.boolean().default(false),
  /** What goes into each field, where the platform's template numbers them otherwise. */
  fields: z.record(z.string().regex(/^[a-z_]+\d{1,2}$/), z.enum(fieldSources)).optional(),
});
const wechatTemplates = z.partialRecord(
  z.enum(templateKeys),
  z.union([templateId.transform((id) => ({ id, longTerm: false, fields: undefined })), wechatTemplate]),
);
const smsTemplateIds = z.partialRecord(
  z.enum(Object.keys(smsTemplates) as [SmsTemplateKey, ...SmsTemplateKey[]]),
  z.string().regex(/^\d{1,20}$/),
);

const environment = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  PORT: whole(3000, 0, 65_535),
  HOST: z.string().optional(),
  DATA_DIR: z.string().default('.data'),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//)
    .optional(),
  /** `redis://`, `rediss://`; Sentinel `redis+sentinel://host:port,host:port/name`; Cluster `redis+cluster://host:port,host:port`. */
  REDIS_URL: z
    .string()
    .regex(/^(rediss?|redis\+sentinel|redis\+cluster):\/\//)
    .optional(),
  CORS_ORIGINS: z
    .string()
    .default('')
    .transform((value) =>
      value
        .split(',')
        .map((s) => s.trim())
        .filter(Boolean),
    ),
  PROXY_HOPS: whole(0, 0, 10),
  METRICS_TOKEN: z.string().min(16).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  PERSONAL_DATA_KEYS: keyRing.optional(),
  PERSONAL_DATA_INDEX_KEY: key32.optional(),
  PERSONAL_DATA_CIPHER: z.enum(['aes-256-gcm', 'sm4-ctr-hmac-sm3']).default('aes-256-gcm'),
  TICKET_KEY: key32.optional(),
  /** The audit log is chained with the first; the others still verify what was written before. */
  AUDIT_KEY: keyRing.optional(),
  /** Days for which the audit log is kept; half a year at least (网络安全法 第21条: 不少于六个月). */
  AUDIT_KEEP_DAYS: whole(400, 184),
  /** A file on another disk to which the log's anchors are appended: even who can rewrite the database cannot shorten the log unseen. */
  AUDIT_ANCHOR_FILE: z.string().min(1).optional(),
  STAFF_IDLE_MINUTES: whole(30, 1),
  STAFF_SESSION_HOURS: whole(12, 1),
  STAFF_WRONG_TRIES: whole(5, 1),
  STAFF_LOCK_MINUTES: whole(15, 1),
  STAFF_INITIAL_PASSWORD_HOURS: whole(72, 1),
  STAFF_PASSWORD_MIN_LENGTH: whole(10, 8, 64),
  /** scrypt's cost as a power of two: 15 takes 32 MB for a moment. */
  STAFF_SCRYPT_LOG_N: whole(15, 4, 20),
  /** How often scrypt repeats that work. */
  STAFF_SCRYPT_P: whole(3, 1, 16),
  WECHAT_APPID: z.string().min(1).optional(),
  WECHAT_SECRET: z.string().min(1).optional(),
  WECHAT_BASE_URL: z.url().default('https://api.weixin.qq.com'),
  /**
   * The subscribe-message templates by purpose: `{"case-progress": "TEMPLATE_ID"}`, or
   * `{"case-progress": {"id": "TEMPLATE_ID", "longTerm": true, "fields": {"thing2": "itemName", …}}}`. What is not named goes
   * to the inbox (and by SMS) only.
   */
  WECHAT_TEMPLATES: json(wechatTemplates, 'wants JSON: {"case-progress": "TEMPLATE_ID", …}').optional(),
  /** The version of the mini-program that a message opens. */
  WECHAT_PROGRAM_STATE: z.enum(['developer', 'trial', 'formal']).optional(),
  /** As in the platform's 消息推送; with it WeChat tells of consents and of messages that arrived. */
  WECHAT_PUSH_TOKEN: z
    .string()
    .regex(/^[A-Za-z0-9]{3,32}$/)
    .optional(),
  /** EncodingAESKey; with it only encrypted pushes are taken (安全模式). */
  WECHAT_PUSH_AES_KEY: z
    .string()
    .regex(/^[A-Za-z0-9]{43}$/)
    .optional(),
  /** Tencent Cloud SMS. Without SMS_SECRET_ID nothing is sent by SMS. */
  SMS_SECRET_ID: z.string().min(1).optional(),
  SMS_SECRET_KEY: z.string().min(1).optional(),
  SMS_APP_ID: z.string().regex(/^\d+$/).optional(),
  /** The approved signature, e.g. `昭通政务`. */
  SMS_SIGN_NAME: z.string().min(1).optional(),
  SMS_REGION: z.string().default('ap-guangzhou'),
  SMS_BASE_URL: z.url().default('https://sms.tencentcloudapi.com'),
  /** The approved templates by purpose: `{"supplement-wanted": "1234567", …}`. */
  SMS_TEMPLATES: json(smsTemplateIds, 'wants JSON: {"supplement-wanted": "1234567", …}').optional(),
  /** So long a message waits for others about the same thing, to become one with them. 0: never. */
  NOTICE_MERGE_SECONDS: whole(60, 0, 600),
  IDENTITY_BASE_URL: z.url().optional(),
  IDENTITY_KEY: z.string().min(1).optional(),
  GATEWAY_TIMEOUT_MS: whole(5_000, 100),
  /** Of so many calls of one API within ten seconds half must fail before it is left alone for three. */
  GATEWAY_RESTS_AFTER: whole(10, 1),
  STORE_TIMEOUT_MS: whole(3_000, 100),
  PRIVACY_NOTICE_VERSION: z.string().default('2026-11'),
  SESSION_SLIDING_DAYS: whole(7, 1),
  SESSION_ABSOLUTE_DAYS: whole(30, 1),
  LIMIT_READ_PER_MINUTE: whole(1_200, 1),
  LIMIT_SEARCH_PER_MINUTE: whole(1_200, 1),
  LIMIT_WRITE_PER_MINUTE: whole(60, 1),
  LIMIT_SIGN_IN_PER_MINUTE: whole(30, 1),
  LIMIT_UPLOAD_PER_MINUTE: whole(600, 1),
  /** Calls of one outside system; each may carry hundreds of events. */
  LIMIT_INTAKE_PER_MINUTE: whole(600, 1),
  /** Days for which an outside system's event waits for its case, or for the steps before it. */
  INTEGRATION_KEEP_DAYS: whole(30, 1),
  /** Days for which an event's id is remembered after it was settled. */
  INTEGRATION_REMEMBER_DAYS: whole(400, 31),
  LIMIT_STAFF_PER_MINUTE: whole(1_200, 1),
  /** An address may stand for a hall's Wi-Fi or a whole village behind one network: its budget is this many times a person's. */
  LIMIT_ADDRESS_FACTOR: whole(100, 1),
  /** The bucket for files, `https://bucket.host` or `https://host/bucket`, S3 protocol; without it they lie under DATA_DIR. */
  STORAGE_BUCKET_URL: z.url().optional(),
  STORAGE_REGION: z.string().min(1).default('us-east-1'),
  STORAGE_KEY_ID: z.string().min(1).optional(),
  STORAGE_SECRET: z.string().min(1).optional(),
  STORAGE_TIMEOUT_MS: whole(20_000, 100),
  /** Files that one person may begin to send within 24 hours. */
  UPLOADS_PER_DAY: whole(60, 1),
  /** Megabytes that one person may begin to send within 24 hours. */
  UPLOAD_MEGABYTES_PER_DAY: whole(200, 10),
  /** How long a link to a file holds. */
  UPLOAD_LINK_SECONDS: whole(120, 10),
  /** A file that was put into no case by then is deleted. */
  UPLOAD_KEEP_HOURS: whole(72, 1),
  /** Files of a draft that nobody touched for so long are deleted. */
  UPLOAD_DRAFT_DAYS: whole(30, 1),
  /** Larger pictures are not opened: width × height in millions. */
  UPLOAD_MEGAPIXELS: whole(60, 1),
  MANDATE_CODE_MINUTES: whole(30, 1),
  MANDATE_TRIES_PER_DAY: whole(5, 1),
  MANDATE_TRIES_PER_ADDRESS_PER_DAY: whole(50, 1),
  /** A guardian registers a child without an account only below this age, in years. */
  MANDATE_CHILD_UNDER: whole(16, 1, 18),
  /** Tries to look up a case by one number, and by one address, within an hour. */
  CASE_LOOKUPS_PER_NUMBER: whole(5, 1),
  CASE_LOOKUPS_PER_ADDRESS: whole(30, 1),
  IDENTITY_TRIES_PER_DAY: whole(5, 1),
  IDENTITY_TRIES_PER_ADDRESS_PER_DAY: whole(50, 1),
  BOOKING_MIN_DAYS_AHEAD: whole(1, 0),
  BOOKING_MAX_DAYS_AHEAD: whole(5, 1),
  BOOKING_HOLD_SECONDS: whole(300, 10),
  BOOKING_ELDER_HOLD_SECONDS: whole(600, 10),
  BOOKING_CHANGE_HOURS: whole(2, 0),
  BOOKING_CHECK_IN_BEFORE_MINUTES: whole(30, 0),
  BOOKING_CHECK_IN_AFTER_MINUTES: whole(15, 0),
  BOOKING_FREED_SEAT_SECONDS: whole(120, 0),
  BOOKING_NO_SHOWS: whole(3, 1),
  BOOKING_NO_SHOW_DAYS: whole(90, 1),
  BOOKING_SUSPENSION_DAYS: whole(30, 1),
  /** After the hall cancelled a booking, another time can be chosen for so long. */
  BOOKING_REBOOK_HOURS: whole(24, 1),
  /** Then also on so many further working days that are not open to others yet. */
  BOOKING_REBOOK_EXTRA_DAYS: whole(3, 0),
  /** Calls without an answer after which a number is missed. */
  QUEUE_CALLS: whole(3, 1, 9),
  /** At least so many seconds between two calls of one number. */
  QUEUE_RECALL_SECONDS: whole(15, 0, 120),
  /** After the last call nobody answered, the number is missed by itself. */
  QUEUE_ANSWER_SECONDS: whole(120, 10),
  /** A misclick at the desk can be taken back for so long; what it would have told is not sent before. */
  QUEUE_UNDO_SECONDS: whole(10, 0, 60),
  /** A citizen is told that the number is near when so many are before it. */
  QUEUE_NEAR: whole(3, 1, 20),
  /** Push connections that one address may have open; a hall's Wi-Fi is one address. */
  LIVE_CONNECTIONS_PER_ADDRESS: whole(300, 1),
  /** Push connections that one process holds. */
  LIVE_CONNECTIONS: whole(5_000, 1),
  /** Days a citizen has to bring what a supplement request asks for. */
  CASE_SUPPLEMENT_DAYS: whole(15, 1),
  /** So many days before they are over the citizen is reminded. */
  CASE_SUPPLEMENT_SOON_DAYS: whole(3, 1),
  /** Addresses that one person may keep. */
  ADDRESS_BOOK_MOST: whole(20, 1, 100),
  /** Where the browser's page is reached, `https://…`: codes on papers lead there. */
  PUBLIC_WEB_URL: z
    .url()
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  ...complaintVariables,
  ...deliveryVariables,
  ...evaluationVariables,
  ...courierVariables,
  ...payVariables,
  ...feeVariables,
  ...safetyVariables,
  ...questionVariables,
  SAMPLE_DATA: flag.optional(),
  SANDBOX: flag.optional(),
});

/** Every variable that is read. */
export const variableNames: readonly string[] = Object.keys(environment.shape);

/** Development only: known to everyone, so production refuses them. */
const developmentKeys = {
  personalData: Buffer.from('development-only-key-32-bytes-01').toString('base64'),
  index: Buffer.from('development-only-key-32-bytes-02').toString('base64'),
  ticket: Buffer.from('development-only-key-32-bytes-03').toString('base64'),
  push: 'developmentonlykey32bytes04developmentonly0',
  audit: Buffer.from('development-only-key-32-bytes-04').toString('base64'),
};

/** Thrown with every reason at once, each a line that names the variable. */
export class UnsafeSettings extends Error {
  constructor(readonly problems: string[]) {
    super(`Settings are missing or unsafe:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'UnsafeSettings';
  }
}

const neededInProduction = [
  ['MONGODB_URI', 'where MongoDB is; the embedded store is for development only'],
  ['REDIS_URL', 'where Redis is; the embedded store is for development only'],
  ['PERSONAL_DATA_KEYS', 'id:base64 of 32 bytes; personal data is encrypted with it'],
  ['PERSONAL_DATA_INDEX_KEY', 'base64 of 32 bytes; people are looked up by it'],
  ['TICKET_KEY', 'base64 of 32 bytes; check-in codes are signed with it'],
  ['AUDIT_KEY', 'id:base64 of 32 bytes; the audit log is chained with it'],
  ['METRICS_TOKEN', 'at least 16 characters; /metrics asks for it'],
  ['WECHAT_APPID', 'of the mini-program'],
  ['WECHAT_SECRET', 'of the mini-program'],
  ['IDENTITY_BASE_URL', 'of the identity authority'],
  ['IDENTITY_KEY', 'of the identity authority'],
] as const;

/**
 * Reads and checks the environment.
 * @throws UnsafeSettings with one line for everything that is missing, malformed or unsafe
 */
export function readSettings(env: Record<string, string | undefined>) {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = environment.safeParse(given);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  const production = given.NODE_ENV === 'production';
  problems.push(...incompletePay(given));
  if (production) problems.push(...unsafeInProduction(given));
  if (!parsed.success || problems.length > 0) throw new UnsafeSettings(problems);
  const e = parsed.data;
  if (e.BOOKING_MIN_DAYS_AHEAD > e.BOOKING_MAX_DAYS_AHEAD)
    throw new UnsafeSettings(['BOOKING_MIN_DAYS_AHEAD: may not exceed BOOKING_MAX_DAYS_AHEAD']);
  return {
    production,
    port: e.PORT,
    /** Loopback unless told otherwise in development; every interface in production. */
    host: e.HOST ?? (production ? '0.0.0.0' : '127.0.0.1'),
    dataDir: e.DATA_DIR,
    mongoUri: e.MONGODB_URI ?? null,
    redisUrl: e.REDIS_URL ?? null,
    storeTimeoutMs: e.STORE_TIMEOUT_MS,
    gatewayTimeoutMs: e.GATEWAY_TIMEOUT_MS,
    gatewayRestsAfter: e.GATEWAY_RESTS_AFTER,
    corsOrigins: e.CORS_ORIGINS,
    proxyHops: e.PROXY_HOPS,
    metricsToken: e.METRICS_TOKEN ?? null,
    logLevel: e.LOG_LEVEL,
    sampleData: e.SAMPLE_DATA ?? !production,
    /** Which outside systems the sandbox stands in for: those without credentials, and never in production. */
    sandbox: {
      wechat: !production && (e.SANDBOX ?? e.WECHAT_SECRET === undefined),
      identity: !production && (e.SANDBOX ?? e.IDENTITY_BASE_URL === undefined),
      sms: !production && (e.SANDBOX ?? e.SMS_SECRET_ID === undefined),
      kuaidi100: !production && (e.SANDBOX ?? e.KUAIDI100_KEY === undefined),
      pay: !production && (e.SANDBOX ?? e.WECHAT_PAY_MCHID === undefined),
    },
    personalData: {
      cipher: e.PERSONAL_DATA_CIPHER,
      keys: e.PERSONAL_DATA_KEYS ?? [{ id: 'dev', key: developmentKeys.personalData }],
      indexKey: e.PERSONAL_DATA_INDEX_KEY ?? developmentKeys.index,
    },
    ticketKey: e.TICKET_KEY ?? developmentKeys.ticket,
    audit: {
      keys: e.AUDIT_KEY ?? [{ id: 'dev', key: developmentKeys.audit }],
      keepDays: e.AUDIT_KEEP_DAYS,
      anchorFile: e.AUDIT_ANCHOR_FILE ?? null,
    },
    staff: {
      idleMinutes: e.STAFF_IDLE_MINUTES,
      sessionHours: e.STAFF_SESSION_HOURS,
      wrongTries: e.STAFF_WRONG_TRIES,
      lockMinutes: e.STAFF_LOCK_MINUTES,
      initialPasswordHours: e.STAFF_INITIAL_PASSWORD_HOURS,
      passwordMinLength: e.STAFF_PASSWORD_MIN_LENGTH,
      scrypt: { logN: e.STAFF_SCRYPT_LOG_N, r: 8, p: e.STAFF_SCRYPT_P },
    },
    wechat: {
      appId: e.WECHAT_APPID ?? 'wx0000000000sandbox',
      secret: e.WECHAT_SECRET ?? 'sandbox-secret',
      baseUrl: e.WECHAT_BASE_URL,
      programState: e.WECHAT_PROGRAM_STATE ?? (production ? ('formal' as const) : ('developer' as const)),
      templates: templatesOf(
        e.WECHAT_TEMPLATES ?? (e.WECHAT_SECRET === undefined ? developmentTemplates : {}),
      ),
      push: pushOf(e, production),
    },
    /** null: nothing is sent by SMS. */
    sms: smsOf(e, production),
    /** null: nothing is paid in the app. */
    pay: payOf(e),
    notices: { mergeSeconds: e.NOTICE_MERGE_SECONDS },
    identity: { baseUrl: e.IDENTITY_BASE_URL ?? null, key: e.IDENTITY_KEY ?? 'sandbox-identity-key' },
    results: { webUrl: e.PUBLIC_WEB_URL ?? null },
    safety: safetySettings(e),
    storage: bucketOf(e),
    uploads: {
      perDay: e.UPLOADS_PER_DAY,
      bytesPerDay: e.UPLOAD_MEGABYTES_PER_DAY * 1_024 * 1_024,
      linkSeconds: e.UPLOAD_LINK_SECONDS,
      keepHours: e.UPLOAD_KEEP_HOURS,
      draftDays: e.UPLOAD_DRAFT_DAYS,
      pixels: e.UPLOAD_MEGAPIXELS * 1_000_000,
    },
    mandates: {
      codeMinutes: e.MANDATE_CODE_MINUTES,
      triesPerDay: e.MANDATE_TRIES_PER_DAY,
      triesPerAddressPerDay: e.MANDATE_TRIES_PER_ADDRESS_PER_DAY,
      childUnder: e.MANDATE_CHILD_UNDER,
    },
    caseLookups: { perNumber: e.CASE_LOOKUPS_PER_NUMBER, perAddress: e.CASE_LOOKUPS_PER_ADDRESS },
    integration: { keepDays: e.INTEGRATION_KEEP_DAYS, rememberDays: e.INTEGRATION_REMEMBER_DAYS },
    privacyNoticeVersion: e.PRIVACY_NOTICE_VERSION,
    session: { slidingDays: e.SESSION_SLIDING_DAYS, absoluteDays: e.SESSION_ABSOLUTE_DAYS },
    limits: {
      perMinute: {
        read: e.LIMIT_READ_PER_MINUTE,
        search: e.LIMIT_SEARCH_PER_MINUTE,
        write: e.LIMIT_WRITE_PER_MINUTE,
        'sign-in': e.LIMIT_SIGN_IN_PER_MINUTE,
        identity: e.LIMIT_WRITE_PER_MINUTE,
        upload: e.LIMIT_UPLOAD_PER_MINUTE,
        intake: e.LIMIT_INTAKE_PER_MINUTE,
        staff: e.LIMIT_STAFF_PER_MINUTE,
      },
      addressFactor: e.LIMIT_ADDRESS_FACTOR,
      identityTriesPerDay: e.IDENTITY_TRIES_PER_DAY,
      identityTriesPerAddressPerDay: e.IDENTITY_TRIES_PER_ADDRESS_PER_DAY,
    },
    /** The bureau's rules; each a setting. */
    booking: {
      minDaysAhead: e.BOOKING_MIN_DAYS_AHEAD,
      maxDaysAhead: e.BOOKING_MAX_DAYS_AHEAD,
      holdSeconds: e.BOOKING_HOLD_SECONDS,
      elderHoldSeconds: e.BOOKING_ELDER_HOLD_SECONDS,
      changeHours: e.BOOKING_CHANGE_HOURS,
      checkInBeforeMinutes: e.BOOKING_CHECK_IN_BEFORE_MINUTES,
      checkInAfterMinutes: e.BOOKING_CHECK_IN_AFTER_MINUTES,
      freedSeatSeconds: e.BOOKING_FREED_SEAT_SECONDS,
      noShows: e.BOOKING_NO_SHOWS,
      noShowDays: e.BOOKING_NO_SHOW_DAYS,
      suspensionDays: e.BOOKING_SUSPENSION_DAYS,
      rebookHours: e.BOOKING_REBOOK_HOURS,
      rebookExtraDays: e.BOOKING_REBOOK_EXTRA_DAYS,
      callsBeforeMissed: e.QUEUE_CALLS,
      recallSeconds: e.QUEUE_RECALL_SECONDS,
      answerSeconds: e.QUEUE_ANSWER_SECONDS,
      undoSeconds: e.QUEUE_UNDO_SECONDS,
      nearAhead: e.QUEUE_NEAR,
    },
    live: { perAddress: e.LIVE_CONNECTIONS_PER_ADDRESS, inAll: e.LIVE_CONNECTIONS },
    fees: { refundApprovalAboveFen: e.REFUND_APPROVAL_ABOVE_FEN, payee: e.PAYEE },
    cases: { supplementDays: e.CASE_SUPPLEMENT_DAYS, supplementSoonDays: e.CASE_SUPPLEMENT_SOON_DAYS },
    addresses: { most: e.ADDRESS_BOOK_MOST },
    complaints: complaintSettings(e),
    delivery: deliverySettings(e),
    evaluations: evaluationSettings(e),
    questions: questionSettings(e),
    couriers: couriersOf(e, {
      wechat: !production && (e.SANDBOX ?? e.WECHAT_SECRET === undefined),
      kuaidi100: !production && (e.SANDBOX ?? e.KUAIDI100_KEY === undefined),
    }),
  };
}

/** @throws UnsafeSettings when a bucket is named without its keys */
function bucketOf(e: z.output<typeof environment>) {
  const { STORAGE_BUCKET_URL: url, STORAGE_KEY_ID: keyId, STORAGE_SECRET: secret } = e;
  if (url === undefined) return null;
  if (keyId === undefined || secret === undefined)
    throw new UnsafeSettings(['STORAGE_KEY_ID, STORAGE_SECRET: a bucket needs both']);
  return { url, keyId, secret, region: e.STORAGE_REGION, timeoutMs: e.STORAGE_TIMEOUT_MS };
}

type Environment = z.output<typeof environment>;

/** A template as the platform has it. */
export interface WeChatTemplate {
  id: string;
  longTerm: boolean;
  fields: Record<string, (typeof fieldSources)[number]>;
}

function templatesOf(given: z.output<typeof wechatTemplates>): Partial<Record<TemplateKey, WeChatTemplate>> {
  return Object.fromEntries(
    templateKeys.flatMap((key) => {
      const template = given[key];
      if (!template) return [];
      const { id, longTerm, fields } = template;
      return [[key, { id, longTerm, fields: fields ?? noticeTemplates[key].fields }]];
    }),
  );
}

const developmentTemplates: z.output<typeof wechatTemplates> = Object.fromEntries(
  templateKeys.map((key) => [key, { id: `sandbox-${key}`, longTerm: false, fields: undefined }]),
);

/** Nothing is taken without a token. In development pushes are taken both plain and encrypted. */
function pushOf(e: Environment, production: boolean) {
  const token = e.WECHAT_PUSH_TOKEN ?? (production ? null : 'sandboxpush');
  const aesKey = e.WECHAT_PUSH_AES_KEY ?? (production ? null : developmentKeys.push);
  return { token, aesKey, takesPlain: !production || aesKey === null };
}

function smsOf(e: Environment, production: boolean) {
  if (production && e.SMS_SECRET_ID === undefined) return null;
  const testing = {
    'appointment-cancelled': '1000001',
    'supplement-wanted': '1000002',
    'result-ready': '1000003',
  };
  return {
    secretId: e.SMS_SECRET_ID ?? 'sandbox-secret-id',
    secretKey: e.SMS_SECRET_KEY ?? 'sandbox-secret-key',
    appId: e.SMS_APP_ID ?? '1400000000',
    signName: e.SMS_SIGN_NAME ?? '昭通政务',
    region: e.SMS_REGION,
    baseUrl: e.SMS_BASE_URL,
    templates: e.SMS_TEMPLATES ?? (production ? {} : testing),
  };
}

function unsafeInProduction(given: Record<string, string | undefined>): string[] {
  const problems: string[] = neededInProduction
    .filter(([name]) => given[name] === undefined)
    .map(([name, what]) => `${name}: missing (${what})`);
  const known = Object.values(developmentKeys);
  for (const name of ['PERSONAL_DATA_KEYS', 'PERSONAL_DATA_INDEX_KEY', 'TICKET_KEY', 'AUDIT_KEY']) {
    if (known.some((secret) => given[name]?.includes(secret)))
      problems.push(`${name}: is the development key`);
  }
  for (const name of [
    'WECHAT_BASE_URL',
    'IDENTITY_BASE_URL',
    'STORAGE_BUCKET_URL',
    'SMS_BASE_URL',
    'PUBLIC_WEB_URL',
  ]) {
    if (given[name] !== undefined && !given[name].startsWith('https://'))
      problems.push(`${name}: must be https`);
  }
  if (given.SMS_SECRET_ID !== undefined)
    for (const name of ['SMS_SECRET_KEY', 'SMS_APP_ID', 'SMS_SIGN_NAME', 'SMS_TEMPLATES'])
      if (given[name] === undefined) problems.push(`${name}: missing (SMS_SECRET_ID is set)`);
  problems.push(
    ...unsafeDelivery(given),
    ...unsafeCouriers(given),
    ...unsafePay(given),
    ...unsafeSafety(given),
  );
  for (const name of ['SANDBOX', 'SAMPLE_DATA']) {
    if (given[name] === '1') problems.push(`${name}: not in production`);
  }
  for (const origin of (given.CORS_ORIGINS ?? '').split(',').filter(Boolean)) {
    if (!origin.trim().startsWith('https://')) problems.push(`CORS_ORIGINS: ${origin.trim()} must be https`);
  }
  return problems;
}
