import Taro from '@tarojs/taro';
import { isWeapp } from './env';
import { createStore, type Store } from './store';

/** WeChat's question: may the API that was just called have personal data? */
export interface PrivacyQuestion {
  /** Opens the privacy guide that WeChat shows for this mini-program. */
  readNotice(): void;
  /** The button with open-type `agreePrivacyAuthorization` and this id was pressed. */
  agree(buttonId: string): void;
  disagree(): void;
}

/** The question that waits for an answer, or null. The popup mounted by `Page` shows it. */
export const privacyQuestion: Store<PrivacyQuestion | null> = createStore<PrivacyQuestion | null>(null);

let listening = false;

/**
 * Takes over WeChat's privacy question, so that it is asked in our words and size. Without an answer the API that
 * asked waits for ever; `disagree` fails it with errno 104, and the page says what can be done instead.
 */
export function watchPrivacy(): void {
  if (!isWeapp || listening) return;
  listening = true;
  Taro.onNeedPrivacyAuthorization((resolve) => {
    const answer = (reply: Parameters<typeof resolve>[0]) => {
      privacyQuestion.set(null);
      resolve(reply);
    };
    // A second question replaces the first on screen; the first is refused, not left hanging.
    privacyQuestion.get()?.disagree();
    privacyQuestion.set({
      readNotice: () => Taro.openPrivacyContract({ fail: () => undefined }),
      agree: (buttonId) => answer({ buttonId, event: 'agree' }),
      disagree: () => answer({ event: 'disagree' }),
    });
  });
}
