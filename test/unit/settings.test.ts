import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readSettings, UnsafeSettings } from '../../bff/settings';

const key = () => randomBytes(32).toString('base64');
const complete = () => ({
  NODE_ENV: 'production',
  MONGODB_URI: 'mongodb://db/one-stop',
  REDIS_URL: 'redis://cache',
  PERSONAL_DATA_KEYS: `k1:${key()}`,
  PERSONAL_DATA_INDEX_KEY: key(),
  TICKET_KEY: key(),
  AUDIT_KEY: `a1:${key()}`,
  METRICS_TOKEN: 'sixteen-letters-at-least',
  WECHAT_APPID: 'wx1',
  WECHAT_SECRET: 'secret',
  IDENTITY_BASE_URL: 'https://identity.example',
  IDENTITY_KEY: 'key',
});

function problemsOf(env: Record<string, string | undefined>): string[] {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof UnsafeSettings) return error.problems;
    throw error;
  }
  return [];
}

const allOfThem = { wechat: true, identity: true, sms: true, kuaidi100: true, pay: true };

describe('settings', () => {
  it('have a value for everything in development', () => {
    expect(problemsOf({})).toEqual([]);
    expect(readSettings({}).sandbox).toEqual(allOfThem);
  });

  it('let the sandbox stand in only for what has no credentials', () => {
    expect(readSettings({ WECHAT_SECRET: 's' }).sandbox).toEqual({ ...allOfThem, wechat: false });
    expect(readSettings({ IDENTITY_BASE_URL: 'http://127.0.0.1:1' }).sandbox).toEqual({
      ...allOfThem,
      identity: false,
    });
  });

  it('name everything that production lacks, at once', () => {
    const problems = problemsOf({ NODE_ENV: 'production' }).join('\n');
    for (const name of Object.keys(complete()).filter((name) => name !== 'NODE_ENV'))
      expect(problems).toContain(name);
    expect(problemsOf(complete())).toEqual([]);
  });

  it.each([
    ['PERSONAL_DATA_INDEX_KEY', 'c2hvcnQ='],
    ['PERSONAL_DATA_KEYS', 'k1:short'],
    ['PERSONAL_DATA_KEYS', `dev:${Buffer.from('development-only-key-32-bytes-01').toString('base64')}`],
    ['TICKET_KEY', Buffer.from('development-only-key-32-bytes-03').toString('base64')],
    ['AUDIT_KEY', key()],
    ['AUDIT_KEY', `dev:${Buffer.from('development-only-key-32-bytes-04').toString('base64')}`],
    ['AUDIT_KEEP_DAYS', '30'],
    ['METRICS_TOKEN', 'short'],
    ['WECHAT_BASE_URL', 'http://insecure.example'],
    ['IDENTITY_BASE_URL', 'http://insecure.example'],
    ['CORS_ORIGINS', 'http://insecure.example'],
    ['PUBLIC_API_URL', 'http://insecure.example'],
    ['SANDBOX', '1'],
    ['SAMPLE_DATA', '1'],
    ['PORT', 'many'],
    ['PROXY_HOPS', '-1'],
  ])('refuse %s=%s in production', (name, value) => {
    expect(problemsOf({ ...complete(), [name]: value }).join('\n')).toContain(name);
  });

  it('never bring the sandbox or sample data to production', () => {
    const settings = readSettings(complete());
    expect(settings.sandbox).toEqual(Object.fromEntries(Object.keys(allOfThem).map((name) => [name, false])));
    expect(settings.sampleData).toBe(false);
  });
});
