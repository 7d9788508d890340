import { Readable } from 'node:stream';
import { z } from 'zod';
import type { FileLink } from '../../../shared/contract/uploads';
import { staffRoles } from '../../../shared/domain/staff';
import { toIso } from '../../../shared/domain/time';
import { API_PREFIX } from '../../http/prefix';
import { FileAnswer } from '../../http/route';
import { Problem } from '../../problem';
import { read } from './contents';
import type { UploadDoc } from './model';
import type { UploadParts, Viewer } from './parts';

type Reader = Viewer | { check: true };

const PURPOSE = 'upload.link';
/** Content security fetches within half an hour of being asked, or not at all. */
const CHECK_MS = 45 * 60_000;

/** What a link says, sealed: whoever sees it learns nothing, and whoever changes it has nothing. */
const ticket = z.strictObject({
  upload: z.string(),
  /** Milliseconds since 1970. */
  until: z.number(),
  viewer: z.union([
    z.strictObject({ personId: z.string() }),
    z.strictObject({
      staff: z.strictObject({
        staffId: z.string(),
        roles: z.array(z.enum(staffRoles)),
        venueId: z.string().nullable(),
        department: z.string().nullable(),
        windowId: z.string().nullable(),
      }),
    }),
    // Content security, whoever fetches for it.
    z.strictObject({ check: z.literal(true) }),
  ]),
});

/**
 * A link for one viewer and a short while.
 * @throws Problem NOT_FOUND when the viewer may not read it, UPLOAD_STATE when it was not taken yet
 */
export async function linkFor(parts: UploadParts, id: string, viewer: Viewer, now: Date): Promise<FileLink> {
  const doc = await readable(parts, id, viewer);
  if (!doc) throw new Problem('NOT_FOUND');
  // Staff see papers of cases and photos of complaints only, and those were taken.
  if (doc.state !== 'ready' || !doc.type) throw new Problem('UPLOAD_STATE');
  const until = new Date(now.getTime() + parts.settings.uploads.linkSeconds * 1_000);
  return { url: pathFor(parts, id, until, viewer), until: toIso(until), type: doc.type };
}

/**
 * A link by which content security fetches a picture, from the root of the API's host.
 * @returns null when it is gone or no picture
 */
export async function checkLink(parts: UploadParts, id: string, now: Date): Promise<string | null> {
  const doc = await readable(parts, id, { check: true });
  if (doc?.state !== 'ready' || !doc.type?.startsWith('image/')) return null;
  return pathFor(parts, id, new Date(now.getTime() + CHECK_MS), { check: true });
}

function pathFor({ cipher }: UploadParts, upload: string, until: Date, viewer: Reader): string {
  const sealed = cipher.seal(JSON.stringify({ upload, until: until.getTime(), viewer }), PURPOSE);
  return `${API_PREFIX}/files/${sealed}`;
}

/**
 * The file behind a link. The right to read is asked again: a mandate that ended, a case that moved out of reach, a file
 * that was deleted end the link too.
 * @throws Problem FILE_LINK_OVER, the same for every reason
 */
export async function openLink(parts: UploadParts, token: string, now: Date): Promise<FileAnswer> {
  const said = opened(parts, token);
  const doc = said && said.until > now.getTime() ? await readable(parts, said.upload, said.viewer) : null;
  if (doc?.state !== 'ready' || !doc.type || doc.object === null) throw new Problem('FILE_LINK_OVER');
  const frames = await read(parts, doc, doc.object);
  if (!frames) throw new Problem('FILE_LINK_OVER');
  return new FileAnswer(doc.type, Readable.from(frames, { objectMode: false }), doc.size);
}

function opened({ cipher }: UploadParts, token: string) {
  try {
    return ticket.parse(JSON.parse(cipher.open(token, PURPOSE)));
  } catch {
    return null;
  }
}

/** A paper is read by whoever may see its case or complaint; before that only by who sent it. */
async function readable(parts: UploadParts, id: string, viewer: Reader): Promise<UploadDoc | null> {
  const doc = await parts.uploads.findOne({ _id: id, state: { $ne: 'removed' } }).lean<UploadDoc>();
  if (!doc) return null;
  if ('check' in viewer) return doc;
  return (await mayRead(parts, doc, viewer)) ? doc : null;
}

async function mayRead(parts: UploadParts, doc: UploadDoc, viewer: Viewer): Promise<boolean> {
  if (doc.complaintId !== undefined) return parts.mayReadComplaint(doc.complaintId, viewer);
  if (doc.caseId !== null) return parts.mayReadCase(doc.caseId, viewer);
  return 'personId' in viewer && viewer.personId === doc.personId;
}
