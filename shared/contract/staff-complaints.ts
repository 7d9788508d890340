import { z } from 'zod';
import type { StaffRole } from '../domain/staff';
import { timelineEntry } from './booking';
import { complaintCategory, complaintEnding, complaintReply, complaintState, prose } from './complaints';
import { cursor, date, endpoint, id, page, text, time } from './core';
import type { ErrorCode } from './errors';

/** What staff can do with a complaint; each has an endpoint of its own. */
export const staffComplaintAction = z.enum([
  'accept',
  'decline',
  'assign',
  'join',
  'part',
  'return',
  'take-up',
  'ask-extension',
  'approve-extension',
  'refuse-extension',
  'reply',
  'call-back',
  'handle-again',
  'close',
  'draft-publication',
  'approve-publication',
  'refuse-publication',
]);
export type StaffComplaintAction = z.infer<typeof staffComplaintAction>;

const rowFields = {
  id: z.string(),
  number: z.string(),
  category: complaintCategory,
  categoryWords: z.string(),
  /** The first words of what happened. */
  gist: z.string(),
  placeWords: z.string().nullable(),
  itemName: z.string().nullable(),
  state: complaintState,
  stateWords: z.string(),
  anonymous: z.boolean(),
  round: z.union([z.literal(1), z.literal(2)]),
  /** Office or officer who has it. */
  handler: z.string().nullable(),
  /** 0: no; 1: to the hall's supervisor; 2: to the city's. */
  escalated: z.number().int(),
  overdue: z.boolean(),
  byWords: z.string().nullable(),
  by: time.nullable(),
  /** Why somebody has to look at it; null when nobody has. */
  task: z.string().nullable(),
  filedAt: time,
};
export const staffComplaintRow = z.strictObject(rowFields);
export type StaffComplaintRow = z.infer<typeof staffComplaintRow>;

const officer = z.strictObject({
  id: z.string(),
  number: z.string(),
  name: z.string(),
  department: z.string().nullable(),
});
/** Where in a text something stands that tells who somebody is. Offsets in UTF-16 units. */
export const personalMark = z.strictObject({
  field: z.enum(['what', 'found', 'done', 'basis']),
  from: z.number().int(),
  to: z.number().int(),
  kind: z.enum(['name', 'phone', 'id-number', 'plate', 'address', 'other']),
});
export type PersonalMark = z.infer<typeof personalMark>;

export const staffComplaint = z.strictObject({
  ...rowFields,
  what: z.string(),
  wanted: z.string(),
  whenWords: z.string().nullable(),
  caseId: z.string().nullable(),
  caseNumber: z.string().nullable(),
  /** Masked; null without a name. */
  complainant: z.string().nullable(),
  /** In full for whoever calls back, null for others and without a name. */
  phone: z.string().nullable(),
  photos: z.array(z.strictObject({ id: z.string(), name: z.string().nullable(), type: z.string() })),
  supplements: z.array(
    z.strictObject({
      at: time,
      words: z.string(),
      photos: z.array(z.strictObject({ id: z.string(), name: z.string().nullable(), type: z.string() })),
    }),
  ),
  replies: z.array(complaintReply),
  /** What content security said of it; a person decides, whatever it said. */
  safety: z.enum(['waiting', 'pass', 'review', 'risky', 'unknown']),
  /** Proposed for dispatch: department, handler and why. */
  proposal: z
    .strictObject({ department: z.string().nullable(), handlers: z.array(officer), why: z.string() })
    .nullable(),
  /** Others about the same thing; `sure` the same person without new facts. */
  similar: z.array(
    z.strictObject({
      id: z.string(),
      number: z.string(),
      gist: z.string(),
      stateWords: z.string(),
      sure: z.boolean(),
    }),
  ),
  /** The complaint it is joined to, and those joined to it. */
  lead: z.strictObject({ id: z.string(), number: z.string() }).nullable(),
  members: z.array(z.strictObject({ id: z.string(), number: z.string() })),
  extension: z.strictObject({
    state: z.enum(['none', 'asked', 'approved', 'refused']),
    days: z.number().int().nullable(),
    why: z.string().nullable(),
  }),
  /** A matter not done must end in one of these. */
  endingNeeded: z.boolean(),
  publication: z.strictObject({
    consented: z.boolean(),
    state: z.enum(['none', 'drafted', 'published', 'refused']),
    draft: z
      .strictObject({
        what: z.string(),
        found: z.string(),
        done: z.string(),
        basis: z.string(),
        by: z.string(),
        /** Found by itself in the draft: must be empty or looked at before it is published. */
        marks: z.array(personalMark),
      })
      .nullable(),
    /** Why it is not published; null unless it was refused. */
    refusedWhy: z.string().nullable(),
    /** In the words as they stand, for making the draft. */
    marks: z.array(personalMark),
  }),
  actions: z.array(staffComplaintAction),
  timeline: z.array(timelineEntry),
  version: z.number().int(),
  now: time,
});
export type StaffComplaint = z.infer<typeof staffComplaint>;

/** Whoever answers for departments, or dispatches, or heads a hall. Never the one complained about. */
const readers = ['window', 'reviewer', 'approver', 'dispatcher', 'supervisor'] as const;
const dispatch = ['dispatcher', 'supervisor'] as const;
/** Whoever it is assigned to. */
const handlers = readers;
const params = z.strictObject({ id });
const version = z.number().int().nonnegative().optional();

function act<
  const B extends z.ZodRawShape,
  const E extends readonly ErrorCode[],
  const R extends readonly StaffRole[],
