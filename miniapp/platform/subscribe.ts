import Taro from '@tarojs/taro';
import { isWeapp } from './env';

/** What the person said to each template, in WeChat's words. */
export type SubscribeResults = Record<string, 'accept' | 'reject' | 'ban' | 'filter'>;

/** Whether messages can come by WeChat here; the browser has the inbox only. */
export const canSubscribe = isWeapp;

const answers = ['accept', 'reject', 'ban', 'filter'] as const;

/**
 * Asks WeChat's question. It may only be asked within a tap: what has to be known for it is fetched before.
 * @param templateIds 1 to 3, all one-time or all long-term
 * @returns what was said, or null when WeChat did not ask (main switch off, templates unknown)
 */
export async function askToSubscribe(templateIds: readonly string[]): Promise<SubscribeResults | null> {
  if (!canSubscribe) return null;
  try {
    const given = new Map<string, unknown>(
      Object.entries(await Taro.requestSubscribeMessage({ tmplIds: [...templateIds], entityIds: [] })),
    );
    const results: SubscribeResults = {};
    for (const id of templateIds) {
      const said = answers.find((answer) => answer === given.get(id));
      if (said) results[id] = said;
    }
    return Object.keys(results).length > 0 ? results : null;
  } catch {
    return null;
  }
}
