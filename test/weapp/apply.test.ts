import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { heavyPicture, pdf, photo } from '../support/files';
import { itemWithLater, submitted } from '../support/hand-in';
import { applicant, officerFor } from '../support/papers';
import {
  calls,
  closePhones,
  expectWithinLimits,
  fill,
  knownCitizen,
  openPhone,
  press,
} from '../support/road';
import type { Weapp } from '../support/weapp';

let app: TestApp;
let picture: Buffer;
let heavy: Buffer;
let contract: Buffer;
beforeAll(async () => {
  app = await startApp();
  [picture, heavy, contract] = await Promise.all([photo(), heavyPicture(1_100_000), pdf()]);
});
afterEach(closePhones);
afterAll(() => app.stop());

const mobile = '13800001234';
const ready = (phone: Weapp) => phone.text().split('已传好').length - 1;
const begun = (phone: Weapp) => calls(phone).filter((call) => call === 'POST /uploads').length;
const sent = (phone: Weapp, part: string) =>
  calls(phone).filter((call) => call.startsWith('PUT /uploads/') && call.endsWith(part)).length;

describe('applying from the phone', () => {
  it('goes from the guide to a number, with every way to a paper, and is followed from then on', async () => {
    const { phone, client, required, id, guide } = await applicant(app, {
      papers: (from) =>
        from === 'chat' ? [{ name: '合同.pdf', bytes: contract }] : [{ name: 'photo.jpg', bytes: picture }],
    });
    // Nothing is there: said for each, nothing is sent.
    await press(phone, '填好了，去核对');
    await phone.until(`还没有“${required[0]}”，拍照或选文件。`);
    expect(calls(phone).some((call) => call.endsWith('/submit'))).toBe(false);

    for (const [at, name] of required.entries()) {
      await press(phone, at === 0 ? `聊天文件：${name}` : `拍照：${name}`);
      await phone.until(() => ready(phone) === at + 1);
    }
    expect(phone.text()).toContain('合同.pdf');
    // One more, another in its place, and away with it.
    await press(phone, `相册：${required[0]}`);
    await phone.until(() => ready(phone) === required.length + 1);
    await press(phone, `换掉 ${required[0]} 照片 2`);
    await phone.until('换掉“照片 2”');
    await press(phone, `拍照：${required[0]}`);
    await phone.until(() => begun(phone) === required.length + 2 && ready(phone) === required.length + 1);
    await press(phone, `删除 ${required[0]} 照片 2`);
    await fill(phone, '联系电话', mobile);
    await fill(phone, '还有什么要说明', '周末也方便');
    await phone.until('已保存，关掉也不会丢');

    await press(phone, `查看 ${required[1]} 照片 1`);
    await phone.until(() => phone.calls.some(({ name }) => name === 'previewImage'));

    await press(phone, `查看 ${required[0]} 合同.pdf`);
    await phone.until(() => phone.calls.some(({ name }) => name === 'openDocument'));

    await press(phone, '填好了，去核对');
    await phone.until('交给谁');
    for (const name of required) expect(phone.text()).toContain(name);
    expect(phone.text()).toContain(mobile);
    // 修改 leads back to the form, which has everything.
    await press(phone, '修改联系电话');
    await phone.until(() => phone.route === 'packages/cases/apply/index');
    await press(phone, '填好了，去核对');
    await press(phone, `提交给${guide.department}`);
    await phone.until(/ZTC-\d{8}-[0-9A-Z]+/);
    const number = /ZTC-\d{8}-[0-9A-Z]+/.exec(phone.text())?.[0] ?? '';

    const detail = await client.get('GET /cases/{id}', { params: { id } });
    expect(detail).toMatchObject({ state: 'submitted', number, form: { phone: mobile, note: '周末也方便' } });
    const papers = detail.materials.filter(({ uploads }) => uploads.length > 0);
    expect(papers.map(({ name, uploads }) => [name, uploads.length])).toEqual(
      required.map((name) => [name, 1]),
    );

    await press(phone, '看办到哪一步');
    await phone.until('办理经过');
    expect(phone.text()).toContain('谁在办');
    await phone.open('/pages/matters/index');
    await fill(phone, '按编号或事项找', number);
    await phone.until(number);
    // Nothing of it stays on the phone.
    expect([...phone.files.keys()].filter((path) => path.startsWith('http://usr'))).toEqual([]);
    expectWithinLimits(phone);
  });

  it('hands in once, however often the button is pressed', async () => {
    const { phone, client, required, guide } = await applicant(app, {
      papers: () => [{ name: 'photo.jpg', bytes: picture }],
    });
    for (const [at, name] of required.entries()) {
      await press(phone, `拍照：${name}`);
      await phone.until(() => ready(phone) === at + 1);
    }
    await fill(phone, '联系电话', mobile);
    await press(phone, '填好了，去核对');
    const name = `提交给${guide.department}`;
    await phone.until(() => phone.controls().some((control) => control.name === name));
    await Promise.all([phone.tap(name), phone.tap(name).catch(() => undefined)]);
    await phone.until(/ZTC-\d{8}/);
    expect(calls(phone).filter((call) => call.endsWith('/submit'))).toHaveLength(1);
    expect((await client.get('GET /cases')).total).toBe(1);
    expectWithinLimits(phone);
  });

  it('takes up an upload where the network broke it off', async () => {
    const { phone, required } = await applicant(app, { papers: () => [{ name: 'big.png', bytes: heavy }] });
    await press(phone, `相册：${required[0]}`);
    await phone.until(
      () =>
        sent(phone, '/parts/0') === 1 &&
        phone.stats().requests.some(({ path, status }) => path.endsWith('/parts/0') && status === 200),
    );
    phone.network(false);
    await phone.until('现在没有网络');
    await phone.until('接着传');
    phone.network(true);
    await phone.until(() => ready(phone) === 1);
    // What had arrived was not sent again, and the upload was begun once.
    expect(sent(phone, '/parts/0')).toBe(1);
    expect(begun(phone)).toBe(1);
    expectWithinLimits(phone);
  });

  it('loses nothing when the app is closed in the middle, without a network', async () => {
    const { phone, required, id, options, client } = await applicant(app, {
      papers: () => [{ name: 'photo.jpg', bytes: picture }],
    });
    phone.network(false);
    await phone.until('现在没有网络');
    await fill(phone, '还有什么要说明', '半路写的');
    await press(phone, `拍照：${required[0]}`);
    await phone.until('接着传');
    await phone.until('连上网就保存到系统');
    phone.close();

    const later = await openPhone(app, client.citizen, {
      ...options,
      open: `/packages/cases/apply/index?id=${id}`,
    });
    await later.until(() => ready(later) === 1);
    await later.until('已保存，关掉也不会丢');
    const detail = await client.get('GET /cases/{id}', { params: { id } });
    expect(detail.form.note).toBe('半路写的');
    expect(detail.materials.find(({ name }) => name === required[0])?.uploads).toHaveLength(1);
    expectWithinLimits(later);
  });

  it('says at once what is wrong with a file, and lets another take its place', async () => {
    let bytes: Buffer = Buffer.from('not a picture at all');
    const { phone, required } = await applicant(app, { papers: () => [{ name: 'photo.jpg', bytes }] });
    await press(phone, `拍照：${required[0]}`);
    await phone.until(() => phone.controls().some(({ name }) => name.startsWith('换掉')));
    await phone.until(() => !/正在传|等着传|正在检查/.test(phone.text()));
    expect(ready(phone)).toBe(0);
    await press(phone, '填好了，去核对');
    await phone.until('有一份没有传成');
    bytes = picture;
    await press(phone, /^换掉/);
    await phone.until('换掉“照片 1”');
    await press(phone, `拍照：${required[0]}`);
    await phone.until(() => ready(phone) === 1);
    expectWithinLimits(phone);
  });

  it('leaves the draft alone when the person turns away, and throws it away when asked', async () => {
    const { phone, client, required, id } = await applicant(app);
    await press(phone, `拍照：${required[0]}`);
    expect(ready(phone)).toBe(0);
    await press(phone, '不办了，删掉这份申请');
    await press(phone, '留着');
    await press(phone, '不办了，删掉这份申请');
    await press(phone, '删掉申请');
    await phone.until(() => phone.route === 'pages/matters/index');
    expect(await client.refused('GET /cases/{id}', { params: { id } })).toBe('NOT_FOUND');
    expectWithinLimits(phone);
  });
});

