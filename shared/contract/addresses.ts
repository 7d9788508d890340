import { z } from 'zod';
import { endpoint, id, text } from './core';

const phone = z.string().regex(/^1[3-9]\d{9}$/);
const regionCode = z.string().regex(/^\d{6}(\d{3})?$/);

/** Where something can be sent, as its owner types it. */
const addressFields = {
  /** Of the receiver. */
  name: text(2, 30),
  phone,
  /** Of the county, 6 digits, or of the township, 9 digits. */
  regionCode,
  /** Street, house, village group: what stands after the township. */
  detail: text(2, 100),
};

/** A line or several, as they come out of another app: line ends and tabs stay, they separate. */
const pasted = z
  .string()
  .trim()
  .min(2)
  .max(300)
  .regex(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
    /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ud800-\udfff]*$/u,
    'has characters that cannot be typed',
  );

/** An address in my book: masked, as lists and parcels show it. */
export const addressRow = z.strictObject({
  id: z.string(),
  /** `王**` */
  name: z.string(),
  /** `138****5678` */
  phone: z.string(),
  regionCode: z.string(),
  /** `云南省昭通市昭阳区太平街道` */
  regionWords: z.string(),
  /** Masked: what identifies the door is not shown. */
  detail: z.string(),
  isDefault: z.boolean(),
  version: z.number().int(),
});
export type AddressRow = z.infer<typeof addressRow>;

/** The same in full, for its owner who changes it. */
export const addressDetail = z.strictObject({
  id: z.string(),
  name: z.string(),
  phone: z.string(),
  regionCode: z.string(),
  regionWords: z.string(),
  detail: z.string(),
  isDefault: z.boolean(),
  version: z.number().int(),
});
export type AddressDetail = z.infer<typeof addressDetail>;

const region = z.strictObject({
  /** 2 digits of a province, 4 of a city, 6 of a county (the first that an address may name), 9 of a township. */
  code: z.string(),
  name: z.string(),
  /** Whether there is a level below it. */
  hasMore: z.boolean(),
});

const params = z.strictObject({ id });
const body = z.strictObject({ ...addressFields, isDefault: z.boolean().default(false) });

/** The address book, and what helps to fill it. */
export const addressesContract = {
  'GET /me/addresses': endpoint({
    summary: 'My addresses, masked; the default first',
    access: 'person',
    cache: 'private',
    answer: z.strictObject({ items: z.array(addressRow), most: z.number().int() }),
  }),
  'GET /me/addresses/{id}': endpoint({
    summary: 'One of my addresses in full, to change it',
    access: 'person',
    params,
    answer: addressDetail,
    errors: ['NOT_FOUND'],
  }),
  'POST /me/addresses': endpoint({
    summary: 'Keep an address',
    access: 'person',
    limit: 'write',
    idempotency: 'required',
    body,
    status: 201,
    answer: addressDetail,
    errors: ['ADDRESS_BOOK_FULL'],
  }),
  'PUT /me/addresses/{id}': endpoint({
    summary: 'Change an address; parcels that are on their way keep the one they were given',
    access: 'person',
    limit: 'write',
    idempotency: 'accepted',
    params,
    body: body.extend({ version: z.number().int().optional() }),
    answer: addressDetail,
    errors: ['NOT_FOUND', 'ADDRESS_CHANGED'],
  }),
  'DELETE /me/addresses/{id}': endpoint({
    summary: 'Throw an address away',
    access: 'person',
    limit: 'write',
    params,
    status: 204,
    errors: ['NOT_FOUND'],
  }),
  'POST /addresses/parse': endpoint({
    summary:
      'Makes the fields of an address out of a pasted line; what could not be told is null. Nothing is kept',
    access: 'account',
    limit: 'write',
    body: z.strictObject({ text: pasted }),
    answer: z.strictObject({
      name: z.string().nullable(),
      phone: z.string().nullable(),
      regionCode: z.string().nullable(),
      regionWords: z.string().nullable(),
      detail: z.string().nullable(),
    }),
  }),
  'GET /regions': endpoint({
    summary: 'Provinces, or what lies right below a region: cities, counties, townships',
    access: 'public',
    cache: 'shared',
    query: z.strictObject({
      parent: z
        .string()
        .regex(/^\d{2,9}$/)
        .optional(),
    }),
    answer: z.strictObject({ items: z.array(region) }),
    errors: ['NOT_FOUND'],
  }),
};
