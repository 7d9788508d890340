import { z } from 'zod';
import { kindOfAction } from '../../../gateways/couriers/track-kinds';
import type { CourierParts } from './parts';
import { storePoints } from './store-points';

const seconds = z.coerce.number().int().min(0).max(99_999_999_999);
const path = z.looseObject({
  WayBillId: z.string().regex(/^[0-9A-Za-z_-]{4,64}$/),
  Actions: z
    .array(
      z.looseObject({
        ActionTime: seconds,
        ActionType: z.union([z.number(), z.string()]).transform(String),
        ActionMsg: z.string().max(2_000).default(''),
      }),
    )
    .max(500),
});

/**
 * Keeps what an add_express_path of WeChat tells.
 * @param body the event, verified to be WeChat's
 * @returns false when it is not as agreed
 */
export async function takeExpressPath(
  parts: Pick<CourierParts, 'points' | 'reached'>,
  body: unknown,
  now: Date,
): Promise<boolean> {
  const parsed = path.safeParse(body);
  if (!parsed.success) return false;
  const { WayBillId: waybill, Actions } = parsed.data;
  const points = Actions.map(({ ActionTime, ActionType: code, ActionMsg: words }) => ({
    at: new Date(ActionTime * 1_000),
    kind: kindOfAction(code, words),
    code,
    words,
  }));
  await storePoints(parts, { waybill, source: 'wechat', points }, now);
  return true;
}

/** Keeps what 快递100 pushes. @returns false when it is not its word: nothing was kept */
export async function takeTrackPush(
  parts: Pick<CourierParts, 'points' | 'reached' | 'tracks'>,
  form: { sign: string; param: string },
  now: Date,
): Promise<boolean> {
  const push = parts.tracks?.read(form);
  if (!push) return false;
  await storePoints(parts, { waybill: push.waybill, source: 'kuaidi100', points: push.points }, now);
  return true;
}