describe('a case that was handed in', () => {
  it('takes what may follow while it is being worked on, as much as there is', async () => {
    const known = await knownCitizen(app);
    const { id, materials } = await submitted(known.client, await itemWithLater(app));
    const later = materials.find(({ status }) => status === 'later')?.name ?? '';
    const phone = await openPhone(app, known.citizen, {
      storage: known.storage,
      papers: () => [{ name: 'photo.jpg', bytes: picture }],
    });
    await phone.open(`/packages/cases/detail/index?id=${id}`);
    await phone.until('可以后补的材料');
    await press(phone, '补交可后补的材料');
    await phone.until('作出决定前都可以交');
    await press(phone, '补交这些材料');
    await phone.until('还没有选材料');
    await press(phone, `拍照：${later}`);
    await phone.until(() => ready(phone) === 1);
    await press(phone, '补交这些材料');
    await phone.until('已补交');
    const detail = await known.client.get('GET /cases/{id}', { params: { id } });
    expect(detail.state).toBe('submitted');
    expect(detail.materials.find(({ name }) => name === later)?.status).toBe('given');
    await press(phone, '看办到哪一步');
    await phone.until(`补交了可后补的材料：${later}`);
    expectWithinLimits(phone);
  });

  it('asks for what is missing, all at once, and takes exactly that', async () => {
    const { phone, client, required, guide, id } = await applicant(app, {
      papers: () => [{ name: 'photo.jpg', bytes: picture }],
    });
    for (const [at, name] of required.entries()) {
      await press(phone, `拍照：${name}`);
      await phone.until(() => ready(phone) === at + 1);
    }
    await fill(phone, '联系电话', mobile);
    await press(phone, '填好了，去核对');
    await press(phone, `提交给${guide.department}`);
    await phone.until(/ZTC-\d{8}/);

    const officer = await officerFor(app, guide);
    const params = { id };
    const { version } = await officer.get('GET /staff/cases/{id}', { params });
    const received = await officer.get('POST /staff/cases/{id}/receive', { params, body: { version } });
    const materialId = guide.materials.find(({ name }) => name === required[0])?.id ?? '';
    await officer.get('POST /staff/cases/{id}/request-supplement', {
      params,
      body: {
        version: received.version,
        reason: '材料不齐',
        asked: [
          { materialId, why: '没有签名，签好再拍' },
          { name: '居住证明', why: '户籍不在昭通' },
        ],
      },
    });

    await press(phone, '看办到哪一步');
    await phone.until('居住证明');
    expect(phone.text()).toContain('现在不计时');
    await press(phone, '补材料');
    await phone.until('没有签名，签好再拍');
    await press(phone, '补交这些材料');
    await phone.until('还没有“居住证明”，拍照或选文件。');
    await press(phone, `拍照：${required[0]}`);
    await press(phone, '拍照：居住证明');
    await phone.until(() => ready(phone) === 2);
    await press(phone, '补交这些材料');
    await phone.until('已补交');
    const detail = await client.get('GET /cases/{id}', { params });
    expect(detail.state).toBe('received');
    expect(detail.supplement?.answeredAt).not.toBeNull();
    expectWithinLimits(phone);

    // Anyone with its number and the end of the phone sees how it stands; a wrong end tells nothing.
    const visitor = await openPhone(app, client.citizen, { open: '/packages/cases/lookup/index' });
    await fill(visitor, '办件编号', detail.number ?? '');
    await fill(visitor, '手机号后四位', '9999');
    await press(visitor, '查办到哪一步');
    await visitor.until('没有找到');
    await fill(visitor, '手机号后四位', mobile.slice(-4));
    await press(visitor, '查办到哪一步');
    await visitor.until('办理经过');
    expect(visitor.text()).toContain(guide.name);
    expectWithinLimits(visitor);

    // It can be taken back before it is decided, after one more question.
    await press(phone, '看办到哪一步');
    await press(phone, '撤回申请');
    await press(phone, '不撤回');
    await phone.until(() => !phone.text().includes('撤回这份申请？'));
    await press(phone, '撤回申请');
    await phone.until('撤回这份申请？');
    await press(phone, '撤回申请');
    await phone.until('已撤回');
    expect((await client.get('GET /cases/{id}', { params })).state).toBe('withdrawn');
  });
});
