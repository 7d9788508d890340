import type { OpenPage, Pages } from './pages';
import { askingApis } from './wx-ask';
import { type Chosen, makeFileSystem, type PhoneFiles, userFolder } from './wx-files';
import { type PaymentOutcome, payingApis } from './wx-pay';
import { type Callbacks, type Failed, makeRequest, type RequestWorld } from './wx-request';
import { showingApis } from './wx-show';
import { makeSockets } from './wx-socket';

/** What an API of `wx` is called with. */
export type Options = Record<string, unknown> & Callbacks;
/** What its stand-in does with it. */
export type ApiWork = (options: Options) => Record<string, unknown> | Promise<Record<string, unknown>>;

/** What a person or the phone answers when the bundle asks. */
export interface Answers {
  /** A login code for `wx.login`, or null when WeChat cannot give one. */
  login: () => Promise<string | null>;
  /** Where the phone is; null when the person said no. */
  location: { latitude: number; longitude: number } | null;
  /** WeChat's own font size: 1 standard, 1.4 care mode. */
  fontSizeScaleFactor: number;
  /** What is pressed in `wx.showModal`: the confirming button or the other. */
  confirmModals: boolean;
  /** What is photographed or chosen when the app asks for a paper; null when the person turns away. */
  papers: (from: 'camera' | 'album' | 'chat') => Chosen[] | null;
  /** What the camera sees when a code is scanned; null when the person turns away. */
  scanned: () => string | null;
  /** The address chosen from WeChat's own book; null when the person turns away, `refused` when WeChat may not give it. */
  address: () => WechatAddress | 'refused' | null;
  /** What the person says to WeChat's question about each template; null while its main switch is off. */
  subscribe: ((template: string) => 'accept' | 'reject' | 'ban' | 'filter') | null;
  /** What the person does when WeChat's payment opens. */
  payment: () => PaymentOutcome;
  /** Whether WeChat would ask for the privacy consent before giving personal data. */
  privacyAsked: boolean;
}

/** An address as WeChat's own book gives it. */
export interface WechatAddress {
  userName: string;
  telNumber: string;
  provinceName: string;
  cityName: string;
  countyName: string;
  streetName: string;
  detailInfo: string;
  detailInfoNew: string;
}

export interface WxWorld {
  answers: Answers;
  storage: Map<string, string>;
  files: PhoneFiles;
  pages: () => Pages;
  request: RequestWorld;
  online: () => boolean;
  /** Whether push connections get through. */
  pushes: boolean;
  /** A call of an API, for tests that ask what was called. */
  called: (name: string, options: unknown) => void;
  toast: (text: string) => void;
  changed: () => void;
}

/** The stand-in and the handles by which a test plays the phone. */
export interface Wx {
  /** The object the bundle knows as `wx`; an API that it lacks throws. */
  api: Record<string, unknown>;
  /** Runs what a tap sets off; some APIs may only be called by one. */
  tapping(work: () => void): void;
  /** How many push connections there are. */
  sockets(): number;
  /** Ends them: the app is closed. */
  hangUp(): void;
  /** Tells the bundle that the network came or went. */
  networkChanged(): void;
  /** The person pressed a button with open-type `agreePrivacyAuthorization`. */
  privacyAgreed(): void;
  /** Asks for the privacy consent unless it was given. @param name of the API or button that wants the data */
  mayHavePersonalData(name: string): Promise<boolean>;
}

type PrivacyListener = (
  resolve: (answer: { event: string; buttonId?: string }) => void,
  info: object,
) => void;

/** The person did not agree to the use of personal data: errno 104. */
class PrivacyRefused extends Error {
  constructor() {
    super('privacy permission is not authorized');
  }
}

/** What is asked of the object without meaning one of its APIs; `cloud` is WeChat's cloud, which is not switched on. */
const harmless = new Set([
  'cloud',
  'then',
  'toJSON',
  'constructor',
  'webpackJsonp',
  'hasOwnProperty',
  '$$typeof',
]);

