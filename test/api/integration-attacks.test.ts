import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { integrationModels } from '../../bff/features/integration/model';
import { endKey, rotateKey } from '../../bff/features/integration/register-system';
import { signatureOf } from '../../bff/features/integration/signature';
import { startApp, type TestApp } from '../support/app';
import { eventOf, outsideSystem, SystemClient, type Tampering } from '../support/systems';

const CASES = 'POST /integration/cases' as const;
let app: TestApp;
let system: SystemClient;

beforeAll(async () => {
  app = await startApp();
  system = await outsideSystem(app);
});
afterAll(() => app.stop());

const plain = () => JSON.stringify({ events: [eventOf(app, 'ZTC-20261124-AAAAAA', { action: 'accept' })] });

async function codeOf(body: string, wrong: Tampering = {}, as = system) {
  const { error } = await as.send(CASES, body, wrong);
  return error?.code ?? 'ok';
}

describe('a signature', () => {
  it('is what an independent calculation gives, with SHA-256 and with SM3', async () => {
    const parts = {
      keyId: 'office-1a2b3c4d',
      method: 'POST',
      path: '/api/v1/integration/cases?x=1',
      timestamp: '1795514400',
      nonce: 'AAAAAAAAAAAAAAAA',
    };
    const body = Buffer.from('{"events": []}');
    for (const [algorithm, digest] of [
      ['hmac-sha256', 'sha256'],
      ['hmac-sm3', 'sm3'],
    ] as const) {
      const text = `ZT1\n${algorithm}\noffice-1a2b3c4d\nPOST\n/api/v1/integration/cases?x=1\n1795514400\nAAAAAAAAAAAAAAAA\n{"events": []}`;
      expect(signatureOf({ ...parts, algorithm }, body, 'secret')).toBe(
        createHmac(digest, 'secret').update(text).digest('hex'),
      );
    }
  });

  it('opens the door with either algorithm', async () => {
    expect(await codeOf(plain())).toBe('ok');
    expect(await codeOf(plain(), { algorithm: 'hmac-sm3' })).toBe('ok');
  });

  it('is over the bytes, not over what they mean', async () => {
    const spaced = JSON.stringify(JSON.parse(plain()), null, 1);
    const compact = JSON.stringify(JSON.parse(spaced));
    expect(await codeOf(compact, { signed: { body: spaced } })).toBe('SIGNATURE_INVALID');
    expect(await codeOf(`${compact} `, { signed: { body: compact } })).toBe('SIGNATURE_INVALID');
    expect(await codeOf(spaced)).toBe('ok');
  });

  it('binds every part of the call', async () => {
    const body = plain();
    const wrongs: Tampering[] = [
      { signed: { path: '/api/v1/integration/reconciliations' } },
      { signed: { method: 'PUT' } },
      { signed: { keyId: 'somebody-else' } },
      { signed: { secret: 'guess' } },
      { headers: { 'x-nonce': 'BBBBBBBBBBBBBBBBBBBB' } },
      { headers: { 'x-signature-algorithm': 'hmac-sm3' } },
      { headers: { 'x-timestamp': String(Math.floor(app.clock.now().getTime() / 1_000) - 7) } },
    ];
    for (const wrong of wrongs)
      expect(await codeOf(body, wrong), JSON.stringify(wrong)).toBe('SIGNATURE_INVALID');
  });

  it('has one form only', async () => {
    const { 'x-signature': signature = '' } = system.headers('/api/v1/integration/cases', '{}');
    const odd: Record<string, string>[] = [
      { 'x-signature': signature.toUpperCase() },
      { 'x-signature': `${signature}00` },
      { 'x-signature': signature.slice(2) },
      { 'x-signature': 'zz'.repeat(32) },
      { 'x-signature': '' },
      { 'x-signature-algorithm': 'none' },
      { 'x-signature-algorithm': 'HMAC-SHA256' },
      { 'x-system': "' or 1" },
      { 'x-system': '' },
      { 'x-nonce': 'short' },
      { 'x-nonce': 'has space in the middle' },
      { 'x-timestamp': '0' },
      { 'x-timestamp': 'NaN' },
      { 'x-timestamp': '99999999999' },
      { 'x-timestamp': `${Math.floor(app.clock.now().getTime() / 1_000)}.0` },
    ];
    for (const headers of odd)
      expect(await codeOf(plain(), { headers }), JSON.stringify(headers)).toBe('SIGNATURE_INVALID');
  });

  it('of a stranger gets the answer of a wrong one, word for word', async () => {
    const stranger = new SystemClient(app, 'none', { ...system.key, keyId: 'nobody-00000000' });
    const [a, b] = await Promise.all([
      stranger.send(CASES, plain()),
      system.send(CASES, plain(), { signed: { secret: 'guess' } }),
    ]);
    expect({ ...a.error, requestId: '' }).toEqual({ ...b.error, requestId: '' });
    expect(a.status).toBe(b.status);
  });

  it('is good for five minutes either way', async () => {
    for (const skew of [-295, 295]) expect(await codeOf(plain(), { skew })).toBe('ok');
    for (const skew of [-305, 305, 86_400]) expect(await codeOf(plain(), { skew })).toBe('SIGNATURE_EXPIRED');
  });

  it('is good once, also when Redis forgot everything', async () => {
    const body = plain();
    const nonce = 'once-and-never-again';
    expect(await codeOf(body, { nonce })).toBe('ok');
    expect(await codeOf(body, { nonce })).toBe('SIGNATURE_REPLAYED');
    await app.deps.redis.flushdb();
    expect(await codeOf(body, { nonce })).toBe('SIGNATURE_REPLAYED');
  });

  it('lets one of many calls with the same nonce through', async () => {
    const body = plain();
    const codes = await Promise.all(
      Array.from({ length: 10 }, () => codeOf(body, { nonce: 'twins-twins-twins' })),
    );
    expect(codes.filter((code) => code === 'ok')).toHaveLength(1);
    expect(codes.filter((code) => code === 'SIGNATURE_REPLAYED')).toHaveLength(9);
  });

  it('wastes no nonce when it is wrong', async () => {
    const nonce = 'not-used-up-by-others';
    expect(await codeOf(plain(), { nonce, signed: { secret: 'guess' } })).toBe('SIGNATURE_INVALID');
    expect(await codeOf(plain(), { nonce })).toBe('ok');
  });
});

