import { z } from 'zod';

/** Days; at least one. */
const days = (fallback: number) => z.coerce.number().int().min(1).default(fallback);

/** 分, whole. */
const fen = (fallback: number) => z.coerce.number().int().min(0).max(100_000).default(fallback);

/** Words separated by commas, Chinese or not. */
const words = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((value) =>
      value
        .split(/[,，]/)
        .map((word) => word.trim())
        .filter(Boolean),
    );

/** What is free, how long a parcel may be silent, what two people check; spread into the environment's schema. */
export const deliveryVariables = {
  /** A result whose item has one of these words in its name leaves the hall by the eyes of two people. */
  DELIVERY_VALUABLES: words('身份证,护照,通行证,不动产,驾驶证,行驶证,户口,出生医学证明,结婚,营业执照,许可证'),
  /** A parcel that came back, or waits for an address, is a task for staff after so many days. */
  DELIVERY_WAITING_DAYS: days(7),
  /** Nothing heard of a parcel for so many days: staff and the citizen are told. */
  DELIVERY_STUCK_DAYS: days(3),
  /** So many days a citizen has to pay for a parcel; then the result waits at the window. */
  DELIVERY_PAY_DAYS: days(7),
  /** The words on what a courier is told: a new version is agreed to anew. */
  DELIVERY_CONSENT_VERSION: z.string().min(1).max(20).default('2026-11'),
  /** The province within which the first parcel of a result is free: the first two digits of region codes. */
  DELIVERY_FREE_PROVINCE: z
    .string()
    .regex(/^\d{2}$/)
    .default('53'),
  /** Within that province so many parcels of one result are free after one came back. */
  DELIVERY_FREE_RESENDS: z.coerce.number().int().min(0).default(1),
  /** 分 for a parcel within the province that is not free. */
  DELIVERY_PRICE_NEAR: fen(1_200),
  /** 分 for a parcel to another province. */
  DELIVERY_PRICE_FAR: fen(2_000),
  /** 分 for a parcel to where carriers ask more. */
  DELIVERY_PRICE_REMOTE: fen(2_600),
} satisfies z.ZodRawShape;

/** The variables of deliveries as features read them. */
export function deliverySettings(e: z.output<z.ZodObject<typeof deliveryVariables>>) {
  return {
    valuables: e.DELIVERY_VALUABLES,
    waitingDays: e.DELIVERY_WAITING_DAYS,
    stuckDays: e.DELIVERY_STUCK_DAYS,
    payDays: e.DELIVERY_PAY_DAYS,
    consentVersion: e.DELIVERY_CONSENT_VERSION,
    policy: {
      freeProvince: e.DELIVERY_FREE_PROVINCE,
      freeResends: e.DELIVERY_FREE_RESENDS,
      near: e.DELIVERY_PRICE_NEAR,
      far: e.DELIVERY_PRICE_FAR,
      remote: e.DELIVERY_PRICE_REMOTE,
    },
  };
}

/** What is unsafe or missing in production, one line each. */
export function unsafeDelivery(_given: Record<string, string | undefined>): string[] {
  return [];
}
