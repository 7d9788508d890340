import { type RefObject, useEffect } from 'react';
import { isWeapp } from '../../../platform/env';

/**
 * Keeps a copy of a sheet that stands by itself in the document, hidden on the screen: what a printer gets. The sheet's
 * style says what is shown of it in print.
 * @param className of the copy
 * @param images class of the pictures in the sheet, and their addresses in order; other addresses are another copy
 */
export function usePrintCopy(
  sheet: RefObject<HTMLElement>,
  className: string,
  images: { className: string; sources: readonly string[] },
): void {
  const imageClass = images.className;
  const sources = images.sources.join('\n');
  useEffect(() => {
    if (isWeapp || !sheet.current) return;
    const copy = document.createElement('div');
    copy.className = className;
    copy.setAttribute('aria-hidden', 'true');
    copy.append(sheet.current.cloneNode(true));
    // Taro's image is a custom element: a copy of one that has drawn itself would draw itself a second time.
    const drawn = copy.querySelectorAll(`.${imageClass}`);
    sources.split('\n').forEach((source, at) => {
      const plain = document.createElement('img');
      plain.className = imageClass;
      plain.alt = '';
      plain.src = source;
      drawn[at]?.replaceWith(plain);
    });
    document.body.append(copy);
    return () => copy.remove();
  }, [sheet, className, imageClass, sources]);
}
