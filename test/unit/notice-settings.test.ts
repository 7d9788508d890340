import { describe, expect, it } from 'vitest';
import { readSettings, UnsafeSettings } from '../../bff/settings';
import { crashAt } from '../../bff/work/crash-points';
import { noticeTemplates } from '../../shared/domain/notice-templates';

const problemsOf = (env: Record<string, string>): string[] => {
  try {
    readSettings(env);
    return [];
  } catch (error) {
    return error instanceof UnsafeSettings ? error.problems : [];
  }
};

describe('the templates of subscribe messages', () => {
  it('are named by their id, or with what goes into their fields', () => {
    const { templates } = readSettings({
      WECHAT_TEMPLATES: JSON.stringify({
        'case-progress': 'Abc_123',
        'case-result': { id: 'Def-456', longTerm: true, fields: { thing7: 'itemName' } },
      }),
    }).wechat;
    expect(templates).toEqual({
      'case-progress': { id: 'Abc_123', longTerm: false, fields: noticeTemplates['case-progress'].fields },
      'case-result': { id: 'Def-456', longTerm: true, fields: { thing7: 'itemName' } },
    });
  });

  it.each(['{', '[]', '{"no-such":"x"}', '{"case-progress":{"id":"a","fields":{"thing1":"openid"}}}'])(
    'are refused as %s',
    (WECHAT_TEMPLATES) => {
      expect(problemsOf({ WECHAT_TEMPLATES })).toEqual([
        expect.stringContaining('WECHAT_TEMPLATES: wants JSON'),
      ]);
    },
  );

  it('are the sandbox’s where WeChat is, and none where the real one is', () => {
    expect(readSettings({}).wechat.templates['case-progress']?.id).toBe('sandbox-case-progress');
    expect(readSettings({ WECHAT_SECRET: 'real' }).wechat.templates).toEqual({});
  });
});

describe('the SMS provider', () => {
  it('is named whole or not at all in production', () => {
    const problems = problemsOf({ NODE_ENV: 'production', SMS_SECRET_ID: 'AKID' });
    for (const name of ['SMS_SECRET_KEY', 'SMS_APP_ID', 'SMS_SIGN_NAME', 'SMS_TEMPLATES'])
      expect(problems).toContain(`${name}: missing (SMS_SECRET_ID is set)`);
  });
});

describe('pushes', () => {
  it('need a token in production, and are taken plain only without a key', () => {
    const production = {
      NODE_ENV: 'production',
      MONGODB_URI: 'mongodb://db/one-stop',
      REDIS_URL: 'redis://redis',
      PERSONAL_DATA_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
      PERSONAL_DATA_INDEX_KEY: Buffer.alloc(32, 2).toString('base64'),
      TICKET_KEY: Buffer.alloc(32, 3).toString('base64'),
      AUDIT_KEY: `a1:${Buffer.alloc(32, 4).toString('base64')}`,
      METRICS_TOKEN: 'x'.repeat(16),
      WECHAT_APPID: 'wx1',
      WECHAT_SECRET: 'secret',
      IDENTITY_BASE_URL: 'https://identity.example',
      IDENTITY_KEY: 'key',
    };
    expect(readSettings(production).wechat.push).toEqual({ token: null, aesKey: null, takesPlain: true });
    expect(readSettings(production).sms).toBeNull();
    const safe = { ...production, WECHAT_PUSH_TOKEN: 'token123', WECHAT_PUSH_AES_KEY: 'a'.repeat(43) };
    expect(readSettings(safe).wechat.push.takesPlain).toBe(false);
  });
});

describe('a crash at a step', () => {
  it('happens at that step, at the time named, once', () => {
    let ended = 0;
    const reached = crashAt('relay:inserted#2', () => {
      ended += 1;
    });
    for (const point of [
      'relay:read',
      'relay:inserted',
      'plan:done',
      'relay:inserted',
      'relay:inserted',
    ] as const)
      void reached(point);
    expect(ended).toBe(1);
    expect(() => crashAt('nowhere', () => undefined)).toThrow('nowhere');
  });
});
