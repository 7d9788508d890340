import { createHash, createHmac, randomBytes } from 'node:crypto';
import { type SmsTemplateKey, smsTemplates } from '../../shared/domain/notice-templates';
import { toIso } from '../../shared/domain/time';
import type { Clock } from '../clock';
import type { Settings } from '../settings';
import type { Citizens } from './citizens';
import { type Asked, record, type Said } from './replies';
import type { Messages } from './subscribe';

export interface SmsParts {
  clock: Clock;
  citizens: Citizens;
  messages: Messages;
  settings: NonNullable<Settings['sms']>;
}

const SKEW_SECONDS = 300;

/** SendSms of Tencent Cloud SMS, with the signature, the sender, the template and the numbers checked. */
export function answerSms(asked: Asked, parts: SmsParts): Said {
  const { settings } = parts;
  if (asked.method !== 'POST') return failure('InvalidParameter');
  const unsigned = wrongSignature(asked, parts);
  if (unsigned) return failure(unsigned);
  if (asked.headers['x-tc-action'] !== 'SendSms') return failure('InvalidAction');
  if (asked.headers['x-tc-version'] !== '2021-01-11') return failure('NoSuchVersion');
  if (!asked.headers['x-tc-region']) return failure('MissingParameter');
  const body = record(asked.body);
  if (!body) return failure('InvalidParameter');
  if (body.SmsSdkAppId !== settings.appId) return failure('UnauthorizedOperation.SmsSdkAppIdVerifyFail');
  if (body.SignName !== settings.signName) return failure('FailedOperation.SignatureIncorrectOrUnapproved');
  const key = (Object.keys(settings.templates) as SmsTemplateKey[]).find(
    (name) => settings.templates[name] === body.TemplateId,
  );
  if (!key) return failure('FailedOperation.TemplateIncorrectOrUnapproved');
  const params = body.TemplateParamSet;
  if (
    !Array.isArray(params) ||
    params.length !== smsTemplates[key].length ||
    !params.every((param) => typeof param === 'string' && param !== '')
  )
    return failure('FailedOperation.TemplateParamSetNotMatchApprovedTemplate');
  const numbers = body.PhoneNumberSet;
  if (!Array.isArray(numbers) || numbers.length === 0) return failure('MissingParameter');
  const statuses = numbers.map((number) =>
    sent(String(number), String(body.SessionContext ?? ''), key, params, parts),
  );
  return { status: 200, json: { Response: { SendStatusSet: statuses, RequestId: requestId() } } };
}

function sent(
  number: string,
  session: string,
  key: SmsTemplateKey,
  params: string[],
  { clock, citizens, messages, settings }: SmsParts,
) {
  const serial = `sandbox:${randomBytes(8).toString('hex')}`;
  const good = /^\+86(1[3-9]\d{9})$/.exec(number);
  if (!good)
    return {
      SerialNo: '',
      PhoneNumber: number,
      Fee: 0,
      SessionContext: session,
      Code: 'InvalidParameterValue.IncorrectPhoneNumber',
      Message: 'incorrect',
      IsoCode: '',
    };
  const [, phone = ''] = good;
  const citizen = citizens.all().find((one) => one.phone === phone);
  messages.add({
    id: serial,
    at: toIso(clock.now()),
    channel: 'sms',
    to: citizen?.name ?? '',
    citizenId: citizen?.id ?? null,
    address: phone,
    templateId: settings.templates[key] ?? '',
    title: `【${settings.signName}】${key}`,
    data: Object.fromEntries(params.map((param, index) => [String(index + 1), param])),
    page: null,
  });
  return {
    SerialNo: serial,
    PhoneNumber: number,
    Fee: 1,
    SessionContext: session,
    Code: 'Ok',
    Message: 'send success',
    IsoCode: 'CN',
  };
}

/** @returns the provider's code of what is wrong; null when the call is signed with our key, now */
function wrongSignature({ headers, raw }: Asked, { clock, settings }: SmsParts): string | null {
  const match =
    /^TC3-HMAC-SHA256 Credential=([^/]+)\/(\d{4}-\d\d-\d\d)\/(\w+)\/tc3_request, SignedHeaders=([\w;-]+), Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    );
  if (!match) return 'AuthFailure.SignatureFailure';
  const [, id, day = '', service = '', names = '', signature] = match;
  if (id !== settings.secretId) return 'AuthFailure.SecretIdNotFound';
  const timestamp = Number(headers['x-tc-timestamp']);
  if (Math.abs(clock.now().getTime() / 1_000 - timestamp) > SKEW_SECONDS)
    return 'AuthFailure.SignatureExpire';
  if (day !== new Date(timestamp * 1_000).toISOString().slice(0, 10)) return 'AuthFailure.SignatureFailure';
  const signed = names.split(';');
  if (!signed.includes('content-type') || !signed.includes('host')) return 'AuthFailure.SignatureFailure';
  const lower = (name: string) =>
    name === 'x-tc-action' ? (headers[name] ?? '').toLowerCase() : (headers[name] ?? '');
  const hash = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
  const canonical = `POST\n/\n\n${signed.map((name) => `${name}:${lower(name)}\n`).join('')}\n${names}\n${hash(raw)}`;
  const text = `TC3-HMAC-SHA256\n${timestamp}\n${day}/${service}/tc3_request\n${hash(canonical)}`;
  let key: string | Buffer = `TC3${settings.secretKey}`;
  for (const part of [day, service, 'tc3_request']) key = createHmac('sha256', key).update(part).digest();
  return createHmac('sha256', key).update(text).digest('hex') === signature
    ? null
    : 'AuthFailure.SignatureFailure';
}

const requestId = () => randomBytes(16).toString('hex');

/** A refusal as the provider words it: HTTP 200. */
export function failure(code: string): Said {
  return {
    status: 200,
    json: { Response: { Error: { Code: code, Message: code }, RequestId: requestId() } },
  };
}
