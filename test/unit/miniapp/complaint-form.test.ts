import { describe, expect, it } from 'vitest';
import {
  bodyOf,
  emptyForm,
  type Form,
  faultsOf,
  hall,
  nowhere,
} from '../../../miniapp/packages/complaints/parts/form';

const written: Form = {
  ...emptyForm,
  category: 'attitude',
  what: '  问了三次都没有人理  ',
  anonymous: false,
};
const item = { code: '530600000000', name: '居民身份证换领' };
const matter = {
  ...hall('v530600', '昭通市政务服务中心'),
  kind: 'case' as const,
  id: 'case-1',
  title: '居民身份证换领',
};

describe('a complaint that is being written', () => {
  it('says what is missing in the order of the screens', () => {
    expect(faultsOf(emptyForm).map(({ field }) => field)).toEqual(['category', 'what', 'anonymous']);
    expect(faultsOf({ ...written, what: '  不好  ' }).map(({ field }) => field)).toEqual(['what']);
    expect(faultsOf(written)).toEqual([]);
  });

  it('sends what was said and nothing that was not', () => {
    expect(bodyOf(written, 'attitude', [])).toEqual({
      category: 'attitude',
      what: '问了三次都没有人理',
      photos: [],
      anonymous: false,
      publishConsent: false,
    });
    expect(
      bodyOf({ ...written, place: nowhere, wanted: ' ', around: ' ' }, 'attitude', []),
    ).not.toHaveProperty('venueId');
  });

  it('names the hall with its window and the item', () => {
    const place = { ...hall('v530600', '昭通市政务服务中心'), windowId: 'w1', windowName: '1 号窗口' };
    expect(
      bodyOf({ ...written, place, item, on: '2026-11-26', around: '上午' }, 'attitude', ['p1']),
    ).toMatchObject({
      venueId: 'v530600',
      windowId: 'w1',
      itemCode: item.code,
      on: '2026-11-26',
      around: '上午',
      photos: ['p1'],
    });
  });

  it('names a matter of mine alone, from which hall and item follow, also without a name', () => {
    for (const anonymous of [true, false]) {
      const body = bodyOf({ ...written, place: matter, item, anonymous }, 'attitude', []);
      expect(body).toMatchObject({ caseId: 'case-1', anonymous });
      expect(body).not.toHaveProperty('venueId');
      expect(body).not.toHaveProperty('itemCode');
    }
  });
});
