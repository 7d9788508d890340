import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { closePhones, expectWithinLimits, fill, knownCitizen, openPhone, press } from '../support/road';
import type { WeappOptions } from '../support/weapp';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterEach(closePhones);
afterAll(() => app.stop());

const question = '使用您的信息前，先问您一声';
const ofWechat = {
  userName: '王小明',
  telNumber: '+86 138-1234-5678',
  provinceName: '云南省',
  cityName: '昭通市',
  countyName: '昭阳区',
  streetName: '太平街道',
  detailInfo: '太平街道龙泉路12号3单元501',
  detailInfoNew: '龙泉路12号3单元501',
};

/** In the form for a new address, opened from 我的. */
async function onForm(options: Partial<WeappOptions> = {}) {
  const known = await knownCitizen(app);
  const phone = await openPhone(app, known.citizen, { storage: known.storage, ...options });
  await phone.open('/pages/me/index');
  await press(phone, /^收件地址/);
  await phone.until('还没有收件地址');
  await press(phone, '添加收件地址');
  await phone.until('保存地址');
  return { ...known, phone };
}

describe('an address that WeChat keeps', () => {
  it('fills the form after the privacy question, and is looked at before it is kept', async () => {
    const { phone, client } = await onForm({ privacyAsked: true, address: () => ofWechat });
    await press(phone, '用微信里的地址');
    await phone.until(question);
    expect(phone.text()).toContain('收件地址');
    await press(phone, '同意并继续');
    await phone.until('都填好了，看一遍再保存。');
    await phone.until('云南省昭通市昭阳区太平街道');
    expect((await client.get('GET /me/addresses')).items).toEqual([]);
    await press(phone, '保存地址');
    await phone.until('138****5678');
    const [address] = (await client.get('GET /me/addresses')).items;
    expect(await client.get('GET /me/addresses/{id}', { params: { id: address?.id ?? '' } })).toMatchObject({
      name: '王小明',
      phone: '13812345678',
      regionCode: '530602003',
      detail: '龙泉路12号3单元501',
    });
    expect([...phone.storage.values()].some((kept) => kept.includes('13812345678'))).toBe(false);
    expectWithinLimits(phone);
  });

  it('of a phone without the street told apart is taken as it is', async () => {
    const old = { ...ofWechat, streetName: '', detailInfoNew: '', detailInfo: '龙泉路12号' };
    const { phone } = await onForm({ address: () => old });
    await press(phone, '用微信里的地址');
    await phone.until('都填好了，看一遍再保存。');
    await phone.until('云南省昭通市昭阳区');
    expectWithinLimits(phone);
  });

  it.each<[string, Partial<WeappOptions>]>([
    ['the privacy question is declined', { privacyAsked: true, address: () => ofWechat }],
    ['WeChat may not give it', { address: () => 'refused' }],
  ])('leaves the form to be filled by hand when %s', async (_why, options) => {
    const { phone, client } = await onForm(options);
    await press(phone, '用微信里的地址');
    if (options.privacyAsked) {
      await phone.until(question);
      await press(phone, '不同意');
    }
    await phone.until('没有拿到微信里的地址。自己填，或者粘贴整段地址，也一样。');
    await fill(phone, '收件人', '王小明');
    await fill(phone, '手机号', '13812345678');
    await fill(phone, '详细地址', '大坪村3组');
    await press(phone, '保存地址');
    await phone.until('选一下所在地区，到县区或乡镇。');
    await press(phone, /^所在地区：/);
    await phone.until('选昭通市下面的地方');
    await press(phone, '鲁甸县');
    await phone.until('选鲁甸县下面的乡镇、街道');
    await press(phone, '不选乡镇，就用鲁甸县');
    await phone.until('云南省昭通市鲁甸县');
    await press(phone, '保存地址');
    await phone.until('138****5678');
    expect((await client.get('GET /me/addresses')).items[0]?.regionCode).toBe('530621');
    expectWithinLimits(phone);
  });

  it('is not asked about again when the person turned away', async () => {
    const { phone } = await onForm();
    await press(phone, '用微信里的地址');
    await phone.until(() => phone.calls.some(({ name }) => name === 'chooseAddress'));
    await phone.until('用微信里的地址');
    expect(phone.text()).not.toContain('没有拿到');
    expectWithinLimits(phone);
  });
});
