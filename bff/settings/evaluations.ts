import { BlockList, isIP } from 'node:net';
import { z } from 'zod';

/** Whole, at least one. */
const count = (fallback: number) => z.coerce.number().int().min(1).default(fallback);

/** `{"v530600": ["10.1.0.0/16"], "*": ["10.0.0.0/8"]}`: the networks of halls, by venue; `*` is every hall's. */
const networks = z
  .string()
  .default('{}')
  .transform((value, context): Map<string, BlockList> => {
    const lists = readLists(value);
    if (lists) return lists;
    context.addIssue({ code: 'custom', message: 'wants JSON: {"VENUE": ["10.1.0.0/16", …], …}' });
    return z.NEVER;
  });

/** How long a service can be rated, and what is conspicuous in ratings; spread into the environment's schema. */
export const evaluationVariables = {
  /** Days after its end within which a service can be rated. */
  EVALUATION_DAYS: count(30),
  /** Ended services are asked for again from so many minutes back: what was written late is not missed. */
  EVALUATION_OVERLAP_MINUTES: count(10),
  /** Working days within which what a bad grade says is verified, mended and called back about. */
  RECTIFICATION_DAYS: count(15),
  /** A rating that comes from a hall's own network is looked at by a person. */
  EVALUATION_HALL_NETWORKS: networks,
  /** Phones of members of staff, separated by commas: a rating from an account with one is looked at by a person. */
  EVALUATION_STAFF_PHONES: z
    .string()
    .default('')
    .transform((value) => new Set(value.split(/[,\s]+/).filter(Boolean))),
  /** So many good ratings of one window within `EVALUATION_BURST_MINUTES` are looked at by a person. */
  EVALUATION_BURST_COUNT: count(8),
  EVALUATION_BURST_MINUTES: count(10),
  /** So many of the best grade in a row at one window, each within `EVALUATION_ROW_SECONDS` of the end of its service. */
  EVALUATION_ROW_COUNT: count(5),
  EVALUATION_ROW_SECONDS: count(60),
} satisfies z.ZodRawShape;

/** The variables of evaluations as features read them. */
export function evaluationSettings(e: z.output<z.ZodObject<typeof evaluationVariables>>) {
  return {
    days: e.EVALUATION_DAYS,
    overlapMinutes: e.EVALUATION_OVERLAP_MINUTES,
    rectificationDays: e.RECTIFICATION_DAYS,
    hallNetworks: e.EVALUATION_HALL_NETWORKS,
    staffPhones: e.EVALUATION_STAFF_PHONES,
    burst: { count: e.EVALUATION_BURST_COUNT, minutes: e.EVALUATION_BURST_MINUTES },
    row: { count: e.EVALUATION_ROW_COUNT, seconds: e.EVALUATION_ROW_SECONDS },
  };
}

function readLists(value: string): Map<string, BlockList> | null {
  try {
    const given = z.record(z.string(), z.array(z.string())).parse(JSON.parse(value));
    return new Map(Object.entries(given).map(([venue, nets]) => [venue, listOf(nets)]));
  } catch {
    return null;
  }
}

function listOf(nets: readonly string[]): BlockList {
  const list = new BlockList();
  for (const net of nets) {
    const [address = '', bits] = net.split('/');
    const family = isIP(address);
    if (family === 0) throw new Error(net);
    const kind = family === 6 ? ('ipv6' as const) : ('ipv4' as const);
    if (bits === undefined) list.addAddress(address, kind);
    else list.addSubnet(address, Number(bits), kind);
  }
  return list;
}
