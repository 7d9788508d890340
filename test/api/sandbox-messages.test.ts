import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TC3_CONTENT_TYPE, tc3Authorization } from '../../bff/gateways/sms/tc3';
import { type OutsideWorld, startOutsideWorld } from '../support/outside';

let world: OutsideWorld;
let openid: string;
let citizenId: string;
let phone: string;
beforeAll(async () => {
  world = await startOutsideWorld();
  const [citizen] = (await world.door('GET', '/citizens')).body.citizens;
  ({ openid, id: citizenId, phone } = citizen ?? { openid: '', id: '', phone: '' });
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.door('DELETE', '/messages');
});

const TEMPLATE = 'sandbox-case-result';
const data = {
  character_string1: { value: 'ZTC-1' },
  thing2: { value: '居民身份证换领' },
  phrase3: { value: '已决定' },
  thing4: { value: '点开看决定' },
};

async function token(): Promise<string> {
  const response = await fetch(`${world.sandbox.wechatBaseUrl}/cgi-bin/stable_token`, {
    method: 'POST',
    body: JSON.stringify({
      grant_type: 'client_credential',
      appid: 'wx0000000000sandbox',
      secret: 'sandbox-secret',
    }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

async function send(more: object = {}): Promise<{ errcode: number; errmsg: string; text: string }> {
  const body = {
    touser: openid,
    template_id: TEMPLATE,
    data,
    miniprogram_state: 'developer',
    lang: 'zh_CN',
    ...more,
  };
  const url = `${world.sandbox.wechatBaseUrl}/cgi-bin/message/subscribe/send?access_token=${await token()}`;
  const text = await (await fetch(url, { method: 'POST', body: JSON.stringify(body) })).text();
  return { ...(JSON.parse(text) as { errcode: number; errmsg: string }), text };
}

const accept = () =>
  world.door('POST', `/citizens/${citizenId}/subscriptions`, {
    results: { [TEMPLATE]: 'accept' },
    push: false,
  });
const shown = async () =>
  (
    (await world.door('GET', `/messages?citizenId=${citizenId}`)).body as unknown as {
      messages: { data: object }[];
    }
  ).messages;

describe('a subscribe message', () => {
  it('is taken once for each acceptance, with a number longer than a number holds', async () => {
    expect((await send()).errcode).toBe(43101);
    await accept();
    const sent = await send({ page: 'packages/cases/detail/index?id=1' });
    expect(sent.errcode).toBe(0);
    expect(sent.text).toMatch(/"msgid":\d{19}\b/);
    expect((await send()).errcode).toBe(43101);
    expect(await shown()).toMatchObject([{ data: { thing2: '居民身份证换领' } }]);
    // Our own client reads the number to its last digit.
    await accept();
    const { wechat } = world.gateways();
    const { msgid } = await wechat.sendSubscribeMessage({
      openid,
      templateId: TEMPLATE,
      page: 'pages/home/index',
      data: Object.fromEntries(Object.entries(data).map(([key, { value }]) => [key, value])),
    });
    const last = (await world.door('GET', '/messages')).body as unknown as { messages: { id: string }[] };
    expect(msgid).toBe(last.messages.at(-1)?.id);
  });

  it.each([
    [{ touser: 'oNobody' }, 40003],
    [{ template_id: 'another' }, 40037],
    [{ page: '/pages/home/index' }, 41030],
    [{ miniprogram_state: 'release' }, 47003],
    [{ lang: 'zh' }, 47003],
    [{ data: undefined }, 47003],
    [{ data: { ...data, thing4: undefined } }, 47003],
    [{ data: { ...data, thing4: { value: '' } } }, 47003],
    [{ data: { ...data, thing4: { value: '一'.repeat(21) } } }, 47003],
    [{ data: { ...data, phrase3: { value: '一二三四五六' } } }, 47003],
    [{ data: { ...data, phrase3: { value: 'abc' } } }, 47003],
    [{ data: { ...data, character_string1: { value: '编号一' } } }, 47003],
  ])('%j is refused with %i and uses nothing up', async (more, errcode) => {
    await accept();
    const refused = await send(more);
    expect(refused.errcode).toBe(errcode);
    if (errcode === 47003 && 'data' in more && more.data)
      expect(refused.errmsg).toMatch(/^argument invalid! data\.\w+\.value invalid rid: /);
    const { left } = (await world.door('GET', `/citizens/${citizenId}/subscriptions/${TEMPLATE}`))
      .body as unknown as { left: number };
    expect(left).toBeGreaterThan(0);
  });
});

describe('an SMS', () => {
  const payload = {
    PhoneNumberSet: [] as string[],
    SmsSdkAppId: '1400000000',
    SignName: '昭通政务',
    TemplateId: '1000002',
    TemplateParamSet: ['居民身份证换领', 'ZTC-1', '12月3日'],
    SessionContext: 'ours',
  };
  const codeOf = async (
    more: object = {},
    { secretKey = 'sandbox-secret-key', secretId = 'sandbox-secret-id', skew = 0, action = 'SendSms' } = {},
  ): Promise<string> => {
    const body = JSON.stringify({ ...payload, PhoneNumberSet: [`+86${phone}`], ...more });
    const { host } = new URL(world.sandbox.smsBaseUrl);
    const timestamp = Math.floor(world.clock.now().getTime() / 1_000) + skew;
    const response = await fetch(`${world.sandbox.smsBaseUrl}/`, {
      method: 'POST',
      headers: {
        'content-type': TC3_CONTENT_TYPE,
        'x-tc-action': action,
        'x-tc-version': '2021-01-11',
        'x-tc-region': 'ap-guangzhou',
        'x-tc-timestamp': String(timestamp),
        authorization: tc3Authorization(
          { host, service: 'sms', action, payload: body, timestamp },
          { secretId, secretKey },
        ),
      },
      body,
    });
    const { Response } = (await response.json()) as {
      Response: { Error?: { Code: string }; SendStatusSet?: { Code: string }[] };
    };
    return Response.Error?.Code ?? Response.SendStatusSet?.[0]?.Code ?? '';
  };

  it('is taken when signed, and shown on the phone', async () => {
    expect(await codeOf()).toBe('Ok');
    expect(await shown()).toMatchObject([{ channel: 'sms', address: phone, data: { 2: 'ZTC-1' } }]);
  });

  it('is refused when anything of it is not as agreed', async () => {
    expect(await codeOf({}, { secretKey: 'guess' })).toBe('AuthFailure.SignatureFailure');
    expect(await codeOf({}, { secretId: 'guess' })).toBe('AuthFailure.SecretIdNotFound');
    expect(await codeOf({}, { skew: -400 })).toBe('AuthFailure.SignatureExpire');
    expect(await codeOf({}, { action: 'AddSmsSign' })).toBe('InvalidAction');
    expect(await codeOf({ SmsSdkAppId: '1' })).toBe('UnauthorizedOperation.SmsSdkAppIdVerifyFail');
    expect(await codeOf({ SignName: '别人' })).toBe('FailedOperation.SignatureIncorrectOrUnapproved');
    expect(await codeOf({ TemplateId: '9' })).toBe('FailedOperation.TemplateIncorrectOrUnapproved');
    expect(await codeOf({ TemplateParamSet: ['one'] })).toBe(
      'FailedOperation.TemplateParamSetNotMatchApprovedTemplate',
    );
    expect(await codeOf({ PhoneNumberSet: ['+86123'] })).toBe('InvalidParameterValue.IncorrectPhoneNumber');
    expect(await shown()).toEqual([]);
  });

  it('goes through our client, and its refusals say what they mean', async () => {
    const { sms } = world.gateways();
    const message = { id: 'd1', phone, templateId: '1000003', params: ['一', '二', '三'] };
    expect((await sms?.send(message))?.serial).toMatch(/^sandbox:/);
    await expect(sms?.send({ ...message, phone: '+852 91234567' })).rejects.toMatchObject({
      meaning: 'receiver',
    });
    await expect(sms?.send({ ...message, templateId: '9' })).rejects.toMatchObject({ meaning: 'ours' });
    await world.door('POST', '/faults', { target: 'sms', kind: 'errcode', value: 1, times: 1 });
    await expect(sms?.send(message)).rejects.toMatchObject({ meaning: 'later' });
  });
});
