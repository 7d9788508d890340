import type { Answers, ApiWork, Options } from './wx';
import { type PhoneFiles, putTemporary } from './wx-files';

/** What these APIs need of the stand-in around them. */
export interface AskingWorld {
  /** Makes an API of what it does: callbacks, promise, `errMsg`. */
  answer: (name: string, work: ApiWork) => (options?: Options) => unknown;
  /** As `answer`, with WeChat's question about personal data first. */
  withPrivacy: (
    name: string,
    work: (options: Options) => Record<string, unknown>,
  ) => (options?: Options) => unknown;
  files: PhoneFiles;
  answers: Pick<Answers, 'papers' | 'scanned' | 'subscribe'>;
  /** Whether a tap is being handled now. */
  inTap: () => boolean;
}

/** The APIs by which WeChat asks the person for something: a picture, a file, a code to scan, a consent to messages. */
export function askingApis({ answer, withPrivacy, files, answers, inTap }: AskingWorld) {
  return {
    chooseMedia: withPrivacy('chooseMedia', ({ count, mediaType, sourceType }) => {
      if (typeof count !== 'number' || count < 1 || count > 20) throw new Error('parameter error: count');
      if (!only(mediaType, ['image', 'video', 'mix'])) throw new Error('parameter error: mediaType');
      if (!only(sourceType, ['album', 'camera'])) throw new Error('parameter error: sourceType');
      const chosen = answers.papers((sourceType as string[]).includes('camera') ? 'camera' : 'album');
      if (!chosen) throw new Error('cancel');
      const tempFiles = chosen.slice(0, count).map((one) => ({
        tempFilePath: putTemporary(files, one),
        size: one.bytes.length,
        fileType: 'image',
      }));
      return { type: 'image', tempFiles };
    }),
    chooseMessageFile: withPrivacy('chooseMessageFile', ({ count, type }) => {
      if (typeof count !== 'number' || count < 0 || count > 100) throw new Error('parameter error: count');
      if (!only([type], ['all', 'video', 'image', 'file'])) throw new Error('parameter error: type');
      const chosen = answers.papers('chat');
      if (!chosen) throw new Error('cancel');
      const tempFiles = chosen.slice(0, count).map((one) => ({
        path: putTemporary(files, one),
        size: one.bytes.length,
        name: one.name,
        type: 'file',
        time: 0,
      }));
      return { tempFiles };
    }),
    scanCode: answer('scanCode', ({ scanType }) => {
      if (!only(scanType, ['barCode', 'qrCode', 'datamatrix', 'pdf417']))
        throw new Error('parameter error: scanType');
      const result = answers.scanned();
      if (result === null) throw new Error('cancel');
      return { result, scanType: 'QR_CODE', charSet: 'UTF-8', rawData: '' };
    }),
    requestSubscribeMessage: (options: Options = {}) => {
      // Looked at when it is called, not when WeChat answers.
      const byTap = inTap();
      return answer('requestSubscribeMessage', ({ tmplIds }) => {
        if (!byTap) throw new Error('can only be invoked by user TAP gesture');
        if (!Array.isArray(tmplIds) || tmplIds.length === 0) throw new Error('templateIds is empty');
        if (tmplIds.length > 3) throw new Error('templateIds count out of max bounds');
        const { subscribe } = answers;
        if (!subscribe) throw new Error('The main switch is switched off');
        return Object.fromEntries(tmplIds.map((id: string) => [id, subscribe(id)]));
      })(options);
    },
  };
}

/** Whether it is a list of some of these words. */
function only(given: unknown, known: readonly string[]): boolean {
  return Array.isArray(given) && given.length > 0 && given.every((one) => known.includes(one));
}
