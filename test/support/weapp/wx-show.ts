import type { ApiWork, Options } from './wx';
import { type PhoneFiles, putTemporary } from './wx-files';
import type { RequestWorld } from './wx-request';

interface ShowingWorld {
  answer: (name: string, work: ApiWork) => (options?: Options) => unknown;
  files: PhoneFiles;
  request: RequestWorld;
}

/** The APIs that show a file of the server: pictures from their address, documents from the phone. */
export function showingApis({ answer, files, request }: ShowingWorld) {
  return {
    previewImage: answer('previewImage', ({ urls }) => {
      if (!Array.isArray(urls) || urls.length === 0) throw new Error('parameter error: urls');
      return {};
    }),
    downloadFile: answer('downloadFile', async ({ url }) => {
      const address = String(url);
      if (!address.startsWith(request.compiledBase)) throw new Error('url not in domain list');
      if (!request.online()) throw new Error('');
      const response = await fetch(request.realBase + address.slice(request.compiledBase.length));
      const bytes = Buffer.from(await response.arrayBuffer());
      const ending = response.headers.get('content-type') === 'application/pdf' ? '.pdf' : '';
      return {
        statusCode: response.status,
        tempFilePath: putTemporary(files, { name: `download${ending}`, bytes }),
      };
    }),
    openDocument: answer('openDocument', ({ filePath, fileType }) => {
      const bytes = files.get(String(filePath));
      if (!bytes) throw new Error('file doesn’t exist');
      if (fileType === 'pdf' && bytes.subarray(0, 5).toString() !== '%PDF-')
        throw new Error('filetype not supported');
      return {};
    }),
  };
}
