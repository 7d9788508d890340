/**
 * Holds that a key is made of plain words between slashes, so that it can be neither a way out of a folder nor another
 * address.
 * @throws TypeError
 */
export function objectKey(key: string): string {
  if (!/^[A-Za-z0-9_-]{1,64}(\/[A-Za-z0-9_-]{1,64}){1,4}$/.test(key))
    throw new TypeError('not an object key');
  return key;
}