/** Builds `wx` with the APIs this app may use, each as strict as the real one where that matters here. */
export function makeWx(world: WxWorld): Wx {
  const networkListeners: ((result: { isConnected: boolean; networkType: string }) => void)[] = [];
  let privacyListener: PrivacyListener | null = null;
  let privacyGiven = !world.answers.privacyAsked;
  let agreedByButton = false;
  let inTap = false;
  const sockets = makeSockets({ ...world.request, online: () => world.online() && world.pushes });
  const fileSystem = makeFileSystem(world.files, world.changed);

  const answer =
    (name: string, work: ApiWork) =>
    (options: Options = {}) => {
      world.called(name, options);
      const result = Promise.resolve()
        .then(() => work(options))
        .then(
          (given) => ({ errMsg: `${name}:ok`, ...given }),
          (error: unknown) => {
            const words = error instanceof Error ? error.message : String(error);
            const errMsg = words.startsWith(name) ? words : `${name}:fail ${words}`;
            throw error instanceof PrivacyRefused ? { errMsg, errno: 104 } : { errMsg };
          },
        );
      const { success, fail, complete } = options;
      // Without a callback WeChat gives a promise.
      if (!success && !fail && !complete) return result.finally(world.changed);
      result.then(
        (given) => {
          success?.(given);
          complete?.(given);
          world.changed();
        },
        (failure: Failed) => {
          fail?.(failure);
          complete?.({ ...failure });
          world.changed();
        },
      );
      return undefined;
    };
  const done = (name: string) => answer(name, () => ({}));

  const mayHavePersonalData = async (name: string) => {
    if (privacyGiven) return true;
    const listener = privacyListener;
    if (!listener) return false;
    const { event, buttonId } = await new Promise<{ event: string; buttonId?: string }>((resolve) => {
      listener(resolve, { referrer: name });
    });
    if (event !== 'agree') return false;
    if (!buttonId || !agreedByButton) throw new Error('the button for the consent was not pressed');
    privacyGiven = true;
    return true;
  };

  const navigate = (name: 'navigateTo' | 'redirectTo' | 'reLaunch' | 'switchTab') =>
    answer(name, (options) => {
      world.pages()[name](String(options.url));
      return {};
    });

  /** Waits for the person where WeChat would ask before giving personal data. */
  const withPrivacy = (name: string, work: (options: Options) => Record<string, unknown>) =>
    answer(name, async (options) => {
      if (!(await mayHavePersonalData(name))) throw new PrivacyRefused();
      return work(options);
    });

  const api: Record<string, unknown> = {
    env: { USER_DATA_PATH: userFolder },
    request: makeRequest(world.request),
    login: answer('login', async () => {
      const code = await world.answers.login();
      if (code === null) throw new Error('cannot reach the server');
      return { code };
    }),
    checkSession: done('checkSession'),

    getStorageSync: (key: string) => world.storage.get(key) ?? '',
    setStorageSync: (key: string, value: unknown) => {
      if (typeof value !== 'string') throw new Error(`setStorageSync of ${key}: this app keeps text`);
      world.storage.set(key, value);
    },
    removeStorageSync: (key: string) => world.storage.delete(key),
    getStorageInfoSync: () => ({ keys: [...world.storage.keys()], currentSize: 1, limitSize: 10_240 }),

    getAppBaseInfo: () => ({
      SDKVersion: '3.8.0',
      language: 'zh_CN',
      theme: 'light',
      fontSizeScaleFactor: world.answers.fontSizeScaleFactor,
      host: { env: 'WeChat' },
    }),
    getWindowInfo: () => ({
      pixelRatio: 2,
      windowWidth: 375,
      windowHeight: 724,
      screenWidth: 375,
      screenHeight: 812,
      statusBarHeight: 44,
      safeArea: { left: 0, right: 375, top: 44, bottom: 778, width: 375, height: 734 },
    }),
    getDeviceInfo: () => ({ platform: 'android', system: 'Android 12', brand: 'sample', model: 'sample' }),
    canIUse: () => true,
    nextTick: (work: () => void) => setTimeout(work, 0),

    onNetworkStatusChange: (listener: (typeof networkListeners)[number]) => networkListeners.push(listener),
    offNetworkStatusChange: (listener: (typeof networkListeners)[number]) => {
      networkListeners.splice(networkListeners.indexOf(listener), 1);
    },
    getNetworkType: answer('getNetworkType', () => ({ networkType: world.online() ? 'wifi' : 'none' })),

    navigateTo: navigate('navigateTo'),
    redirectTo: navigate('redirectTo'),
    reLaunch: navigate('reLaunch'),
    switchTab: navigate('switchTab'),
    navigateBack: answer('navigateBack', (options) => {
      world.pages().navigateBack(Number(options.delta ?? 1));
      return {};
    }),
    setNavigationBarTitle: done('setNavigationBarTitle'),
    pageScrollTo: done('pageScrollTo'),
    stopPullDownRefresh: done('stopPullDownRefresh'),

    showToast: answer('showToast', (options) => {
      world.toast(String(options.title));
      return {};
    }),
    hideToast: done('hideToast'),
    showModal: answer('showModal', (options) => {
      world.toast(`${String(options.title ?? '')} ${String(options.content ?? '')}`.trim());
      return { confirm: world.answers.confirmModals, cancel: !world.answers.confirmModals };
    }),

    setClipboardData: answer('setClipboardData', (options) => {
      if (typeof options.data !== 'string') throw new Error('parameter.data should be String');
      return {};
    }),
    makePhoneCall: done('makePhoneCall'),
    openLocation: answer('openLocation', (options) => {
      if (typeof options.latitude !== 'number' || typeof options.longitude !== 'number') {
        throw new Error('parameter error: latitude and longitude should be Number');
      }
      return {};
    }),
    getFuzzyLocation: withPrivacy('getFuzzyLocation', () => {
      if (!world.answers.location) throw new Error('auth deny');
      return { ...world.answers.location };
    }),
    chooseAddress: withPrivacy('chooseAddress', () => {
      const chosen = world.answers.address();
      if (chosen === null) throw new Error('cancel');
      if (chosen === 'refused') throw new Error('auth deny');
      return { ...chosen };
    }),
    addPhoneCalendar: withPrivacy('addPhoneCalendar', () => ({})),
    getScreenBrightness: answer('getScreenBrightness', () => ({ value: 0.5 })),
    setScreenBrightness: done('setScreenBrightness'),
    setKeepScreenOn: done('setKeepScreenOn'),
    vibrateShort: done('vibrateShort'),

    getFileSystemManager: () => fileSystem,
    ...showingApis({ answer, files: world.files, request: world.request }),
    connectSocket: (options: Parameters<typeof sockets.connectSocket>[0]) => {
      world.called('connectSocket', options);
      return sockets.connectSocket(options);
    },
    ...payingApis({ answer, sandbox: world.request.realBase, outcome: world.answers.payment }),
    ...askingApis({ answer, withPrivacy, files: world.files, answers: world.answers, inTap: () => inTap }),

    onNeedPrivacyAuthorization: (listener: PrivacyListener) => {
      privacyListener = listener;
    },
    openPrivacyContract: done('openPrivacyContract'),
    getPrivacySetting: answer('getPrivacySetting', () => ({
      needAuthorization: !privacyGiven,
      privacyContractName: '《隐私保护指引》',
    })),
  };

  return {
    api: new Proxy(api, {
      get(known, name) {
        if (typeof name === 'symbol' || name in known || harmless.has(name)) return known[name as string];
        throw new Error(`wx.${name} is not in the stand-in for WeChat`);
      },
    }),
    tapping(work) {
      inTap = true;
      work();
      // WeChat forgets the tap with the end of its event; what was put off for later comes too late.
      setImmediate(() => {
        inTap = false;
      });
    },
    sockets: sockets.count,
    hangUp: sockets.cut,
    networkChanged() {
      if (!world.online()) sockets.cut();
      const isConnected = world.online();
      for (const listener of [...networkListeners]) {
        listener({ isConnected, networkType: isConnected ? 'wifi' : 'none' });
      }
    },
    privacyAgreed() {
      agreedByButton = true;
    },
    mayHavePersonalData,
  };
}

/** `getCurrentPages`: the objects that the bundle itself knows as its pages. */
export function currentInstances(stack: readonly OpenPage[]): Record<string, unknown>[] {
  return stack.map((page) => page.instance);
}
