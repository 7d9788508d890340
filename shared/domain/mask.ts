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
