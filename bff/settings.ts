import { z } from 'zod';

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
  WECHAT_APPID: z.string().min(1).optional(),
  WECHAT_SECRET: z.string().min(1).optional(),
  WECHAT_BASE_URL: z.url().default('https://api.weixin.qq.com'),
  IDENTITY_BASE_URL: z.url().optional(),
  IDENTITY_KEY: z.string().min(1).optional(),
  GATEWAY_TIMEOUT_MS: whole(5_000, 100),
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
  LIMIT_STAFF_PER_MINUTE: whole(1_200, 1),
  /** An address may stand for a hall's Wi-Fi or a whole village behind one network: its budget is this many times a person's. */
  LIMIT_ADDRESS_FACTOR: whole(100, 1),
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
  SAMPLE_DATA: flag.optional(),
  SANDBOX: flag.optional(),
});

/** Development only: known to everyone, so production refuses them. */
const developmentKeys = {
  personalData: Buffer.from('development-only-key-32-bytes-01').toString('base64'),
  index: Buffer.from('development-only-key-32-bytes-02').toString('base64'),
  ticket: Buffer.from('development-only-key-32-bytes-03').toString('base64'),
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
    corsOrigins: e.CORS_ORIGINS,
    proxyHops: e.PROXY_HOPS,
    metricsToken: e.METRICS_TOKEN ?? null,
    logLevel: e.LOG_LEVEL,
    sampleData: e.SAMPLE_DATA ?? !production,
    /** Which outside systems the sandbox stands in for: those without credentials, and never in production. */
    sandbox: {
      wechat: !production && (e.SANDBOX ?? e.WECHAT_SECRET === undefined),
      identity: !production && (e.SANDBOX ?? e.IDENTITY_BASE_URL === undefined),
    },
    personalData: {
      cipher: e.PERSONAL_DATA_CIPHER,
      keys: e.PERSONAL_DATA_KEYS ?? [{ id: 'dev', key: developmentKeys.personalData }],
      indexKey: e.PERSONAL_DATA_INDEX_KEY ?? developmentKeys.index,
    },
    ticketKey: e.TICKET_KEY ?? developmentKeys.ticket,
    wechat: {
      appId: e.WECHAT_APPID ?? 'wx0000000000sandbox',
      secret: e.WECHAT_SECRET ?? 'sandbox-secret',
      baseUrl: e.WECHAT_BASE_URL,
    },
    identity: { baseUrl: e.IDENTITY_BASE_URL ?? null, key: e.IDENTITY_KEY ?? 'sandbox-identity-key' },
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
    },
  };
}

function unsafeInProduction(given: Record<string, string | undefined>): string[] {
  const problems: string[] = neededInProduction
    .filter(([name]) => given[name] === undefined)
    .map(([name, what]) => `${name}: missing (${what})`);
  const known = Object.values(developmentKeys);
  for (const name of ['PERSONAL_DATA_KEYS', 'PERSONAL_DATA_INDEX_KEY', 'TICKET_KEY']) {
    if (known.some((secret) => given[name]?.includes(secret)))
      problems.push(`${name}: is the development key`);
  }
  for (const name of ['WECHAT_BASE_URL', 'IDENTITY_BASE_URL']) {
    if (given[name] !== undefined && !given[name].startsWith('https://'))
      problems.push(`${name}: must be https`);
  }
  for (const name of ['SANDBOX', 'SAMPLE_DATA']) {
    if (given[name] === '1') problems.push(`${name}: not in production`);
  }
  for (const origin of (given.CORS_ORIGINS ?? '').split(',').filter(Boolean)) {
    if (!origin.trim().startsWith('https://')) problems.push(`CORS_ORIGINS: ${origin.trim()} must be https`);
  }
  return problems;
}
