import type { Deps } from '../../deps';
import type { Limiter } from '../../http/limits';
import type { StaffCaller } from '../../http/route';
import type { ObjectStorage } from '../../storage';
import type { UploadModel } from './model';

/** Who wants to read a file: a person, or a member of staff with their reach. */
export type Viewer =
  | { personId: string }
  | { staff: Pick<StaffCaller, 'staffId' | 'roles' | 'venueId' | 'department' | 'windowId'> };

/** What uploads ask of the cases whose papers they are, and of the complaints whose photos. */
export interface UploadNeeds {
  /** Whether the viewer may see that case now: its own person, a living agent, staff within reach. */
  mayReadCase(caseId: string, viewer: Viewer): Promise<boolean>;
  /** The same of a complaint: whoever it is about never. */
  mayReadComplaint(complaintId: string, viewer: Viewer): Promise<boolean>;
}

/** What the commands work with. Made once in index.ts. */
export interface UploadParts extends Pick<Deps, 'settings' | 'clock' | 'log' | 'cipher'>, UploadNeeds {
  uploads: UploadModel;
  storage: ObjectStorage;
  budget: { files: Limiter; kilobytes: Limiter };
}

/** Who sends, and when. */
export interface Sending {
  id: string;
  personId: string;
  now: Date;
}
