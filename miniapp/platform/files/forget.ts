import Taro from '@tarojs/taro';
import { isWeapp } from '../env';

/** The browser's database of kept files. */
export const keptDatabase = 'papers';
/** How the names of kept files begin in WeChat. */
export const keptPrefix = 'paper-';

/** Takes away every file that was kept on this phone: its owner has signed out. */
export async function forgetAllKept(): Promise<void> {
  if (!isWeapp) {
    if (typeof indexedDB !== 'undefined') indexedDB.deleteDatabase(keptDatabase);
    return;
  }
  const folder = Taro.env.USER_DATA_PATH ?? '';
  const files = Taro.getFileSystemManager();
  files.readdir({
    dirPath: folder,
    success({ files: names }) {
      for (const name of names.filter((one) => one.startsWith(keptPrefix))) {
        files.unlink({ filePath: `${folder}/${name}` });
      }
    },
  });
}
