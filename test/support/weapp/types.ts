import type { Wanted } from './find';
import type { Stats } from './stats';
import type { Control, ViewNode } from './tree';
import type { Answers } from './wx';
import type { PhoneFiles } from './wx-files';

export type { Control } from './tree';

/** How `openWeapp` sets up the phone. */
export interface WeappOptions {
  /** The built bundle, `dist/weapp`. */
  dist: string;
  /** Where the BFF really is, `http://127.0.0.1:41234`; requests to another place throw. */
  api: string;
  /** The base compiled into the bundle, without `/api/v1`. */
  compiledApi?: string;
  /** Gives a login code (of the sandbox), or null when WeChat cannot give one. */
  login: () => Promise<string | null>;
  /** Gives a code when a button with open-type `getPhoneNumber` is pressed, or null when the person says no. */
  phoneCode?: () => Promise<string | null>;
  /** What the phone remembers from an earlier run; kept and changed in place. */
  storage?: Map<string, string>;
  /** The phone's files from an earlier run; kept and changed in place, what was temporary is gone. */
  files?: PhoneFiles;
  location?: Answers['location'];
  /** What is photographed or chosen when the app asks for a paper; turns away when absent. */
  papers?: Answers['papers'];
  /** False: as in a network that lets no push connection through. */
  pushes?: boolean;
  /** What the camera sees when a code is scanned; turns away when absent. */
  scanned?: Answers['scanned'];
  /** What the person chooses from WeChat's own address book; turns away when absent. */
  address?: Answers['address'];
  /** The answer to WeChat's question about messages: accepts when absent; null: the main switch is off. */
  subscribe?: Answers['subscribe'];
  /** What the person does when WeChat's payment opens: pays when absent. */
  payment?: Answers['payment'];
  fontSizeScaleFactor?: number;
  /** WeChat asks for the privacy consent before giving personal data. */
  privacyAsked?: boolean;
  /** Whether the phone has a network when the app is opened; true when absent. */
  online?: boolean;
  /** Page opened first, as by a shared link; the home page when absent. */
  open?: string;
  /** Milliseconds that `until` waits before it fails; 10 000 when absent. */
  deadline?: number;
}

/** A phone with the app open: what a person sees, and what they can do. */
export interface Weapp {
  /** Route of the page on top: `pages/home/index`. */
  readonly route: string;
  /** Query of that page's address. */
  readonly options: Readonly<Record<string, string>>;
  /** Routes that app.json lists. */
  readonly routes: readonly string[];
  /** Everything a person reads on the page, in order. */
  text(): string;
  /** What WeChat draws for the page now. */
  tree(): readonly ViewNode[];
  /** What can be tapped or filled in on the page (in the dialog, while one is open). */
  controls(): Control[];
  /**
   * Taps the control with this name (its label, else its words). An exact name wins over a tab of the tab bar, and
   * that over a control which only contains the words.
   * @throws when there is none, more than one, or it is out of use
   */
  tap(what: Wanted, options?: { nth?: number }): Promise<void>;
  /** Fills in the input with this label. */
  type(label: Wanted, value: string): Promise<void>;
  /** Presses the keyboard's own button (搜索, 完成) in that input. */
  confirm(label: Wanted): Promise<void>;
  /**
   * Waits until the page shows the words, or the function gives something true. Looks again whenever something
   * changed; never sleeps.
   * @throws after the deadline, with the page's text and what went wrong meanwhile
   */
  until(what: string | RegExp | (() => unknown)): Promise<void>;
  /** The back button of the title bar. */
  back(): Promise<void>;
  /** Pulls the page down to have it asked for again. @throws where the page's config does not let it be pulled */
  pullDown(): Promise<void>;
  /** Opens an address afresh, as by scanning its code. */
  open(address: string): Promise<void>;
  /** Leaves WeChat and comes back. */
  hide(): void;
  show(): void;
  /** Moves the phone's clock forward, as after a sleep. @param seconds */
  passTime(seconds: number): void;
  /** Cuts the network or restores it. */
  network(online: boolean): void;
  /** What toasts and modals said. */
  readonly toasts: readonly string[];
  /** What was called of `wx`, with its options. */
  readonly calls: readonly { name: string; options: unknown }[];
  /** Errors of the bundle and warnings on its console; an honest run has none. */
  readonly problems: readonly string[];
  readonly storage: Map<string, string>;
  /** Files on the phone, by path. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** How many push connections the app holds. */
  sockets(): number;
  /** Counters; `resetStats` starts them again. */
  stats(): Stats;
  resetStats(): void;
  /** Stops the bundle's timers. */
  close(): void;
}