describe('keys', () => {
  it('are good two at once while they are changed, and none after its end', async () => {
    const models = integrationModels(app.deps.mongo);
    const old = await outsideSystem(app);
    const made = await rotateKey(models, app.deps.cipher, old.systemId, 30, app.clock.now());
    const fresh = new SystemClient(app, old.systemId, made);
    expect([await codeOf(plain(), {}, old), await codeOf(plain(), {}, fresh)]).toEqual(['ok', 'ok']);
    await expect(rotateKey(models, app.deps.cipher, old.systemId, 30, app.clock.now())).rejects.toThrow(
      'good keys already',
    );
    await endKey(models, old.key.keyId, app.clock.now());
    expect([await codeOf(plain(), {}, old), await codeOf(plain(), {}, fresh)]).toEqual([
      'SIGNATURE_INVALID',
      'ok',
    ]);
  });

  it('sign with nothing but what they may', async () => {
    const chinese = await outsideSystem(app, { algorithms: ['hmac-sm3'] });
    expect(await codeOf(plain(), { algorithm: 'hmac-sm3' }, chinese)).toBe('ok');
    expect(await codeOf(plain(), { algorithm: 'hmac-sha256' }, chinese)).toBe('SIGNATURE_INVALID');
  });

  it('are stored sealed', async () => {
    const stored = await app.deps.mongo.collection('outside_system_keys').find().toArray();
    const text = JSON.stringify(stored);
    expect(stored.length).toBeGreaterThan(1);
    expect(text).not.toContain(system.key.secret);
  });
});

describe('a body', () => {
  it('may have 1 MB and not one byte more', async () => {
    const start = '{"events":[{"id":"big","note":"';
    const body = (bytes: number) => `${start}${'x'.repeat(bytes - start.length - 4)}"}]}`;
    const limit = 1_024 * 1_024;
    expect(body(limit)).toHaveLength(limit);
    expect(await codeOf(body(limit))).toBe('ok');
    expect(await codeOf(body(limit + 1))).toBe('BODY_TOO_LARGE');
  });

  it('that is signed garbage is refused and stores nothing', async () => {
    const before = await app.deps.mongo.collection('system_events').countDocuments();
    const garbage = [
      '',
      '{',
      '[]',
      'null',
      '"x"',
      '{"events":[]}',
      '{"events":{}}',
      '{"more":1}',
      '['.repeat(100_000),
    ];
    for (const body of garbage) {
      const code = await codeOf(body);
      expect(['BODY_NOT_JSON', 'VALIDATION_FAILED'], body.slice(0, 20)).toContain(code);
    }
    const many = `{"events":[${'{"id":1},'.repeat(20_000)}{}]}`;
    expect(await codeOf(many)).toBe('VALIDATION_FAILED');
    expect(await app.deps.mongo.collection('system_events').countDocuments()).toBe(before);
  });

  it('is read only when it is plain UTF-8 JSON', async () => {
    const odd: Record<string, string>[] = [{ 'content-type': 'text/plain' }, { 'content-encoding': 'gzip' }];
    for (const headers of odd) expect(await codeOf(plain(), { headers })).toBe('UNSUPPORTED_MEDIA_TYPE');
    const path = '/api/v1/integration/cases';
    const bytes = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]);
    const headers = system.headers(path, '', {});
    headers['x-signature'] = signatureOf(
      {
        algorithm: 'hmac-sha256',
        keyId: system.key.keyId,
        method: 'POST',
        path,
        timestamp: headers['x-timestamp'] ?? '',
        nonce: headers['x-nonce'] ?? '',
      },
      bytes,
      system.key.secret,
    );
    const response = await fetch(`${app.url}${path}`, { method: 'POST', headers, body: bytes });
    expect(((await response.json()) as { error: { code: string } }).error.code).toBe('BODY_NOT_JSON');
  });
});
