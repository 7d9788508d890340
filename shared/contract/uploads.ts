import { z } from 'zod';
import { endpoint, id, text, time } from './core';

/** Bytes of every part of an upload but the last. */
export const UPLOAD_PART_BYTES = 256 * 1_024;
/** The largest file that is taken: 10 MB. */
export const UPLOAD_MAX_BYTES = 10 * 1_024 * 1_024;

/**
 * `receiving` parts come in, in any order, each as often as it takes; `checking` it is complete and being looked at;
 * `ready` it was taken; `refused` it was looked at and cannot be taken: choose another.
 */
export const uploadState = z.enum(['receiving', 'checking', 'ready', 'refused']);
export type UploadState = z.infer<typeof uploadState>;

/** What a taken file is, found by its content. Pictures are written anew (turned upright, without place or camera). */
export const uploadType = z.enum(['image/jpeg', 'image/png', 'image/webp', 'application/pdf']);
export type UploadType = z.infer<typeof uploadType>;

export const upload = z.strictObject({
  id: z.string(),
  state: uploadState,
  /** Why it was refused, in plain words with what to do; null otherwise. */
  refusal: z.string().nullable(),
  /** The name it had on the phone; null when none was told. */
  name: z.string().nullable(),
  /** Bytes as announced while receiving, as stored once ready. */
  size: z.number().int(),
  /** Null until it is ready. */
  type: uploadType.nullable(),
  /** Bytes of each part but the last. */
  partSize: z.number().int(),
  /** How many parts there are, numbered from 0. */
  parts: z.number().int(),
  /** The parts that have arrived, ascending: send the others. */
  received: z.array(z.number().int()),
  /** Pages of a PDF; 1 for a picture; null until ready. */
  pages: z.number().int().nullable(),
  /** Until then it waits to be finished and put into a case; null once it belongs to one. */
  keptUntil: time.nullable(),
});
export type Upload = z.infer<typeof upload>;

/** Where a file can be read for a short while by whoever asked, and by nobody else's right. */
export const fileLink = z.strictObject({
  /** From the root of the API's host: `/api/v1/files/…`. */
  url: z.string(),
  until: time,
  type: uploadType,
});
export type FileLink = z.infer<typeof fileLink>;

const part = z.strictObject({ id, n: z.string().regex(/^\d{1,3}$/) });
const contentErrors = [
  'UPLOAD_TYPE',
  'UPLOAD_HEIC',
  'UPLOAD_UNREADABLE',
  'UPLOAD_PICTURE_TOO_LARGE',
  'UPLOAD_PDF_ACTIVE',
  'UPLOAD_PDF_LOCKED',
  'UPLOAD_DAMAGED',
] as const;

export const uploadsContract = {
  'POST /uploads': endpoint({
    summary: 'Begin an upload; the answer says in which parts to send it',
    access: 'person',
    limit: 'upload',
    idempotency: 'required',
    body: z.strictObject({
      /** What the phone takes it for. Only to refuse early what is never taken: the content decides. */
      type: z.string().regex(/^[a-z]{1,20}\/[a-z0-9.+-]{1,60}$/),
      /** Bytes. */
      size: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
      name: text(1, 200).optional(),
      /** SHA-256 of the whole file, hex. When told, it is checked before anything else. */
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .optional(),
    }),
    status: 201,
    answer: upload,
    errors: ['UPLOAD_TOO_LARGE', 'UPLOAD_TYPE', 'UPLOAD_HEIC', 'UPLOAD_QUOTA'],
  }),
  'GET /uploads/{id}': endpoint({
    summary: 'How far an upload is: what has arrived, after a lost network or another start of the app',
    access: 'person',
    limit: 'upload',
    params: z.strictObject({ id }),
    answer: upload,
    errors: ['NOT_FOUND'],
  }),
  'PUT /uploads/{id}/parts/{n}': endpoint({
    summary: 'Send part n (from 0); in any order, again as often as it takes',
    access: 'person',
    limit: 'upload',
    takes: 'bytes',
    bodyLimit: UPLOAD_PART_BYTES,
    params: part,
    answer: upload,
    errors: ['NOT_FOUND', 'UPLOAD_PART', 'UPLOAD_STATE'],
  }),
  'POST /uploads/{id}/finish': endpoint({
    summary:
      'Everything was sent: look at it, clean it and take it. Repeated, the same is answered; `checking` while another request does it',
    access: 'person',
    limit: 'upload',
    params: z.strictObject({ id }),
    answer: upload,
    errors: ['NOT_FOUND', 'UPLOAD_INCOMPLETE', ...contentErrors],
  }),
  'POST /uploads/{id}/links': endpoint({
    summary: 'A short-lived link to a file of mine, or of a case that I may see',
    access: 'person',
    limit: 'upload',
    params: z.strictObject({ id }),
    answer: fileLink,
    errors: ['NOT_FOUND', 'UPLOAD_STATE'],
  }),
  'POST /staff/uploads/{id}/links': endpoint({
    summary: 'A short-lived link to a paper of a case within reach; looking at it is recorded',
    access: 'staff',
    roles: ['window', 'reviewer', 'approver', 'dispatcher', 'supervisor'],
    limit: 'staff',
    params: z.strictObject({ id }),
    answer: fileLink,
    errors: ['NOT_FOUND'],
  }),
  'GET /files/{token}': endpoint({
    summary: 'The file behind a link, while it holds and while the one who asked for it may still read it',
    access: 'public',
    limit: 'read',
    gives: 'file',
    params: z.strictObject({ token: z.string().regex(/^[A-Za-z0-9._-]{20,1000}$/) }),
    errors: ['FILE_LINK_OVER'],
  }),
};
