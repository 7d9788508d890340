import { fire } from './events';
import { find } from './find';
import { listedRoutes } from './pages';
import { startPhone } from './phone';
import { freshStats } from './stats';
import { controlsOf, isDisabled, nameOf, textOf, topLayer } from './tree';
import type { Weapp, WeappOptions } from './types';
import { makeUntil } from './until';

export type { Weapp, WeappOptions } from './types';

/** Lets what the bundle put off to the next turn run. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * Opens the compiled bundle as WeChat would, and gives a phone to use it by.
 * @throws when the bundle is not built, or does something that WeChat would refuse
 */
export async function openWeapp(options: WeappOptions): Promise<Weapp> {
  const phone = startPhone(options);
  const { pages, wx, app } = phone;
  const view = () => pages.current.view();
  const text = () => view().map(textOf).filter(Boolean).join(' ');
  const handler = (event: unknown) => void pages.current.call('eh', event);

  /** WeChat's own answer to a button that asks for the phone number; it may first ask the person for the consent. */
  const givePhoneNumber = async (found: ReturnType<typeof find>) => {
    if (!(await wx.mayHavePersonalData('getPhoneNumber'))) {
      const errMsg = 'getPhoneNumber:fail privacy permission is not authorized';
      fire('getphonenumber', found, { errMsg, errno: 104 }, handler);
      return;
    }
    const code = (await options.phoneCode?.()) ?? null;
    const detail = code ? { errMsg: 'getPhoneNumber:ok', code } : { errMsg: 'getPhoneNumber:fail user deny' };
    fire('getphonenumber', found, detail, handler);
  };

  /** What WeChat itself does when a button with an open-type is pressed. */
  const pressOpenType = (found: ReturnType<typeof find>) => {
    for (const type of String(found.node.attributes['open-type'] ?? '').split('|')) {
      if (type === 'agreePrivacyAuthorization') {
        wx.privacyAgreed();
        fire('agreeprivacyauthorization', found, {}, handler);
      } else if (type === 'getPhoneNumber') {
        givePhoneNumber(found).catch((error: unknown) => phone.problems.push(String(error)));
      } else if (type === 'share') {
        pages.current.call('onShareAppMessage', { from: 'button' });
      }
    }
  };
  const usable = (found: ReturnType<typeof find>) => {
    if (isDisabled(found.node)) throw new Error(`"${nameOf(found.node)}" is out of use`);
    return found;
  };
  await turn();

  return {
    get route() {
      return pages.current.route;
    },
    get options() {
      return pages.current.options;
    },
    routes: listedRoutes(app),
    text,
    tree: view,
    controls: () => controlsOf(topLayer(view())),
    async tap(what, { nth } = {}) {
      phone.stats.taps += 1;
      const tab = pages.isTab(pages.current.route) && app.tabBar?.list.find((one) => one.text === what);
      const layer = topLayer(view());
      if (tab && !controlsOf(layer).some(({ name }) => name === what)) pages.switchTab(`/${tab.pagePath}`);
      else {
        const found = find(layer, what, { kind: 'control', nth });
        let called = 0;
        wx.tapping(() => {
          called = fire('tap', usable(found), { x: 10, y: 10 }, handler);
        });
        if (called === 0) throw new Error(`nothing happens on a tap of "${nameOf(found.node)}"`);
        pressOpenType(found);
      }
      await turn();
    },
    async type(label, value) {
      const found = usable(find(topLayer(view()), label, { kind: 'input' }));
      const longest = Number(found.node.attributes.maxlength ?? 140);
      const kept = longest >= 0 ? value.slice(0, longest) : value;
      fire('focus', found, { value: found.node.attributes.value ?? '', height: 0 }, handler);
      fire('input', found, { value: kept, cursor: kept.length, keyCode: 0 }, handler);
      fire('blur', found, { value: kept, cursor: kept.length }, handler);
      await turn();
    },
    async confirm(label) {
      const found = usable(find(topLayer(view()), label, { kind: 'input' }));
      fire('confirm', found, { value: found.node.attributes.value ?? '' }, handler);
      await turn();
    },
    until: makeUntil(phone, text, options.deadline ?? 10_000),
    async back() {
      pages.navigateBack(1);
      await turn();
    },
    async pullDown() {
      if (!pages.current.pullsDown) throw new Error(`${pages.current.route} cannot be pulled down`);
      pages.current.call('onPullDownRefresh');
      await turn();
    },
    async open(address) {
      pages.reLaunch(address);
      await turn();
    },
    hide() {
      pages.setVisible(false);
      phone.callApp('onHide', {});
    },
    show() {
      phone.callApp('onShow', { path: pages.current.route, query: {}, scene: 1001, referrerInfo: {} });
      pages.setVisible(true);
    },
    passTime: phone.passTime,
    network(online) {
      phone.online = online;
      wx.networkChanged();
    },
    toasts: phone.toasts,
    calls: phone.calls,
    problems: phone.problems,
    storage: phone.storage,
    files: phone.files,
    sockets: wx.sockets,
    stats: () => phone.stats,
    resetStats() {
      phone.stats = freshStats();
    },
    close: phone.stop,
  };
}
