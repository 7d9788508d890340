/**
 * Whether what an item results in needs two people before it leaves the hall: identity papers, titles and licences that
 * somebody could misuse, told by words in the item's name.
 * @param words of DELIVERY_VALUABLES
 */
export function isValuable(itemName: string, words: readonly string[]): boolean {
  return words.some((word) => itemName.includes(word));
}
