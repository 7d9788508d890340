import { type RefObject, useEffect } from 'react';
import { isWeapp } from '../../../platform/env';

/**
 * Keeps a copy of a sheet that stands by itself in the document, hidden on the screen: what a printer gets. The sheet's
 * style says what is shown of it in print.
 * @param className of the copy
 * @param image class of the one picture in the sheet, and its address; another address is another copy
 */
export function usePrintCopy(
  sheet: RefObject<HTMLElement>,
  className: string,
  image: { className: string; source: string },
): void {
  const { className: imageClass, source } = image;
  useEffect(() => {
    if (isWeapp || !sheet.current) return;
    const copy = document.createElement('div');
    copy.className = className;
    copy.setAttribute('aria-hidden', 'true');
    copy.append(sheet.current.cloneNode(true));
    // Taro's image is a custom element: a copy of one that has drawn itself would draw itself a second time.
    for (const drawn of copy.querySelectorAll(`.${imageClass}`)) {
      const plain = document.createElement('img');
      plain.className = imageClass;
      plain.alt = '';
      plain.src = source;
      drawn.replaceWith(plain);
    }
    document.body.append(copy);
    return () => copy.remove();
  }, [sheet, className, imageClass, source]);
}
