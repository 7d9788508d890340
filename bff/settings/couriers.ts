import { z } from 'zod';
import { type CarrierCode, carrierCode } from '../../shared/contract/delivery';

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

/** A contract with one carrier, as WeChat's 物流助手 knows it. */
const account = z.strictObject({
  /** 快递客户编码. */
  bizId: z.string().min(1).max(128),
  /** WeChat's name of the carrier, where it is not ours: `TEST` for a rehearsal. */
  deliveryId: z.string().min(1).max(32).optional(),
  /** The product that is ordered, as the carrier numbers and names it. */
  service: z.strictObject({ type: z.number().int().min(0), name: z.string().min(1).max(32) }),
});

const carrierAccounts = z
  .partialRecord(carrierCode, account)
  .refine((given) => Object.keys(given).length > 0);
const carriersByVenue = z.record(z.string().min(1), z.array(carrierCode).min(1));

/** What couriers need; spread into the environment's schema. */
export const courierVariables = {
  /** Carriers that WeChat's 物流助手 orders for us; without it none can be ordered. */
  EXPRESS_CARRIERS: json(
    carrierAccounts,
    'wants JSON: {"EMS": {"bizId": "…", "service": {"type": 6, "name": "标准快递"}}, …}',
  ).optional(),
  /** Which carriers fetch parcels at which hall, the usual one first; `*` stands for every hall not named. */
  EXPRESS_VENUES: json(carriersByVenue, 'wants JSON: {"*": ["EMS"], "v530600": ["SF", "EMS"]}').optional(),
  /** The picture in WeChat's own message about a parcel. */
  EXPRESS_IMAGE_URL: z.url().optional(),
  /** appid named in orders for people without WeChat (add_source 2); of the same open-platform account. */
  EXPRESS_OTHER_APPID: z.string().min(1).optional(),
  /** 授权key of 快递100; without it parcels are followed by asking WeChat alone. */
  KUAIDI100_KEY: z.string().min(1).optional(),
  /** Pushes are signed with it. */
  KUAIDI100_SALT: z.string().min(1).max(64).optional(),
  /** Where it reaches us: this product's address with `/couriers/kuaidi100/push`. */
  KUAIDI100_CALLBACK_URL: z.url().optional(),
  KUAIDI100_BASE_URL: z.url().default('https://poll.kuaidi100.com'),
  /** 快递100's names of the carriers. */
  KUAIDI100_COMPANIES: json(
    z.partialRecord(carrierCode, z.string().regex(/^[a-z0-9]{1,32}$/)),
    'wants JSON: {"EMS": "ems", "SF": "shunfeng"}',
  ).optional(),
} satisfies z.ZodRawShape;

type Variables = z.output<z.ZodObject<typeof courierVariables>>;

const testing = {
  accounts: {
    EMS: { bizId: 'sandbox-ems', service: { type: 6, name: '标准快递' } },
    SF: { bizId: 'sandbox-sf', service: { type: 2, name: '标准快递' } },
  } as Partial<Record<CarrierCode, z.output<typeof account>>>,
  image: 'https://sandbox.invalid/parcel.png',
  callback: 'http://127.0.0.1/couriers/kuaidi100/push',
};

/**
 * The variables of couriers as features read them.
 * @param standIn the sandbox plays WeChat, or 快递100: what is not set then has a value
 */
export function couriersOf(e: Variables, standIn: { wechat: boolean; kuaidi100: boolean }) {
  const accounts = e.EXPRESS_CARRIERS ?? (standIn.wechat ? testing.accounts : undefined);
  const key = e.KUAIDI100_KEY ?? (standIn.kuaidi100 ? 'sandbox-kuaidi100' : undefined);
  return {
    /** null: no courier can be ordered. */
    express: accounts
      ? {
          accounts,
          imageUrl: e.EXPRESS_IMAGE_URL ?? testing.image,
          otherAppId: e.EXPRESS_OTHER_APPID ?? null,
        }
      : null,
    venues: e.EXPRESS_VENUES ?? {
      '*': accounts ? (Object.keys(accounts) as CarrierCode[]) : (['EMS'] satisfies CarrierCode[]),
    },
    /** null: parcels are followed by asking alone. */
    kuaidi100:
      key === undefined
        ? null
        : {
            key,
            salt: e.KUAIDI100_SALT ?? 'sandbox-salt',
            callbackUrl: e.KUAIDI100_CALLBACK_URL ?? testing.callback,
            baseUrl: e.KUAIDI100_BASE_URL,
            companies: { EMS: 'ems', SF: 'shunfeng', ...e.KUAIDI100_COMPANIES },
          },
  };
}

/** What is unsafe or missing in production, one line each. */
export function unsafeCouriers(given: Record<string, string | undefined>): string[] {
  const problems: string[] = [];
  const needs = (name: string, wanted: readonly string[]) => {
    if (given[name] === undefined) return;
    for (const other of wanted)
      if (given[other] === undefined) problems.push(`${other}: missing (${name} is set)`);
  };
  needs('EXPRESS_CARRIERS', ['EXPRESS_IMAGE_URL']);
  needs('EXPRESS_VENUES', ['EXPRESS_CARRIERS']);
  needs('KUAIDI100_KEY', ['KUAIDI100_SALT', 'KUAIDI100_CALLBACK_URL']);
  for (const name of ['EXPRESS_IMAGE_URL', 'KUAIDI100_CALLBACK_URL', 'KUAIDI100_BASE_URL'])
    if (given[name] !== undefined && !given[name].startsWith('https://'))
      problems.push(`${name}: must be https`);
  const ordered = keysOf(given.EXPRESS_CARRIERS);
  for (const carrier of new Set(listedIn(given.EXPRESS_VENUES)))
    if (ordered.length > 0 && !ordered.includes(carrier))
      problems.push(`EXPRESS_VENUES: ${carrier} has no account in EXPRESS_CARRIERS`);
  return problems;
}

/** The carriers that have an account; none where the variable is malformed, which is told elsewhere. */
function keysOf(value: string | undefined): string[] {
  const parsed = courierVariables.EXPRESS_CARRIERS.safeParse(value);
  return parsed.success && parsed.data ? Object.keys(parsed.data) : [];
}

function listedIn(value: string | undefined): string[] {
  const parsed = courierVariables.EXPRESS_VENUES.safeParse(value);
  return parsed.success && parsed.data ? Object.values(parsed.data).flat() : [];
}
