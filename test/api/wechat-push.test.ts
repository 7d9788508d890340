import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPush, pushSignature, readSubscribeEvent } from '../../bff/gateways/wechat/push';
import { startApp, type TestApp } from '../support/app';
import { person, type SignedIn } from '../support/citizens';
import { door, workOff } from '../support/notices';

const PROGRESS = 'sandbox-case-progress';
const TOKEN = 'sandboxpush';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const seconds = () => String(Math.floor(app.clock.now().getTime() / 1_000));

async function call(method: 'GET' | 'POST', query: Record<string, string>, body?: string) {
  const response = await fetch(`${app.url}/wechat/push?${new URLSearchParams(query)}`, { method, body });
  return { status: response.status, text: await response.text() };
}

function signed(nonce: string, timestamp = seconds()) {
  return { timestamp, nonce, signature: pushSignature(TOKEN, timestamp, nonce) };
}

async function openidOf({ citizen }: SignedIn): Promise<string> {
  const { citizens } = (await door(app, '/citizens?limit=2000', undefined, 'GET')) as {
    citizens: { id: string; openid: string }[];
  };
  return citizens.find(({ id }) => id === citizen.id)?.openid ?? '';
}

async function countOf(client: SignedIn): Promise<number> {
  await workOff(app);
  const { id } = await client.get('GET /me');
  const kept = await app.deps.mongo.collection('subscription_consents').findOne({ accountId: id });
  return kept?.count ?? 0;
}

const popup = (openid: string, createTime: number, status = 'accept') =>
  JSON.stringify({
    ToUserName: 'gh_x',
    FromUserName: openid,
    CreateTime: createTime,
    MsgType: 'event',
    Event: 'subscribe_msg_popup_event',
    List: [{ TemplateId: PROGRESS, SubscribeStatusString: status, PopupScene: '0' }],
  });

describe('the signature', () => {
  it('is as the platform computes it', () => {
    expect(pushSignature('AAAAA', '1714036504', '1514711492')).toBe(
      'f464b24fc39322e44b38aa78f5edd27bd1441696',
    );
  });
});

describe('GET /wechat/push', () => {
  it('gives back what WeChat sent along, to WeChat only', async () => {
    expect(await call('GET', { ...signed('1'), echostr: 'echo-me' })).toEqual({
      status: 200,
      text: 'echo-me',
    });
    expect((await call('GET', { ...signed('1'), signature: '0'.repeat(40), echostr: 'x' })).status).toBe(403);
    expect((await call('GET', { echostr: 'x' })).status).toBe(403);
  });

  it('is for five minutes', async () => {
    const old = String(Number(seconds()) - 301);
    const ahead = String(Number(seconds()) + 310);
    for (const timestamp of [old, ahead])
      expect((await call('GET', { ...signed('2', timestamp), echostr: 'x' })).status).toBe(403);
  });
});

