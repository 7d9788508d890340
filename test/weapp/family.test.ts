import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { checkCharacter } from '../../shared/domain/identity';
import { startApp, type TestApp } from '../support/app';
import { onlineItem } from '../support/hand-in';
import { closePhones, expectWithinLimits, fill, knownCitizen, openPhone, press } from '../support/road';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterEach(closePhones);
afterAll(() => app.stop());

const page = '/packages/account/family/index';

async function signedIn() {
  const known = await knownCitizen(app);
  const phone = await openPhone(app, known.citizen, { storage: known.storage });
  await phone.open(page);
  await phone.until('谁替我办');
  return { ...known, phone };
}

describe('acting for each other', () => {
  it('is agreed by a code that one reads out and the other enters, and ends for both at once', async () => {
    const mother = await signedIn();
    await press(mother.phone, '让别人替我办');
    await press(mother.phone, '同意，生成代办码');
    await mother.phone.until('选一下对方是您的什么人');
    await press(mother.phone, /^我的子女/);
    await mother.phone.until(() => mother.phone.controls().some(({ checked }) => checked));
    await press(mother.phone, '同意，生成代办码');
    await mother.phone.until(/还能用 \d+ 分/);
    const code = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(mother.phone.text())?.[0] ?? '';
    expect(code).not.toBe('');
    // It stands on the screen and nowhere else.
    expect([...mother.phone.storage.values()].some((kept) => kept.includes(code))).toBe(false);

    const child = await signedIn();
    await press(child.phone, '填对方给的代办码');
    await fill(child.phone, '代办码', 'ABC');
    await press(child.phone, '同意，替对方办');
    await child.phone.until('代办码有 8 个字母和数字');
    await fill(child.phone, '代办码', code.toLowerCase());
    await press(child.phone, '同意，替对方办');
    await child.phone.until('您是子女');
    await press(child.phone, /^结束代办：/);
    await press(child.phone, '先不结束');

    await press(mother.phone, '对方填好了，回去看');
    await mother.phone.until('对方是子女');
    await press(mother.phone, /^结束代办：/);
    await mother.phone.until('替您办？');
    await press(mother.phone, '结束代办');
    await mother.phone.until('已经结束的');

    const { items } = await child.client.get('GET /mandates');
    expect(items.map(({ state }) => state)).toEqual(['ended']);
    expectWithinLimits(mother.phone);
    expectWithinLimits(child.phone);
  });

  it('takes in a child without an account, and says at the field what is wrong', async () => {
    const { phone, client, citizen } = await signedIn();
    const digits = '53060220200101001';
    const number = `${digits}${checkCharacter(digits)}`;
    await press(phone, '添加孩子');
    await fill(phone, '孩子的姓名', '王小明');
    await fill(phone, '孩子的身份证号', digits);
    await press(phone, '同意，添加孩子');
    await phone.until('身份证号是 18 位');
    // A grown-up agrees with a phone of their own.
    await fill(phone, '孩子的姓名', citizen.name);
    await fill(phone, '孩子的身份证号', citizen.idNumber);
    await press(phone, '同意，添加孩子');
    await phone.until(/已经满|岁以上|本人/);
    expect((await client.get('GET /mandates')).items).toEqual([]);

    await fill(phone, '孩子的姓名', '王小明');
    await fill(phone, '孩子的身份证号', number);
    await press(phone, '同意，添加孩子');
    await phone.until('您是监护人');
    await phone.until('2036-01-01');
    expect([...phone.storage.values()].some((kept) => kept.includes(number))).toBe(false);
    expectWithinLimits(phone);
  });
});

describe('acting for somebody', () => {
  it('is chosen on the guide, said on every page, and over with what was done', async () => {
    const mother = await knownCitizen(app);
    const child = await signedIn();
    const { terms } = await mother.client.get('GET /mandates');
    const { version } = terms;
    const { code } = await mother.client.get('POST /mandates', { body: { relation: 'child', version } });
    await child.client.get('POST /mandates/accept', { body: { code, version } });
    const item = await onlineItem(app);
    const { phone } = child;

    await phone.open(`/packages/guide/guide/index?code=${item}`);
    await press(phone, '替家里人或别人办');
    await press(phone, /您是子女$/);
    await phone.until(/正在为 .+ 办/);
    await press(phone, /^最早可约/);
    await phone.until('替对方约');
    await press(phone, /^确认预约/);
    await phone.until(/为 .+ 约，您是子女/);
    await press(phone, '看预约票和签到码');
    await phone.until(/为 .+ 约/);
    const [booked] = (await mother.client.get('GET /appointments')).items;
    expect(booked?.state).toBe('booked');

    // The choice was for that booking; the next thing is one's own until it is said again.
    await phone.open(`/packages/guide/guide/index?code=${item}`);
    await phone.until('替家里人或别人办');
    await press(phone, '替家里人或别人办');
    await press(phone, /您是子女$/);
    await phone.until(/正在为 .+ 办/);
    await press(phone, '在线申请');
    await phone.until('联系电话');
    expect(phone.text()).toMatch(/正在为 .+ 办/);
    const [draft] = (await child.client.get('GET /cases')).items;
    expect(draft).toMatchObject({ state: 'draft', forWhom: { relation: '子女' } });
    await phone.open('/pages/matters/index');
    await phone.until(() => phone.text().split(/为 \S+ 办/).length === 3);
    expectWithinLimits(phone);
  });
});
