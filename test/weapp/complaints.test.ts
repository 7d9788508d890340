import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { answerComplaint, answered, complaintDesk, filedComplaint } from '../support/complaint-answers';
import { heavyPicture, photo } from '../support/files';
import { startLossyProxy } from '../support/lossy-proxy';
import {
  calls,
  closePhones,
  expectWithinLimits,
  fill,
  type Known,
  knownCitizen,
  offers,
  openPhone,
  press,
  stranger,
} from '../support/road';
import type { Weapp } from '../support/weapp';
import { nameOf, roleOf, shown } from '../support/weapp/tree';

let app: TestApp;
let picture: Buffer;
let heavy: Buffer;
beforeAll(async () => {
  app = await startApp();
  [picture, heavy] = await Promise.all([photo(), heavyPicture(900_000)]);
});
afterEach(closePhones);
afterAll(() => app.stop());

const what = '说好三天办好，已经十天了，还没有一个说法。';
const file = '/packages/complaints/file/index';
const ready = (phone: Weapp) => phone.text().split('已传好').length - 1;
const mine = async ({ client }: Known) => (await client.get('GET /complaints', { query: {} })).items;

/** From the kinds of complaints to the words, and on to where it was. */
async function written(phone: Weapp, then?: () => Promise<void>): Promise<void> {
  await press(phone, /^超过时限/);
  await fill(phone, '发生了什么', what);
  await then?.();
  await press(phone, '下一步：在哪里、什么时候');
  await phone.until('用不用真名');
}