>(roles: R, summary: string, body: B, errors: E) {
  return endpoint({
    summary,
    access: 'staff',
    roles,
    limit: 'staff',
    idempotency: 'required',
    params,
    body: z.strictObject({ version, ...body }),
    answer: staffComplaint,
    errors: ['NOT_FOUND', 'COMPLAINT_STATE', 'COMPLAINT_CHANGED', ...errors],
  });
}

const why = prose(2, 500);

/** Complaints at the desk. Whoever is complained about never sees one of them. */
export const staffComplaintsContract = {
  'GET /staff/complaints': endpoint({
    summary: 'Complaints within my reach: to dispatch, mine, to call back, overdue, or all; search by number',
    access: 'staff',
    roles: readers,
    limit: 'staff',
    query: z.strictObject({
      scope: z.enum(['dispatch', 'mine', 'call-back', 'overdue', 'publish', 'closed', 'all']).default('mine'),
      q: z.string().trim().max(60).optional(),
      page: cursor.optional(),
    }),
    answer: page(staffComplaintRow),
  }),
  'GET /staff/complaints/{id}': endpoint({
    summary: 'One complaint with what I may do',
    access: 'staff',
    roles: readers,
    limit: 'staff',
    params,
    answer: staffComplaint,
    errors: ['NOT_FOUND'],
  }),
  'POST /staff/complaints/{id}/accept': act(
    dispatch,
    'Take it: the clock of the answer begins',
    { weight: z.enum(['simple', 'general', 'complex']).optional() },
    [],
  ),
  'POST /staff/complaints/{id}/decline': act(
    dispatch,
    'Not a complaint here: why, and the right channel',
    { reason: why, channel: text(2, 100) },
    [],
  ),
  'POST /staff/complaints/{id}/assign': act(
    dispatch,
    'Give it to somebody who has nothing to do with what it is about',
    { staffId: id, note: prose(0, 500).default('') },
    ['STAFF_UNKNOWN', 'COMPLAINT_HANDLER_BARRED'],
  ),
  'POST /staff/complaints/{id}/join': act(
    dispatch,
    'The same thing as another complaint: handled together, each is answered',
    { leadId: id },
    ['COMPLAINT_JOIN'],
  ),
  'POST /staff/complaints/{id}/part': act(dispatch, 'It is another thing after all', { why }, []),
  'POST /staff/complaints/{id}/return': act(
    handlers,
    'Not for me: back for reassignment, once, within a working day',
    { why },
    ['COMPLAINT_RETURN_ONCE'],
  ),
  'POST /staff/complaints/{id}/take-up': act(handlers, 'I look into it', {}, []),
  'POST /staff/complaints/{id}/ask-extension': act(
    handlers,
    'More working days, once, at most seven; a supervisor decides',
    { days: z.number().int().min(1).max(7), why },
    ['COMPLAINT_EXTENSION_ONCE'],
  ),
  'POST /staff/complaints/{id}/approve-extension': act(
    ['supervisor'],
    'More time is given; the citizen is told why',
    {},
    ['COMPLAINT_SAME_OFFICER'],
  ),
  'POST /staff/complaints/{id}/refuse-extension': act(['supervisor'], 'The time stays as it is', { why }, [
    'COMPLAINT_SAME_OFFICER',
  ]),
  'POST /staff/complaints/{id}/reply': act(
    handlers,
    'Answer: what was found, what was done, on what basis',
    {
      found: prose(10, 2_000),
      done: prose(10, 2_000),
      basis: prose(4, 1_000),
      ending: complaintEnding.optional(),
      /** With `impossible`: the legal reason; with `planned`: how. */
      endingWords: prose(0, 500).default(''),
      planBy: date.optional(),
    },
    ['COMPLAINT_ENDING_NEEDED', 'COMPLAINT_REPLY_TEMPLATE'],
  ),
  'POST /staff/complaints/{id}/call-back': act(
    dispatch,
    'Called back: reached or not, satisfied or not, in their words',
    { reached: z.boolean(), satisfied: z.boolean().nullable(), words: prose(0, 1_000).default('') },
    ['COMPLAINT_SAME_OFFICER'],
  ),
  'POST /staff/complaints/{id}/handle-again': act(
    dispatch,
    'Not satisfied: somebody else handles it again, once',
    {},
    ['COMPLAINT_AGAIN_ONCE'],
  ),
  'POST /staff/complaints/{id}/close': act(
    dispatch,
    'Closed and archived',
    { note: prose(0, 500).default('') },
    ['COMPLAINT_SAME_OFFICER'],
  ),
  'POST /staff/complaints/{id}/draft-publication': act(
    dispatch,
    'Words for publication, without anything that tells who somebody is',
    { what: prose(5, 2_000), found: prose(5, 2_000), done: prose(5, 2_000), basis: prose(2, 1_000) },
    ['PUBLICATION_NOT_AGREED'],
  ),
  'POST /staff/complaints/{id}/approve-publication': act(
    ['supervisor'],
    'Publish: another person has looked that nobody can be known by it',
    {
      /** Marks that were looked at and stay: how many there were. */
      lookedAt: z.number().int().nonnegative(),
    },
    ['PUBLICATION_NOT_AGREED', 'PUBLICATION_MARKS', 'PUBLICATION_SAME_OFFICER'],
  ),
  'POST /staff/complaints/{id}/refuse-publication': act(
    ['supervisor'],
    'Not published, or taken back',
    { why },
    [],
  ),
};
