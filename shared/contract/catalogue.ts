import { z } from 'zod';
import { cursor, endpoint, page, time } from './core';
import { faqEntry } from './faq';
import { matter } from './matters';
import { freeTime, venueRow } from './venues';

/** 马上办, 限时办, 全城通办, 一网通办, 最多跑一次: the five public lists. */
export const publicList = z.enum(['immediate', 'time-limited', 'citywide', 'online', 'one-visit']);
export type PublicList = z.infer<typeof publicList>;

export const itemCode = z.string().regex(/^[0-9A-Z]{12,33}$/);
const countyCode = z.string().regex(/^\d{6}$/);

const duration = z.strictObject({
  value: z.number(),
  unit: z.enum(['working-day', 'calendar-day', 'hour', 'instant']),
  /** “当场办好”, “20 个工作日”. */
  words: z.string(),
});

export const itemRow = z.strictObject({
  /** implementationCode, 31 characters. */
  code: z.string(),
  name: z.string(),
  department: z.string(),
  county: z.string(),
  countyName: z.string(),
  venueId: z.string(),
  venueName: z.string(),
  type: z.string(),
  caseKind: z.enum(['instant', 'promised']),
  channels: z.array(z.enum(['window', 'online', 'courier'])),
  promised: duration,
  visits: z.number().int(),
  bookable: z.boolean(),
  /** “20 元”, “不收费”. */
  feeWords: z.string(),
  lists: z.array(publicList),
  sample: z.boolean(),
});
export type ItemRow = z.infer<typeof itemRow>;

export const material = z.strictObject({
  /** Stable within the item: the tick list on the phone is kept by it. */
  id: z.string(),
  name: z.string(),
  form: z.enum(['original', 'copy', 'original-and-copy', 'electronic']),
  copies: z.number().int(),
  necessity: z.enum(['required', 'optional', 'later']),
  source: z.string(),
  note: z.string().nullable(),
  /** Name of the e-licence that makes bringing it needless; null when there is none. */
  waivedBy: z.string().nullable(),
});
export type Material = z.infer<typeof material>;

export const guide = itemRow.extend({
  codes: z.strictObject({ basic: z.string(), implementation: z.string(), handling: z.string() }),
  version: z.string(),
  audience: z.array(z.enum(['person', 'organisation'])),
  implementingBody: z.string(),
  jointDepartments: z.array(z.string()),
  legal: duration,
  /** “今天交齐材料，12月22日前办好（20 个工作日）”; provisional when it reaches into a year without a holiday notice. */
  deadlineWords: z.string(),
  specialSteps: z.array(
    z.strictObject({ name: z.string(), timeWords: z.string(), basis: z.string(), counted: z.boolean() }),
  ),
  visitsWhy: z.string().nullable(),
  conditions: z.array(z.string()),
  materials: z.array(material),
  steps: z.array(z.strictObject({ name: z.string(), detail: z.string() })),
  result: z.strictObject({
    name: z.string(),
    kind: z.string(),
    validity: z.string(),
    deliverable: z.boolean(),
  }),
  fees: z.array(
    z.strictObject({
      name: z.string(),
      standard: z.string(),
      basis: z.string(),
      exemption: z.string().nullable(),
    }),
  ),
  basis: z.array(z.string()),
  contact: z.strictObject({
    address: z.string(),
    hours: z.string(),
    enquiryPhone: z.string(),
    supervisionPhone: z.string(),
  }),
  remedies: z.array(z.string()),
  faq: z.array(z.strictObject({ question: z.string(), answer: z.string() })),
  /** The soonest time that can be booked for it anywhere, with its hall; null when none is free or needed. */
  soonest: z
    .strictObject({ venueId: z.string(), venueName: z.string(), queueId: z.string(), time: freeTime })
    .nullable(),
  /** How many halls serve it. */
  venueCount: z.number().int(),
});
export type Guide = z.infer<typeof guide>;

const facet = z.strictObject({ value: z.string(), name: z.string(), count: z.number().int() });

export const catalogueContract = {
  'GET /home': endpoint({
    summary:
      'The first screen in one answer: what waits for me, search themes, lists, nearest venue, notices',
    access: 'optional',
    cache: 'private',
    query: z.strictObject({
      near: z
        .string()
        .regex(/^-?\d{1,2}(\.\d{1,8})?,-?\d{1,3}(\.\d{1,8})?$/)
        .optional(),
      county: countyCode.optional(),
    }),
    answer: z.strictObject({
      /** The server's clock to the minute, so that a first screen that did not change keeps its ETag. */
      now: time,
      /** Masked name of who is signed in; null for nobody. */
      name: z.string().nullable(),
      elderMode: z.boolean(),
      nextMatter: matter.nullable(),
      matterCount: z.number().int(),
      /** Messages that were not read. */
      unread: z.number().int(),
      lists: z.array(z.strictObject({ list: publicList, name: z.string(), count: z.number().int() })),
      themes: z.array(z.strictObject({ name: z.string(), query: z.string(), icon: z.string() })),
      popular: z.array(itemRow),
      venue: venueRow.nullable(),
      counties: z.array(z.strictObject({ code: z.string(), name: z.string() })),
      notices: z.array(
        z.strictObject({ id: z.string(), kind: z.enum(['closure', 'news']), text: z.string() }),
      ),
      hotline: z.string(),
    }),
  }),
  'GET /items': endpoint({
    summary: 'Service items: search by words, pinyin or initials, filter, with counts for every filter',
    access: 'public',
    limit: 'search',
    cache: 'shared',
    query: z.strictObject({
      q: z.string().trim().max(100).optional(),
      list: publicList.optional(),
      department: z.string().trim().min(1).max(60).optional(),
      county: countyCode.optional(),
      venue: z
        .string()
        .regex(/^[A-Za-z0-9_-]{1,64}$/)
        .optional(),
      page: cursor.optional(),
    }),
    answer: page(itemRow).extend({
      facets: z.strictObject({
        lists: z.array(facet),
        departments: z.array(facet),
        counties: z.array(facet),
      }),
      /** Published answers to what was typed, the best three. */
      answers: z.array(faqEntry).max(3),
    }),
  }),
  'GET /items/{code}': endpoint({
    summary: 'The guide of one item, by implementation code',
    access: 'public',
    cache: 'shared',
    params: z.strictObject({ code: itemCode }),
    answer: guide,
    errors: ['NOT_FOUND'],
  }),
};
