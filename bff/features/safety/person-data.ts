import type { DataHolder } from '../session';
import { changeCheck } from './change-check';
import type { CheckDoc } from './model';
import type { SafetyParts } from './parts';

/**
 * What content security holds about a person: words that are being looked at, which their owner exports with the rest of it.
 * Erased, they are not sent anywhere any more.
 */
export function safetyData(parts: SafetyParts): DataHolder {
  return {
    name: 'safety',
    exportFor: async () => [],
    async erase(_personId, accountIds) {
      const open = await parts.checks.find({ accountId: { $in: accountIds } }).lean<CheckDoc[]>();
      for (const { _id: key } of open)
        await changeCheck(parts, key, ({ wordsVerdict, pictures }) => ({
          wordsVerdict: wordsVerdict ?? 'unknown',
          pictures: pictures.map((one) => ({ ...one, verdict: one.verdict ?? 'unknown' })),
        }));
      return { erased: open.length > 0 ? ['正在检查的文字和图片'] : [], kept: [] };
    },
  };
}
