import type { Phone } from './phone';

/**
 * Makes `until`: waits for words or for a function to hold, looking again whenever the phone says that something
 * changed, with one deadline for all of it.
 */
export function makeUntil(phone: Phone, text: () => string, deadline: number) {
  return (what: string | RegExp | (() => unknown)): Promise<void> => {
    const holds = () => {
      if (typeof what === 'function') return Boolean(what());
      return typeof what === 'string' ? text().includes(what) : what.test(text());
    };
    return new Promise<void>((resolve, reject) => {
      const stop = () => {
        clearTimeout(end);
        phone.watchers.delete(look);
      };
      const look = () => {
        try {
          if (!holds()) return;
          stop();
          resolve();
        } catch (error) {
          stop();
          reject(error);
        }
      };
      const end = setTimeout(() => {
        stop();
        const troubles = phone.problems.length > 0 ? `\nproblems:\n${phone.problems.join('\n')}` : '';
        reject(
          new Error(`never came: ${String(what)}\non ${phone.pages.current.route}:\n${text()}${troubles}`),
        );
      }, deadline);
      phone.watchers.add(look);
      look();
    });
  };
}
