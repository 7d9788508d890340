import { randomUUID } from 'node:crypto';
import type { OwedNotice } from '../../work/outbox';
import { leading, openParts, partOf, sealParts } from './contents';
import { noticeTable } from './kinds';
import type { MessageDoc } from './model';
import type { NotificationParts } from './parts';

/** Notices that become one message: to one recipient about one thing, within a minute. Oldest first. */
type Group = [OwedNotice, ...OwedNotice[]];

/**
 * Makes messages of notices. A notice that already is one is passed over, so a batch can be done again at any point.
 * @returns the keys of the notices whose messages stand now
 */
export async function makeMessages(
  parts: NotificationParts,
  owed: readonly OwedNotice[],
  now: Date,
): Promise<Set<string>> {
  const byKey = new Map(owed.map((notice) => [notice.key, notice]));
  const standing = await standingOf(parts, [...byKey.keys()]);
  const fresh = [...byKey.values()].filter(({ key }) => !standing.has(key));
  const groups = groupsOf(fresh, parts.settings.notices.mergeSeconds * 1_000);
  const apart = await join(parts, groups, now);
  const inserted = await insert(
    parts,
    apart.map((group) => messageOf(parts, group, now)),
  );
  if (!inserted) {
    // Somebody else made some of them at the same moment: only what stands is struck off, the rest comes again.
    return standingOf(parts, [...byKey.keys()]);
  }
  return new Set(byKey.keys());
}

async function standingOf(parts: NotificationParts, keys: string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const found = await parts.messages
    .find({ keys: { $in: keys } }, { keys: 1 })
    .lean<Pick<MessageDoc, 'keys'>[]>();
  return new Set(found.flatMap((message) => message.keys));
}

/** `person:ID`, `account:ID` or `staff:ID`. */
export function recipientOf({ to }: Pick<OwedNotice, 'to'>): string {
  if (to.staffId !== undefined) return `staff:${to.staffId}`;
  return to.personId !== undefined ? `person:${to.personId}` : `account:${to.accountId}`;
}

function groupsOf(notices: readonly OwedNotice[], withinMs: number): Group[] {
  const groups: Group[] = [];
  const open = new Map<string, Group>();
  for (const notice of [...notices].sort((a, b) => a.at.getTime() - b.at.getTime())) {
    if (!noticeTable[notice.kind].merges || withinMs === 0) {
      groups.push([notice]);
      continue;
    }
    const about = aboutOf(recipientOf(notice), notice.subject.id);
    const group = open.get(about);
    if (group && notice.at.getTime() - group[0].at.getTime() <= withinMs) group.push(notice);
    else {
      const begun: Group = [notice];
      open.set(about, begun);
      groups.push(begun);
    }
  }
  return groups;
}

const aboutOf = (recipient: string, subjectId: string) => `${recipient} ${subjectId}`;

/** Adds notices to messages that still wait for others. @returns the groups that found none */
async function join(parts: NotificationParts, groups: readonly Group[], now: Date): Promise<Group[]> {
  const merging = groups.filter(([first]) => noticeTable[first.kind].merges);
  if (merging.length === 0) return [...groups];
  const waiting = await parts.messages
    .find({
      'subject.id': { $in: [...new Set(merging.map(([first]) => first.subject.id))] },
      planAt: { $gt: now },
    })
    .lean<MessageDoc[]>();
  const byAbout = new Map(waiting.map((doc) => [aboutOf(doc.recipient, doc.subject.id), doc]));
  const apart: Group[] = [];
  for (const group of groups) {
    const doc = byAbout.get(aboutOf(recipientOf(group[0]), group[0].subject.id));
    const joins = doc && noticeTable[group[0].kind].merges && noticeTable[doc.kind].merges;
    if (!joins || !(await joined(parts, doc, group))) apart.push(group);
  }
  return apart;
}

/** @returns false when the message was no longer as given: it is on its way, or another joined first */
async function joined(parts: NotificationParts, doc: MessageDoc, group: Group): Promise<boolean> {
  const all = [...openParts(parts.cipher, doc), ...group.map(partOf)].sort((a, b) =>
    a.at < b.at ? -1 : a.at > b.at ? 1 : 0,
  );
  try {
    const changed = await parts.messages.updateOne(
      { _id: doc._id, version: doc.version, planAt: doc.planAt },
      {
        $set: {
          contents: sealParts(parts.cipher, all),
          kind: leading(all).kind,
          at: new Date(all.at(-1)?.at ?? doc.at),
          readAt: null,
        },
        $push: { keys: { $each: group.map(({ key }) => key) } },
        $inc: { version: 1 },
      },
    );
    return changed.matchedCount === 1;
  } catch (error) {
    if ((error as { code?: unknown }).code !== 11000) throw error;
    return false;
  }
}

function messageOf({ cipher, settings }: NotificationParts, group: Group, now: Date): MessageDoc {
  const [first] = group;
  const last = group.at(-1) ?? first;
  const contents = group.map(partOf);
  const { kind } = leading(contents);
  const recipient = recipientOf(first);
  // A minute from when it happened: what was relayed late has waited enough.
  const waited = first.at.getTime() + (noticeTable[kind].merges ? settings.notices.mergeSeconds * 1_000 : 0);
  return {
    _id: randomUUID().replaceAll('-', ''),
    keys: group.map(({ key }) => key),
    recipient,
    subject: { kind: first.subject.kind, id: first.subject.id },
    kind,
    contents: sealParts(cipher, contents),
    at: last.at,
    readAt: null,
    // Members of staff read their notices where they work.
    ...(!recipient.startsWith('staff:') && { planAt: new Date(Math.max(now.getTime(), waited)) }),
    notAfter: last.notAfter ?? null,
    place: last.place ?? null,
    version: 1,
  };
}

/** @returns false when some of them stood already */
async function insert(parts: NotificationParts, made: MessageDoc[]): Promise<boolean> {
  if (made.length === 0) return true;
  try {
    // The driver's own: the documents are made here, and mongoose would copy each one to look at it.
    await parts.messages.collection.insertMany(made as never[], { ordered: false });
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code !== 11000) throw error;
    return false;
  }
}
