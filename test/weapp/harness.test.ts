import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openWeapp, type Weapp } from '../support/weapp';

let folder: string | undefined;
let phone: Weapp | undefined;
afterEach(() => {
  phone?.close();
  if (folder) rmSync(folder, { recursive: true });
  folder = undefined;
  phone = undefined;
});

/** A bundle written by hand: one page, whose script and template the test gives. */
function bundle(script: string, wxml: string): string {
  folder = mkdtempSync(path.join(tmpdir(), 'weapp-'));
  mkdirSync(path.join(folder, 'pages'));
  const files = {
    'app.json': JSON.stringify({ pages: ['pages/one', 'pages/two'] }),
    'app.js': 'App({})',
    'pages/one.js': script,
    'pages/one.wxml': wxml,
    'pages/two.js': 'Page({data: {}})',
    'pages/two.wxml': '<view>second</view>',
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
  return folder;
}

async function start(script: string, wxml = '<view>{{words}}</view>') {
  phone = await openWeapp({
    dist: bundle(script, wxml),
    api: 'http://127.0.0.1:9',
    login: async () => null,
    deadline: 500,
  });
  return phone;
}

const page = (onLoad: string) =>
  `Page({data: {words: 'first'}, onLoad() {${onLoad}}, eh(e) { this.setData({words: e.type + ' ' + e.currentTarget.dataset.sid}) }})`;
const button = '<view bindtap="eh" aria-role="button" data-sid="s1"><text>{{words}}</text></view>';

describe('the stand-in for WeChat is strict', () => {
  it.each([
    ['an unknown API', page('wx.inventedThing()'), /wx\.inventedThing is not in the stand-in/],
    ['the browser’s names', page('window.location.href'), /undefined/],
    ['text run as code', page("new Function('return 1')()"), /Code generation from strings disallowed/],
    [
      'a domain that is not listed',
      page("wx.request({url: 'https://elsewhere.invalid/x'})"),
      /not in the list of domains/,
    ],
    [
      'a method that wx.request lacks',
      page("wx.request({url: 'http://127.0.0.1:3000/x', method: 'PATCH'})"),
      /no PATCH/,
    ],
    [
      'setData of more than WeChat takes',
      page("this.setData({words: 'x'.repeat(2000000)})"),
      /more than WeChat takes/,
    ],
    ['setData of a function', page('this.setData({words() {}})'), /is a function/],
    ['a page without Page()', '0', /did not call Page/],
  ])('%s throws', async (_, script, message) => {
    await expect(start(script)).rejects.toThrow(message);
  });

  it.each([
    ['an unknown component', '<marquee>{{words}}</marquee>', /<marquee> is no component/],
    ['a template that the build left out', '<template is="gone" data="{{words}}" />', /no template gone/],
  ])('%s throws when the page is drawn', async (_, wxml, message) => {
    const opened = await start(page(''), wxml);
    expect(() => opened.text()).toThrow(message);
  });

  it('refuses what may not be navigated to', async () => {
    const opened = await start(
      page("wx.navigateTo({url: '/pages/three', fail: ({errMsg}) => this.setData({words: errMsg})})"),
    );
    await opened.until('navigateTo:fail page "pages/three" is not found');
  });
});

describe('the phone', () => {
  it('taps what has a role and a name, and counts what follows', async () => {
    const opened = await start(page(''), button);
    expect(opened.controls()).toEqual([
      { role: 'button', name: 'first', disabled: false, checked: undefined },
    ]);
    await opened.tap('first');
    await opened.until('tap s1');
    expect(opened.stats()).toMatchObject({
      taps: 1,
      setData: 1,
      firstBytes: '{"words":"tap s1"}'.length,
      maxNodes: 2,
    });
  });

  it('cannot tap what has no role, is out of use, or fits two', async () => {
    const two = `${button}<view bindtap="eh" aria-role="button" aria-disabled="true">never</view><view bindtap="eh">bare</view>`;
    const opened = await start(page(''), `${two}${button}`);
    await expect(opened.tap('never')).rejects.toThrow('out of use');
    await expect(opened.tap('bare')).rejects.toThrow('no control fits bare');
    await expect(opened.tap('first')).rejects.toThrow('2 controls fit first');
    await opened.tap('first', { nth: 1 });
    await opened.until('tap s1');
  });

  it('notices setData of a hidden page', async () => {
    const opened = await start(
      page("wx.navigateTo({url: '/pages/two', success: () => this.setData({words: 'late'})})"),
    );
    await opened.until('second');
    await opened.until(() => opened.stats().hiddenSetData === 1);
    await opened.back();
    await opened.until('late');
  });

  it('keeps errors of timers and console warnings as problems, and tells them when a wait fails', async () => {
    const opened = await start(
      page("setTimeout(() => { throw new Error('broken later') }, 0); console.warn('careful')"),
    );
    await expect(opened.until('never shown')).rejects.toThrow(
      /never came: never shown[\s\S]*careful[\s\S]*broken later/,
    );
  });
});
