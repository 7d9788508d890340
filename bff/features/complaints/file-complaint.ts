import type { complaintsContract } from '../../../shared/contract/complaints';
import type { BodyOf } from '../../../shared/contract/core';
import { complaintCategories } from '../../../shared/domain/complaint';
import type { Caller, RequestContext } from '../../http/route';
import { Problem } from '../../problem';
import { type About, aboutOf } from './about';
import { beginComplaint } from './change-complaint';
import type { ComplaintDoc } from './model';
import { drawNumber } from './number';
import type { ComplaintParts } from './parts';
import { namelessId, queryCodeFor, queryCodeHash } from './query-code';
import { sealText } from './texts';

export interface FileComplaint {
  body: BodyOf<(typeof complaintsContract)['POST /complaints']>;
  caller: Caller | undefined;
  context: Pick<RequestContext, 'operationId' | 'now' | 'address'>;
}

/** Whose complaint it is going to be. */
interface Whose {
  id: string;
  personId: string | null;
  accountId: string | null;
  /** Without a name: what whoever complained keeps. */
  queryCode: string | null;
}

/**
 * Files a complaint. Repeated under the same operation it finds the one it filed, with the same query code. Content security,
 * repeats and tasks to staff follow after the answer and are owed by the document until they are done.
 * @throws Problem NOT_SIGNED_IN, CONSENT_REQUIRED, IDENTITY_REQUIRED for one by name; NOT_FOUND, UPLOAD_STATE, COMPLAINTS_TOO_MANY
 */
export async function fileComplaint(
  parts: ComplaintParts,
  command: FileComplaint,
): Promise<{ doc: ComplaintDoc; queryCode: string | null }> {
  const whose = whoseOf(parts, command);
  const { id, queryCode } = whose;
  const filed = () => parts.complaints.findById(id).lean<ComplaintDoc>();
  const budget = budgetOf(parts, whose, command.context.address);
  const wait = await budget.limiter.take(budget.key);
  if (wait !== null) {
    const before = await filed();
    if (before) return { doc: before, queryCode };
    throw new Problem('COMPLAINTS_TOO_MANY', { retryAfter: wait });
  }
  try {
    return { doc: await begun(parts, command, whose), queryCode };
  } catch (error) {
    // What was not filed does not count, nor what was filed before under this operation.
    await budget.limiter.giveBack(budget.key);
    const before = await filed();
    if (!before) throw error;
    return { doc: before, queryCode };
  }
}

/** @throws E11000 when it exists already */
async function begun(parts: ComplaintParts, command: FileComplaint, whose: Whose): Promise<ComplaintDoc> {
  const { body, caller, context } = command;
  const { now } = context;
  const about = await aboutOf(parts, body, { caller, anonymous: body.anonymous, now });
  const photos = await photosOf(parts, command, whose.id);
  for (;;) {
    const number = drawNumber(now);
    const blank = blankComplaint(parts, command, { whose, about, photos, number });
    try {
      const doc = await beginComplaint(parts, blank, { action: 'file', by: { role: 'citizen' }, at: now });
      await parts.reached('complaint:filed');
      return doc;
    } catch (error) {
      const taken = (error as { keyPattern?: object }).keyPattern;
      if (!taken || !('number' in taken)) throw error;
    }
  }
}

function whoseOf(parts: ComplaintParts, { body, caller, context: { operationId } }: FileComplaint): Whose {
  if (body.anonymous)
    return {
      id: namelessId(parts, operationId),
      personId: null,
      accountId: null,
      queryCode: queryCodeFor(parts, operationId),
    };
  if (!caller) throw new Problem('NOT_SIGNED_IN', { next: '登录后实名提交，或改为匿名提交。' });
  if (!caller.consented) throw new Problem('CONSENT_REQUIRED');
  if (caller.personId === null) throw new Problem('IDENTITY_REQUIRED');
  return { id: operationId, personId: caller.personId, accountId: caller.accountId, queryCode: null };
}

/** How many in a day: of a person, or without a name from an address. */
function budgetOf({ limits }: ComplaintParts, { personId }: Whose, address: string) {
  return personId === null
    ? { limiter: limits.address, key: address }
    : { limiter: limits.person, key: personId };
}

/** The photos, which are of this complaint from here on; the sweeper takes them when it never came to be. */
async function photosOf(
  parts: ComplaintParts,
  { body, caller, context: { now } }: FileComplaint,
  complaintId: string,
): Promise<ComplaintDoc['photos']> {
  if (body.photos.length === 0) return [];
  const personId = caller?.personId ?? null;
  if (!caller) throw new Problem('NOT_SIGNED_IN', { next: '登录后才能传照片；也可以先不带照片提交。' });
  if (personId === null) throw new Problem('IDENTITY_REQUIRED');
  const ids = [...new Set(body.photos)];
  const { anonymous } = body;
  await parts.uploads.claimForComplaint({ ids, complaintId, personId, anonymous, filed: false, now });
  return (await parts.uploads.filesOf(ids)).map(({ id, type }) => ({ id, type }));
}

function blankComplaint(
  parts: ComplaintParts,
  { body, context: { now } }: FileComplaint,
  given: { whose: Whose; about: About; photos: ComplaintDoc['photos']; number: string },
): ComplaintDoc {
  const { settings } = parts;
  const { acceptDays, replyDays, callBackDays } = settings.complaints;
  const { whose, about, photos, number } = given;
  const { weight } = complaintCategories[body.category];
  const { what, wanted, around = '' } = body;
  return {
    _id: whose.id,
    number,
    category: body.category,
    weight,
    words: sealText(parts, 'words', { what, wanted, around }),
    on: body.on ?? null,
    ...about,
    anonymous: body.anonymous,
    personId: whose.personId,
    accountId: whose.accountId,
    ...(whose.queryCode !== null && { queryCodeHash: queryCodeHash(parts, number, whose.queryCode) }),
    photos,
    supplements: [],
    supplementWords: null,
    replies: null,
    answers: [],
    whys: null,
    called: null,
    state: 'submitted',
    round: 1,
    handler: null,
    handledBy: [],
    returned: false,
    assignedAt: null,
    extension: { state: 'none', days: null, askedBy: null, askedAt: null },
    ending: null,
    planBy: null,
    planTold: false,
    satisfied: null,
    declined: null,
    limits: { accept: acceptDays, reply: replyDays[weight], callBack: callBackDays },
    filedAt: now,
    replyFrom: null,
    repliedAt: null,
    closedAt: null,
    acceptBy: null,
    replyBy: null,
    callBackBy: null,
    provisional: false,
    by: null,
    escalated: 0,
    safety: 'waiting',
    safetyOwed: ['words'],
    photosOwed: photos.length > 0,
    recognised: whose.personId === null,
    repeatOf: null,
    leadId: null,
    taskTold: null,
    publication: {
      consented: body.publishConsent,
      state: 'none',
      draftedBy: null,
      approvedBy: null,
      publishedAt: null,
    },
    draft: null,
    changedAt: now,
    updatedAt: now,
    timeline: [],
    version: 1,
    writes: 1,
    operations: [],
  };
}
