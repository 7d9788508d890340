import { type Answer, asFailure, call, type Failure } from '../../api';
import { forgetKept, readKept } from '../../platform/files/keep';
import { pause } from '../../platform/pause';
import type { Paper } from './paper';

type Upload = Answer<'GET /uploads/{id}'>;
type Tell = (change: Partial<Paper>) => void;

/** Codes by which the server says that this file will never be taken. */
const never = new Set([
  'UPLOAD_TOO_LARGE',
  'UPLOAD_TYPE',
  'UPLOAD_HEIC',
  'UPLOAD_UNREADABLE',
  'UPLOAD_PICTURE_TOO_LARGE',
  'UPLOAD_PDF_ACTIVE',
  'UPLOAD_PDF_LOCKED',
  'UPLOAD_DAMAGED',
]);

const gone = '这台手机上已经找不到这个文件，重新选一次。';
const lookAgain = 1_000;
const looks = 30;

/** The file is not on the phone any more. */
class Gone extends Error {}

/**
 * Brings one paper to the server: begins its upload or takes up the one that was begun, sends the parts that have not
 * arrived, and has it looked at. What happens is told as it happens; it never throws.
 * @param tell takes over a change of the paper
 * @param wanted false once the person has taken the paper away
 */
export async function sendPaper(paper: Paper, tell: Tell, wanted: () => boolean): Promise<void> {
  try {
    const upload = await begun(paper, tell);
    await sendParts(paper, upload, tell, wanted);
    if (!wanted()) return;
    tell({ state: 'checking', share: 1 });
    const done = await finished(upload.id);
    if (done.state === 'refused') tell({ state: 'refused', words: done.refusal });
    else if (done.state !== 'ready') tell({ state: 'stopped', words: '系统还在检查这个文件。' });
    else {
      tell({ state: 'ready', size: done.size, type: done.type ?? paper.type, words: null });
      await forgetKept(paper.key);
    }
  } catch (thrown) {
    if (thrown instanceof Gone) tell({ state: 'refused', words: gone });
    else told(asFailure(thrown), tell);
  }
}

function told(failure: Failure, tell: Tell): void {
  const words = `${failure.message}${failure.next ?? ''}`;
  tell({ state: never.has(failure.code) ? 'refused' : 'stopped', words });
}

async function begun(paper: Paper, tell: Tell): Promise<Upload> {
  tell({ state: 'sending', words: null });
  if (paper.uploadId) {
    try {
      return await call('GET /uploads/{id}', { params: { id: paper.uploadId } });
    } catch (thrown) {
      // It was kept for some time and then thrown away: begun anew, under another key than the old one's.
      if (asFailure(thrown).code !== 'NOT_FOUND') throw thrown;
    }
  }
  const key = paper.uploadId ? `${paper.key}-${paper.uploadId.slice(-8)}` : paper.key;
  const { type, size, name } = paper;
  const upload = await call('POST /uploads', { body: { type, size, ...(name && { name }) } }, { key });
  tell({ uploadId: upload.id, share: 0 });
  return upload;
}

async function sendParts(paper: Paper, upload: Upload, tell: Tell, wanted: () => boolean): Promise<void> {
  if (upload.state !== 'receiving') return;
  const arrived = new Set(upload.received);
  for (let n = 0; n < upload.parts; n++) {
    if (arrived.has(n)) continue;
    if (!wanted()) return;
    tell({ share: arrived.size / upload.parts });
    const from = n * upload.partSize;
    const bytes = await readKept(paper.key, from, Math.min(upload.partSize, paper.size - from)).catch(() => {
      throw new Gone();
    });
    await call('PUT /uploads/{id}/parts/{n}', { params: { id: upload.id, n: String(n) }, body: bytes });
    arrived.add(n);
  }
}

/** Asks for the look until there is a word on it; another phone or an earlier try may be asking as well. */
async function finished(id: string): Promise<Upload> {
  for (let look = 1; ; look++) {
    const upload = await call('POST /uploads/{id}/finish', { params: { id } });
    if (upload.state !== 'checking' || look === looks) return upload;
    await pause(lookAgain);
  }
}