describe('POST /wechat/push', () => {
  it.each(['plain', 'safe'] as const)('takes a consent, %s, however its list is written', async (mode) => {
    const client = await person(app);
    const openid = await openidOf(client);
    let expected = 0;
    for (const shape of ['list', 'one', 'named', 'named-list'] as const) {
      expected += 1;
      const answer = await door(app, '/push', {
        openid,
        event: 'subscribe_msg_popup_event',
        list: [{ TemplateId: PROGRESS, SubscribeStatusString: 'accept', PopupScene: '0' }],
        createTime: 1_790_000_000 + expected,
        mode,
        shape,
      });
      expect(answer).toEqual({ status: 200, text: 'success' });
      expect(await countOf(client)).toBe(expected);
    }
  });

  it('counts the same push once, in whatever envelope it comes again', async () => {
    const client = await person(app);
    const body = popup(await openidOf(client), 1_790_000_100);
    expect((await call('POST', signed('n1'), body)).text).toBe('success');
    expect((await call('POST', signed('n1'), body)).text).toBe('success');
    expect((await call('POST', signed('n2'), body)).text).toBe('success');
    expect(await countOf(client)).toBe(1);
  });

  it('does not take another body under a signature that was used', async () => {
    const client = await person(app);
    const openid = await openidOf(client);
    const query = signed('once');
    await call('POST', query, popup(openid, 1_790_000_200));
    await call('POST', query, popup(openid, 1_790_000_201));
    expect(await countOf(client)).toBe(1);
  });

  it('does not take an event under a signature that something else came with', async () => {
    const client = await person(app);
    const query = signed('chat');
    const chat = JSON.stringify({
      FromUserName: 'o',
      CreateTime: 1,
      MsgType: 'text',
      Event: '',
      Content: 'hi',
    });
    expect((await call('POST', query, chat)).text).toBe('success');
    await call('POST', query, popup(await openidOf(client), 1_790_000_250));
    expect(await countOf(client)).toBe(0);
  });

  it('takes what the phone and WeChat tell of one tap as one acceptance', async () => {
    const client = await person(app);
    await client.get('POST /subscriptions', {
      body: { moment: 'submitted', results: { [PROGRESS]: 'accept' } },
    });
    await call('POST', signed('pair'), popup(await openidOf(client), 1_790_000_300));
    expect(await countOf(client)).toBe(1);
    // A second tap is a second acceptance, whichever word of it comes first.
    await call('POST', signed('pair-2'), popup(await openidOf(client), 1_790_000_301));
    await workOff(app);
    await client.get('POST /subscriptions', {
      body: { moment: 'submitted', results: { [PROGRESS]: 'accept' } },
    });
    expect(await countOf(client)).toBe(2);
  });

  it('refuses what is forged, old, or no event, and stays calm about other events', async () => {
    const client = await person(app);
    const body = popup(await openidOf(client), 1_790_000_400);
    expect((await call('POST', { ...signed('f1'), signature: 'f'.repeat(40) }, body)).status).toBe(403);
    expect((await call('POST', signed('f2', String(Number(seconds()) - 400)), body)).status).toBe(403);
    for (const wrong of ['', 'x', '[]', '{}', '<xml/>', JSON.stringify({ Encrypt: 'x' })])
      expect((await call('POST', signed(`f3${wrong.length}`), wrong)).status).toBe(403);
    const other = JSON.stringify({
      FromUserName: 'o',
      CreateTime: 1,
      MsgType: 'text',
      Event: '',
      Content: 'hi',
    });
    expect((await call('POST', signed('f4'), other)).text).toBe('success');
    expect((await call('POST', signed('f5'), 'x'.repeat(70_000))).status).toBe(413);
    const safe = { ...signed('f6'), encrypt_type: 'aes', msg_signature: 'f'.repeat(40) };
    expect((await call('POST', safe, JSON.stringify({ Encrypt: 'AAAA' }))).status).toBe(403);
    const { timestamp, nonce } = signed('f7');
    const msg_signature = pushSignature(TOKEN, timestamp, nonce, 'AAAA');
    expect(
      (
        await call(
          'POST',
          { timestamp, nonce, encrypt_type: 'aes', msg_signature },
          JSON.stringify({ Encrypt: 'AAAA' }),
        )
      ).status,
    ).toBe(403);
    expect(await countOf(client)).toBe(0);
  });

  it('counts nothing for who never let us keep anything', async () => {
    expect((await call('POST', signed('nobody'), popup('oNobodyWeKnow', 1_790_000_500))).text).toBe(
      'success',
    );
    await workOff(app);
    const unknown = await app.deps.mongo
      .collection('subscription_consents')
      .countDocuments({ templateId: 'x' });
    expect(unknown).toBe(0);
  });

  it('knows other methods when it sees them', async () => {
    expect((await fetch(`${app.url}/wechat/push`, { method: 'PUT' })).status).toBe(405);
  });
});

describe('an encrypted push', () => {
  it('meant for another mini-program is refused', async () => {
    const { aesKey, token } = app.deps.settings.wechat.push;
    expect(token).toBe(TOKEN);
    const { text } = (await door(app, '/push', {
      openid: 'oNobody',
      event: 'subscribe_msg_change_event',
      list: [{ TemplateId: 'x', SubscribeStatusString: 'reject' }],
      mode: 'safe',
    })) as { text: string };
    expect(text).toBe('success');
    expect(() => openPush('AAAA', aesKey ?? '', 'wx')).toThrow();
  });
});

describe('the number of a message', () => {
  it('longer than a number holds is read to its last digit', () => {
    const event = readSubscribeEvent(
      '{"FromUserName":"o","CreateTime":"1","MsgType":"event","Event":"subscribe_msg_sent_event","List":{"TemplateId":"t","MsgID":2207456431728132097,"ErrorCode":0}}',
    );
    expect(event?.list).toEqual([{ templateId: 't', msgId: '2207456431728132097', errorCode: '0' }]);
  });
});
