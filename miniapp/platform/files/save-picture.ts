import { toast } from '../../components/toast';

/** Puts a picture into the browser's downloads. @param source a data URI */
export function savePicture(source: string, name: string): void {
  const link = document.createElement('a');
  link.href = source;
  link.download = name;
  link.click();
  toast('图片已下载');
}