describe('complaining from the phone', () => {
  it('goes from 我的 to a number with a photograph, is followed, answered and closed', async () => {
    const known = await knownCitizen(app);
    const phone = await openPhone(app, known.citizen, {
      storage: known.storage,
      papers: () => [{ name: 'photo.jpg', bytes: picture }],
    });
    await phone.until('常办');
    await phone.tap('我的');
    await press(phone, /^我要投诉/);
    await written(phone, async () => {
      await press(phone, '拍照：照片');
      await phone.until(() => ready(phone) === 1);
    });
    await press(phone, /政务服务中心/);
    await press(phone, '今天');
    await press(phone, /^实名/);
    await press(phone, '写好了，去核对');
    await phone.until('实名，被投诉的人看不到您是谁');
    const submit = '提交这份投诉';
    await phone.until(() => offers(phone, submit));
    await Promise.all([phone.tap(submit), phone.tap(submit).catch(() => undefined)]);
    await phone.until(/TS-?\d{8}/);
    expect(calls(phone).filter((call) => call === 'POST /complaints')).toHaveLength(1);
    const [row] = await mine(known);
    expect(row).toMatchObject({ category: 'late', state: 'submitted' });
    const id = row?.id ?? '';
    expect((await known.client.get('GET /complaints/{id}', { params: { id } })).photos).toHaveLength(1);

    await press(phone, '看办到哪一步');
    await phone.until('走到哪一步');
    const places = [...shown(phone.tree())].filter(({ node }) => roleOf(node) === 'listitem');
    expect(places.map(({ node }) => nameOf(node))[0]).toBe('第 1 步，提交，现在在这一步');
    await press(phone, /^查看 照片 1/);
    await phone.until(() => phone.calls.some(({ name }) => name === 'previewImage'));

    await answerComplaint(await complaintDesk(app), id);
    await phone.open(`/packages/complaints/detail/index?id=${id}`);
    await phone.until(answered.done);
    await press(phone, '满意，可以办结');
    await press(phone, '满意，办结');
    await phone.until('已办结归档');
    expectWithinLimits(phone);
  });

  it('loses neither words nor photographs when the app is closed, and asks nothing twice', async () => {
    const known = await knownCitizen(app);
    const files = new Map<string, Buffer>();
    const options = { storage: known.storage, files, papers: () => [{ name: 'big.png', bytes: heavy }] };
    const phone = await openPhone(app, known.citizen, { ...options, open: `${file}?venueId=v530600` });
    await phone.until(() =>
      phone.stats().requests.some(({ path, status }) => path.includes('/venues/') && status === 200),
    );
    await written(phone, async () => {
      await press(phone, '相册：照片');
      await phone.until(/正在传|等着传/);
      phone.network(false);
      await phone.until('接着传');
    });
    phone.close();

    const later = await openPhone(app, known.citizen, { ...options, open: `${file}?step=2` });
    later.network(false);
    await later.until('写到哪里存到哪里');
    expect(later.text()).toContain('市政务服务中心');
    await press(later, '下一步：在哪里、什么时候');
    await press(later, /^实名/);
    await press(later, '写好了，去核对');
    // Without a network it stays here, and says so.
    await press(later, '提交这份投诉');
    await later.until('现在连不上网络');
    later.close();

    const last = await openPhone(app, known.citizen, {
      ...options,
      open: '/packages/complaints/check/index',
    });
    await last.until('再提交一次不会重复');
    await press(last, '提交这份投诉');
    await last.until(/TS-?\d{8}/);
    const [row, ...others] = await mine(known);
    expect(others).toEqual([]);
    const id = row?.id ?? '';
    await expect
      .poll(async () => {
        const { photos, supplements } = await known.client.get('GET /complaints/{id}', { params: { id } });
        return photos.length + supplements.reduce((sum, one) => sum + one.photos.length, 0);
      })
      .toBe(1);
    // Nothing of it stays on the phone.
    await last.until(() => [...files.keys()].every((path) => !path.startsWith('http://usr')));
    expectWithinLimits(last);
  });

  it('sends a photograph after the complaint over a weak network, also after the app was closed', async () => {
    const known = await knownCitizen(app);
    const line = await startLossyProxy(app.url);
    const files = new Map<string, Buffer>();
    const options = { storage: known.storage, files, papers: () => [{ name: 'big.png', bytes: heavy }] };
    const weak = { ...app, url: line.url };
    const phone = await openPhone(weak, known.citizen, { ...options, open: `${file}?venueId=v530600` });
    // No part of it is heard of again, neither before the complaint is sent nor after it.
    const stuck = line.holdAnswerTo('PUT', /\/parts\//);
    const stuckAgain = line.holdAnswerTo('PUT', /\/parts\//);
    await written(phone, async () => {
      await press(phone, '相册：照片');
      await stuck;
    });
    await press(phone, /^实名/);
    await press(phone, '写好了，去核对');
    await phone.until('1 张还在传，不用等');
    await press(phone, '提交这份投诉');
    await phone.until(/TS-?\d{8}/);
    await phone.until('还有 1 张照片在传');
    await stuckAgain;
    expectWithinLimits(phone);
    phone.close();
    await line.close();
    const [row] = await mine(known);
    const params = { id: row?.id ?? '' };
    expect(await known.client.get('GET /complaints/{id}', { params })).toMatchObject({
      photos: [],
      supplements: [],
    });

    const later = await openPhone(app, known.citizen, options);
    await expect
      .poll(async () => {
        const { supplements } = await known.client.get('GET /complaints/{id}', { params });
        return supplements.map(({ photos }) => photos.length);
      })
      .toEqual([1]);
    expectWithinLimits(later);
  });

  it('needs no name: the code is shown once, kept on this phone, and opens it', async () => {
    const phone = await openPhone(app, await stranger(app), { open: `${file}?venueId=v530600` });
    await written(phone);
    await press(phone, /^匿名/);
    await press(phone, '写好了，去核对');
    await press(phone, '匿名提交这份投诉');
    await phone.until('查询码，记下来');
    const number = /TS[-0-9A-Z]+/.exec(phone.text())?.[0] ?? '';
    const code = /[2-9A-Z]{4} [2-9A-Z]{4} [2-9A-Z]{4}/.exec(phone.text())?.[0] ?? '';
    expect(calls(phone)).not.toContain('POST /sessions');
    await phone.open('/packages/complaints/lookup/index');
    await press(phone, new RegExp(number));
    await phone.until(what);
    expect(phone.options).toEqual({ number });
    await press(phone, '补充情况或照片');
    await fill(phone, '又知道了什么', '今天又去了一次');
    await press(phone, '补充到这份投诉');
    await phone.until(/今天又去了一次.*补充了情况/);
    await press(phone, '不在这台手机上留查询码');
    await phone.open('/packages/complaints/lookup/index');
    await phone.until('查办到哪一步');
    expect(phone.text()).not.toContain('存在这台手机上的');
    expectWithinLimits(phone);

    // As it was written down, on a phone that knows nothing of it.
    const other = await openPhone(app, await stranger(app), { open: '/packages/complaints/lookup/index' });
    await fill(other, '投诉编号', number);
    await fill(other, '查询码', code.toLowerCase());
    await press(other, '查办到哪一步');
    await other.until('今天又去了一次');
    await press(other, '撤回投诉');
    await other.until('撤回后不再核查');
    await press(other, '撤回投诉');
    await other.until(() => !offers(other, '撤回投诉') && other.text().includes('已撤回'));
    expect(calls(other)).not.toContain('POST /sessions');
    expectWithinLimits(other);
  });

  it('has somebody else look again for whoever is not satisfied and says why', async () => {
    const known = await knownCitizen(app);
    const { id } = await filedComplaint(known.client);
    await answerComplaint(await complaintDesk(app), id);
    const open = `/packages/complaints/detail/index?id=${id}`;
    const phone = await openPhone(app, known.citizen, { storage: known.storage, open });
    await press(phone, '不满意，换人重新核查');
    await press(phone, '不满意，换人核查');
    await phone.until('写一写哪里不满意');
    await fill(phone, '哪里不满意', '没有当面说明');
    await press(phone, '不满意，换人核查');
    await phone.until('这是换人后的第二次核查');
    expect(calls(phone).filter((call) => call.endsWith('/feedback'))).toHaveLength(1);
    expectWithinLimits(phone);
  });

  it('is drawn large in elder mode, with every control named', async () => {
    const known = await knownCitizen(app);
    const { id } = await filedComplaint(known.client);
    const phone = await openPhone(app, known.citizen, { storage: known.storage });
    await press(phone, '切换到长辈版：字更大');
    await phone.until('打电话问');
    for (const [path, sees] of [
      [file, '是哪一类事'],
      [`/packages/complaints/detail/index?id=${id}`, '走到哪一步'],
      ['/packages/complaints/published/index', '没有评不算好评'],
    ] as const) {
      await phone.open(path);
      await phone.until(sees);
      const root = [...shown(phone.tree())].find(({ node }) =>
        String(node.attributes.class ?? '').includes('app-root'),
      );
      expect(String(root?.node.attributes.class)).toContain('elder');
      expect(phone.controls().filter(({ name }) => name.trim() === '')).toEqual([]);
    }
    expectWithinLimits(phone);
  });
});
