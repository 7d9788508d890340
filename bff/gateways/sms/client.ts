import type { Logger } from 'pino';
import { z } from 'zod';
import type { Clock } from '../../clock';
import type { Settings } from '../../settings';
import { createOutbound, jsonOf } from '../outbound';
import { type Sms, type SmsGateway, SmsRefusal } from '.';
import { TC3_CONTENT_TYPE, tc3Authorization } from './tc3';

const ACTION = 'SendSms';
const VERSION = '2021-01-11';

const failed = z.looseObject({ Error: z.looseObject({ Code: z.string() }) });
const sent = z.looseObject({
  SendStatusSet: z.array(z.looseObject({ SerialNo: z.string(), Code: z.string() })).length(1),
});
const reply = z.looseObject({ Response: z.union([failed, sent]) });

/** The client of Tencent Cloud SMS, or of the sandbox that stands there in its place. null without settings. */
export function createSmsGateway({
  settings,
  clock,
  log,
}: {
  settings: Settings;
  clock: Clock;
  log: Logger;
}): SmsGateway | null {
  const { sms } = settings;
  if (!sms) return null;
  const outbound = createOutbound(sms.baseUrl, log.child({ gateway: 'sms' }), settings.gatewayRestsAfter);
  const { host } = new URL(sms.baseUrl);
  return {
    async send(message) {
      const json = bodyOf(message, sms);
      const timestamp = Math.floor(clock.now().getTime() / 1_000);
      const request = { host, service: 'sms', action: ACTION, payload: JSON.stringify(json), timestamp };
      const answered = await outbound.call(
        'sms',
        {
          method: 'POST',
          path: '/',
          json,
          headers: {
            'Content-Type': TC3_CONTENT_TYPE,
            'X-TC-Action': ACTION,
            'X-TC-Version': VERSION,
            'X-TC-Region': sms.region,
            'X-TC-Timestamp': String(timestamp),
            Authorization: tc3Authorization(request, sms),
          },
          signal: AbortSignal.timeout(settings.gatewayTimeoutMs),
        },
        (given) => reply.parse(jsonOf(given)).Response,
      );
      if ('Error' in answered) throw refusalOf((answered as z.output<typeof failed>).Error.Code);
      const status = (answered as z.output<typeof sent>).SendStatusSet[0];
      if (status?.Code !== 'Ok') throw refusalOf(status?.Code ?? 'unknown');
      return { serial: status.SerialNo };
    },
  };
}

function bodyOf({ id, phone, templateId, params }: Sms, { appId, signName }: NonNullable<Settings['sms']>) {
  return {
    PhoneNumberSet: [phone.startsWith('+') ? phone.replaceAll(' ', '') : `+86${phone}`],
    SmsSdkAppId: appId,
    SignName: signName,
    TemplateId: templateId,
    TemplateParamSet: params,
    SessionContext: id,
  };
}

/** Limits per second, hour and day, and the provider's own troubles: another time. */
const LATER = /^(LimitExceeded|InternalError|RequestLimitExceeded|ResourceUnavailable)/;
const RECEIVER =
  /PhoneNumberInBlacklist|IncorrectPhoneNumber|PhoneNumberParseFail|UnsupportedOperation\.ContainDomesticAndInternationalPhoneNumber/;

function refusalOf(code: string): SmsRefusal {
  return new SmsRefusal(code, RECEIVER.test(code) ? 'receiver' : LATER.test(code) ? 'later' : 'ours');
}
