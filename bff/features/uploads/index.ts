import type { FileLink, uploadsContract } from '../../../shared/contract/uploads';
import type { Deps } from '../../deps';
import type { Routes } from '../../http/route';
import type { ObjectStorage } from '../../storage';
import type { AnyModel } from '../../stores/indexes';
import type { DataHolder } from '../session';
import { type ClaimFiles, claimFiles, releaseFiles, type TakenFile } from './claim';
import { type ClaimPhotos, claimPhotos } from './claim-photos';
import { type Deposit, deposit } from './deposit';
import { checkLink, linkFor } from './links';
import { type UploadDoc, uploadModel } from './model';
import type { UploadNeeds, UploadParts, Viewer } from './parts';
import { uploadData } from './person-data';
import { nameOf } from './presenter';
import { uploadRoutes } from './routes';
import { removeUpload, sweepUploads } from './sweep';

export interface Uploads {
  routes: Routes<typeof uploadsContract>;
  models: AnyModel[];
  dataHolder: DataHolder;
  /** Makes files papers of a case. @throws Problem NOT_FOUND */
  claim(files: ClaimFiles): Promise<void>;
  /** Makes files photos of a complaint. @throws Problem NOT_FOUND, UPLOAD_STATE */
  claimForComplaint(photos: ClaimPhotos): Promise<void>;
  /** Lets go of the files of a case but those named. */
  release(given: { caseId: string; keep: readonly string[]; now: Date }): Promise<void>;
  /** Deletes the files of a case for good. */
  removeOf(caseId: string): Promise<void>;
  /** Keeps a file that an office made as a paper of a case. Repeatable. @returns its digest, SHA-256 in hex */
  deposit(given: Deposit): Promise<{ id: string; sha256: string }>;
  /** A link of a short life for one viewer. @throws Problem NOT_FOUND, UPLOAD_STATE */
  linkFor(id: string, viewer: Viewer, now: Date): Promise<FileLink>;
  /** A path by which content security fetches a picture; null when it is gone or no picture. */
  checkLink(id: string, now: Date): Promise<string | null>;
  /** The taken files among those named, in that order. */
  filesOf(ids: readonly string[]): Promise<TakenFile[]>;
}

const DAY_SECONDS = 86_400;
const SWEEP_EVERY_MS = 60_000;

/** Files that citizens send: taken in parts, looked at, cleaned, sealed, and read by links of a short life. */
export function createUploads(
  deps: Pick<Deps, 'settings' | 'clock' | 'log' | 'cipher' | 'mongo' | 'limiters' | 'work'> &
    UploadNeeds & { storage: ObjectStorage },
): Uploads {
  const { settings, clock, log, cipher, mongo, limiters, work, storage, mayReadCase, mayReadComplaint } =
    deps;
  const uploads = uploadModel(mongo);
  const { perDay, bytesPerDay } = settings.uploads;
  const parts: UploadParts = {
    settings,
    clock,
    log,
    cipher,
    uploads,
    storage,
    mayReadCase,
    mayReadComplaint,
    budget: {
      files: limiters.limiter('uploads', perDay, DAY_SECONDS),
      kilobytes: limiters.limiter('upload-kilobytes', Math.ceil(bytesPerDay / 1_024), DAY_SECONDS),
    },
  };
  work.add({ name: 'sweep uploads', every: SWEEP_EVERY_MS, run: () => sweepUploads(parts) });
  return {
    routes: uploadRoutes(parts),
    models: [uploads],
    dataHolder: uploadData(parts),
    claim: (files) => claimFiles(parts, files),
    claimForComplaint: (photos) => claimPhotos(parts, photos),
    release: (given) => releaseFiles(parts, given),
    removeOf: async (caseId) => {
      for (const doc of await uploads.find({ caseId }).lean<UploadDoc[]>()) await removeUpload(parts, doc);
    },
    deposit: (given) => deposit(parts, given),
    linkFor: (id, viewer, now) => linkFor(parts, id, viewer, now),
    checkLink: (id, now) => checkLink(parts, id, now),
    filesOf: async (ids) => {
      const found = await uploads.find({ _id: { $in: [...ids] }, state: 'ready' }).lean<UploadDoc[]>();
      const byId = new Map(found.map((doc) => [doc._id, doc]));
      return ids.flatMap((id) => {
        const doc = byId.get(id);
        return doc?.type ? [{ id, name: nameOf(parts, doc), type: doc.type, size: doc.size }] : [];
      });
    },
  };
}
