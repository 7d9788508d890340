import type { ComplaintCategory } from '../../../../shared/contract/complaints';
import type { CalendarDate } from '../../../../shared/domain/time';
import type { Answer, Input } from '../../../api';
import type { FieldError } from '../../../components/error-summary';

export type ComplaintDetail = Answer<'GET /complaints/{id}'>;

/** Whether its deadline was over when it was read, by the server's clock. */
export function isLate({ by, now }: Pick<ComplaintDetail, 'by' | 'now'>): boolean {
  return by !== null && Date.parse(by) <= Date.parse(now);
}

/** Where it happened: a case or an appointment of mine, a hall, or nowhere that can be named. */
export interface Place {
  kind: 'case' | 'appointment' | 'hall' | 'none';
  /** Of the case or the appointment. */
  id: string;
  /** What stands on the screen. */
  title: string;
  venueId: string | null;
  venueName: string | null;
  windowId: string | null;
  windowName: string | null;
}

/** What is typed and chosen; nothing is chosen beforehand. */
export interface Form {
  category: ComplaintCategory | null;
  what: string;
  wanted: string;
  place: Place | null;
  item: { code: string; name: string } | null;
  on: CalendarDate | null;
  /** About what time, in words. */
  around: string;
  anonymous: boolean | null;
  publishConsent: boolean;
}

export const emptyForm: Form = {
  category: null,
  what: '',
  wanted: '',
  place: null,
  item: null,
  on: null,
  around: '',
  anonymous: null,
  publishConsent: false,
};

export const hall = (venueId: string, venueName: string): Place => ({
  kind: 'hall',
  id: '',
  title: venueName,
  venueId,
  venueName,
  windowId: null,
  windowName: null,
});

export const nowhere: Place = {
  kind: 'none',
  id: '',
  title: '不在大厅，或说不清',
  venueId: null,
  venueName: null,
  windowId: null,
  windowName: null,
};

const shortest = 5;

/** What stands in the way of sending, in the order of the screens. */
export function faultsOf({ category, what, anonymous }: Form): FieldError[] {
  const found: FieldError[] = [];
  if (category === null) found.push({ field: 'category', message: '选一下是哪一类事。' });
  if (what.trim().length < shortest)
    found.push({ field: 'what', message: `写一写发生了什么，至少 ${shortest} 个字。` });
  if (anonymous === null) found.push({ field: 'anonymous', message: '选一下实名还是匿名。' });
  return found;
}

type Body = Input<'POST /complaints'>['body'];

/** What goes out. Also without a name the server is told which matter it was: it keeps those away who handled it, and forgets it. */
export function bodyOf(form: Form, category: ComplaintCategory, photos: string[]): Body {
  const { place, item, on, around, wanted } = form;
  const mine = place?.kind === 'case' || place?.kind === 'appointment' ? place : null;
  return {
    category,
    what: form.what.trim(),
    ...(wanted.trim() && { wanted: wanted.trim() }),
    ...(on && { on }),
    ...(around.trim() && { around: around.trim() }),
    ...(mine?.kind === 'case' && { caseId: mine.id }),
    ...(mine?.kind === 'appointment' && { appointmentId: mine.id }),
    ...(!mine && place?.venueId && { venueId: place.venueId }),
    ...(place?.windowId && { windowId: place.windowId }),
    ...(!mine && item && { itemCode: item.code }),
    photos,
    anonymous: form.anonymous === true,
    publishConsent: form.publishConsent,
  };
}
