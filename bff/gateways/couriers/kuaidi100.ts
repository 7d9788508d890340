import { createHash, timingSafeEqual } from 'node:crypto';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Settings } from '../../settings';
import { createOutbound, jsonOf } from '../outbound';
import { CourierRefusal, type TrackGateway, type TrackPoint, type TrackPush } from '.';
import { kindOfState, kindOfWords } from './track-kinds';

const reply = z.looseObject({
  returnCode: z.union([z.string(), z.number()]).transform(String),
  message: z.string().optional(),
});

const TAKEN = '200';
/** A parcel that was subscribed before. */
const TAKEN_BEFORE = '501';
const TROUBLE = '500';

const line = z.looseObject({
  time: z.string(),
  ftime: z.string().optional(),
  context: z.string().max(2_000),
});
const pushed = z.looseObject({
  status: z.enum(['polling', 'shutdown', 'abort', 'updateall']),
  lastResult: z.looseObject({
    state: z.union([z.string(), z.number()]).transform(String),
    nu: z.string().regex(/^[0-9A-Za-z_-]{4,64}$/),
    com: z.string().max(32),
    data: z.array(line).max(500),
  }),
});

/** The client of 快递100, or of the sandbox that stands there in its place. null without settings. */
export function createTrackGateway({
  settings,
  log,
}: {
  settings: Settings;
  log: Logger;
}): TrackGateway | null {
  const { kuaidi100 } = settings.couriers;
  if (!kuaidi100) return null;
  const { key, salt, baseUrl, callbackUrl, companies } = kuaidi100;
  const outbound = createOutbound(baseUrl, log.child({ gateway: 'kuaidi100' }), settings.gatewayRestsAfter);
  return {
    async subscribe({ carrier, waybill, phone }) {
      const param = {
        company: companies[carrier],
        number: waybill,
        key,
        // SF tells only who knows a number on the parcel.
        parameters: { callbackurl: callbackUrl, salt, resultv2: '0', ...(carrier === 'SF' && { phone }) },
      };
      const { returnCode, message = '' } = await outbound.call(
        'kuaidi100-poll',
        {
          method: 'POST',
          path: '/poll',
          form: { schema: 'json', param: JSON.stringify(param) },
          signal: AbortSignal.timeout(settings.gatewayTimeoutMs),
        },
        (given) => reply.parse(jsonOf(given)),
      );
      if (returnCode === TAKEN || returnCode === TAKEN_BEFORE) return;
      throw new CourierRefusal(returnCode, message, returnCode === TROUBLE ? 'later' : 'ours');
    },

    read({ sign, param }) {
      const wanted = createHash('md5')
        .update(param + salt)
        .digest();
      const given = /^[0-9a-f]{32}$/i.test(sign) ? Buffer.from(sign, 'hex') : Buffer.alloc(16);
      return timingSafeEqual(wanted, given) ? readPush(param) : null;
    },
  };
}

/** @returns null when it is not as agreed */
function readPush(param: string): TrackPush | null {
  let body: unknown;
  try {
    body = JSON.parse(param);
  } catch {
    return null;
  }
  const parsed = pushed.safeParse(body);
  if (!parsed.success) return null;
  const { nu, com, state, data } = parsed.data.lastResult;
  const points = data.flatMap((given, index): TrackPoint[] => {
    const at = timeOf(given.ftime ?? given.time);
    if (!at) return [];
    // The state speaks of the newest line, which stands first; of the others only the words are known.
    const kind = index === 0 ? kindOfState(state, given.context) : kindOfWords(given.context);
    return [{ at, kind, code: index === 0 ? state : '', words: given.context }];
  });
  return { waybill: nu, carrier: com, points: points.reverse() };
}

/** `2026-11-24 08:00:00` in Chinese time; null when it is none. */
function timeOf(text: string): Date | null {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?$/.test(text)) return null;
  const time = new Date(`${text.replace(' ', 'T')}+08:00`);
  return Number.isNaN(time.getTime()) ? null : time;
}
