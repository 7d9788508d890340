/** What may be shown of personal data: enough for its owner to recognise it, too little for anyone else. */

/** First character and a star for each other one: `王**`. */
export function maskName(name: string): string {
  const [first = '', ...rest] = [...name];
  return first + '*'.repeat(rest.length);
}

/** `138****5678`; of a number of another shape only the last two digits stay. */
export function maskPhone(phone: string): string {
  if (/^\d{11}$/.test(phone)) return `${phone.slice(0, 3)}****${phone.slice(7)}`;
  return '*'.repeat(Math.max(phone.length - 2, 0)) + phone.slice(-2);
}

/** First three and last two characters: `530*************02`. */
export function maskIdNumber(idNumber: string): string {
  return idNumber.slice(0, 3) + '*'.repeat(Math.max(idNumber.length - 5, 0)) + idNumber.slice(-2);
}

/** A number as houses have them: digits, letters, or Chinese numerals before what they count. */
const houseNumber = /[\dA-Za-z０-９]|[〇零一二三四五六七八九十百]+(?=[号栋幢座楼层室户单组队社门弄])/;
/** Characters of a place that may be shown at most. */
const PLACE_SHOWN = 6;

/** What stands before the first house number, and never more than half: `龙泉路12号3单元501` → `龙泉路***`. */
export function maskPlace(place: string): string {
  const characters = [...place];
  const number = place.search(houseNumber);
  const before = number < 0 ? characters.length : [...place.slice(0, number)].length;
  return `${characters.slice(0, Math.min(before, PLACE_SHOWN, Math.floor(characters.length / 2))).join('')}***`;
}
