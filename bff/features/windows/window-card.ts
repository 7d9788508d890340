import type { AnswerOf } from '../../../shared/contract/core';
import type { windowsContract } from '../../../shared/contract/windows';
import type { StaffCaller } from '../../http/route';
import { Problem } from '../../problem';
import type { WindowParts } from './needs';

const PAGE = 'packages/window/window/index';

type WindowCard = AnswerOf<(typeof windowsContract)['GET /staff/windows/{id}/card']>;

/**
 * The card on a counter of one's own hall: a code of the mini-program, and the page in a browser for who has none. Without
 * WeChat there is no code and the card is still a card.
 * @throws Problem NOT_FOUND, also for another hall's
 */
export async function windowCard(
  parts: WindowParts,
  windowId: string,
  staff: Pick<StaffCaller, 'venueId'>,
): Promise<WindowCard> {
  const window = parts.find(windowId);
  const venue = window && parts.venues.venue(window.venueId);
  if (!window || !venue || (staff.venueId !== null && staff.venueId !== venue.id))
    throw new Problem('NOT_FOUND', { next: '从本大厅的窗口里选。' });
  return {
    windowId,
    windowName: window.name,
    venueName: venue.name,
    // Where no address of the page is set, the path alone: the screen that prints it knows where it is.
    url: `${parts.settings.results.webUrl ?? ''}/#/${PAGE}?id=${encodeURIComponent(windowId)}`,
    image: await codeOf(parts, windowId),
  };
}

async function codeOf({ wechat, log }: WindowParts, windowId: string): Promise<string | null> {
  try {
    const image = Buffer.from(await wechat.codeImage(windowId, PAGE));
    const type = image[0] === 0x89 ? 'image/png' : 'image/jpeg';
    return `data:${type};base64,${image.toString('base64')}`;
  } catch (error) {
    log.warn({ err: error }, 'WeChat gave no code for a window');
    return null;
  }
}
