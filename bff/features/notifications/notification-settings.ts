import {
  type NoticeGroup,
  type NotificationSettings,
  noticeGroups,
} from '../../../shared/contract/notifications';
import { maskPhone } from '../../../shared/domain/mask';
import { clockWords } from '../../../shared/domain/words';
import type { Caller } from '../../http/route';
import { noticeTable } from './kinds';
import type { NotificationParts } from './parts';
import { QUIET_FROM, QUIET_UNTIL } from './quiet-hours';

type Choice = { wechat: boolean; sms: boolean };
export type Choices = Record<NoticeGroup, Choice>;

const words: Record<NoticeGroup, { title: string; about: string }> = {
  appointments: { title: '预约和提醒', about: '预约成功、改期、大厅取消，前一天和两小时前的提醒。' },
  queue: { title: '排队叫号', about: '快到您和正在叫您的号。' },
  cases: { title: '办件进度', about: '收件、受理、补材料、决定、可以领取。' },
  mandates: { title: '代办', about: '代办关系的变动。' },
};

const smsGroups = new Set(
  Object.values(noticeTable)
    .filter(({ sms }) => sms !== null)
    .map(({ group }) => group),
);

/** What a recipient chose; everything is on until they do. */
export async function settingsOf(parts: NotificationParts, recipient: string): Promise<Choices> {
  const kept = await parts.noticeSettings.findById(recipient).lean();
  return Object.fromEntries(
    noticeGroups.map((group) => {
      const { wechat = true, sms = true } = kept?.groups.find((row) => row.group === group) ?? {};
      return [group, { wechat, sms }];
    }),
  ) as Choices;
}

/** Changes what is named; the rest stays as it is. */
export async function chooseSettings(
  parts: NotificationParts,
  recipient: string,
  groups: readonly ({ group: NoticeGroup } & Choice)[],
): Promise<void> {
  const chosen = await settingsOf(parts, recipient);
  for (const { group, wechat, sms } of groups) chosen[group] = { wechat, sms };
  await parts.noticeSettings.updateOne(
    { _id: recipient },
    { $set: { groups: noticeGroups.map((group) => ({ group, ...chosen[group] })) } },
    { upsert: true },
  );
}

/** The page of settings. */
export async function presentSettings(
  parts: NotificationParts,
  caller: Caller,
  recipient: string,
): Promise<NotificationSettings> {
  const [chosen, account] = await Promise.all([
    settingsOf(parts, recipient),
    parts.people.accountToReach(caller.accountId),
  ]);
  return {
    groups: noticeGroups.map((group) => ({
      group,
      ...words[group],
      ...chosen[group],
      smsUsed: smsGroups.has(group),
    })),
    phone: account?.phone ? maskPhone(account.phone) : null,
    quietWords: `${clockWords(QUIET_FROM)}–${clockWords(QUIET_UNTIL)}`,
  };
}
