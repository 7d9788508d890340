import { describe, expect, it } from 'vitest';
import { policyWords, priceOf } from '../../bff/features/delivery/policy';

const policy = { freeProvince: '53', freeResends: 1, near: 1_200, far: 2_000, remote: 2_600 };

describe('what a parcel costs', () => {
  it.each([
    ['53', 'result', 0, 0],
    ['53', 'result', 3, 0],
    ['53', 'resend', 0, 0],
    ['53', 'resend', 1, 1_200],
    ['53', 'reissue', 9, 0],
    ['51', 'result', 0, 2_000],
    ['51', 'resend', 0, 2_000],
    ['51', 'reissue', 0, 0],
    ['65', 'result', 0, 2_600],
    ['54', 'resend', 1, 2_600],
    ['15', 'reissue', 1, 0],
  ] as const)('to %s as %s after %i: %i fen', (province, cause, resends, fen) => {
    const price = priceOf(policy, { province, cause, resends });
    expect(price?.fen).toBe(fen);
    expect(price?.words).toContain(fen === 0 ? '不收费' : `${fen / 100} 元`);
  });

  it.each(['71', '81', '82'])('nothing is sent to %s', (province) => {
    for (const cause of ['result', 'resend', 'reissue'] as const)
      expect(priceOf(policy, { province, cause, resends: 0 })).toBeNull();
  });

  it('is said in one sentence', () => {
    expect(policyWords(policy)).toBe(
      '结果寄到省内第一次免费，退回后再寄 1 次也免费；寄到省外每次 20 元到 26 元，寄出前会让您先看到价钱。',
    );
    expect(policyWords({ ...policy, freeResends: 0, remote: 2_000 })).toBe(
      '结果寄到省内第一次免费；寄到省外每次 20 元，寄出前会让您先看到价钱。',
    );
  });
});
