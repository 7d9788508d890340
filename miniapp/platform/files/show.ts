import Taro from '@tarojs/taro';
import { apiBase, isWeapp } from '../env';

/** Where a path that the server gave (`/api/v1/files/…`) is to be found. */
export function fileUrl(path: string): string {
  return apiBase.replace(/\/api\/v1$/, '') + path;
}

/**
 * Shows a file of the server: pictures in WeChat's own viewer, PDF in the phone's. The browser opens a new tab.
 * @param path from the root of the API's host
 */
export async function showFile(path: string, type: string): Promise<void> {
  const url = fileUrl(path);
  if (!isWeapp) {
    // A tab that is opened after waiting for its link may be refused; then it takes the place of this page.
    const tab = window.open(url, '_blank');
    if (tab) tab.opener = null;
    else window.location.assign(url);
    return;
  }
  if (type.startsWith('image/')) {
    await Taro.previewImage({ urls: [url], current: url });
    return;
  }
  const { tempFilePath } = await Taro.downloadFile({ url });
  await Taro.openDocument({ filePath: tempFilePath, fileType: 'pdf', showMenu: false });
}
