/** Codes of the national catalogue: unified social credit code and implementation code. */

/** GB 32100: digits and capitals without I, O, Z, S, V. */
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const creditWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
/** GB 11714, over the nine characters of the organisation. */
const organisationAlphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2];

/** Check character of the first 17 of a credit code (GB 32100); null when one of them is not allowed. */
function creditCheck(first17: string): string | null {
  const sum = weighted(first17, alphabet, creditWeights);
  return sum === null ? null : (alphabet[(31 - (sum % 31)) % 31] ?? null);
}

/** Whether 18 characters are a unified social credit code with the right check character. */
export function isCreditCode(code: string): boolean {
  return code.length === 18 && creditCheck(code.slice(0, 17)) === code[17];
}

/**
 * The credit code of a government body. @param region six digits @param organisation eight characters, unique in
 * the region
 */
export function governmentCreditCode(region: string, organisation: string): string {
  const sum = weighted(organisation, organisationAlphabet, organisationWeights) ?? 0;
  const check = 11 - (sum % 11);
  const nine = organisation + (check === 11 ? '0' : check === 10 ? 'X' : String(check));
  // 1 = registered by the establishment office, 1 = a government body.
  const first17 = `11${region}${nine}`;
  return first17 + (creditCheck(first17) ?? '0');
}

/** The parts of an implementation code: credit code 18, level 1, basic code 12; null when it has none. */
export function implementationParts(code: string): { credit: string; level: string; basic: string } | null {
  if (!/^[0-9A-Z]{18}[1-6]\d{12}$/.test(code)) return null;
  return { credit: code.slice(0, 18), level: code.slice(18, 19), basic: code.slice(19) };
}

function weighted(text: string, letters: string, weights: readonly number[]): number | null {
  let sum = 0;
  for (const [index, weight] of weights.entries()) {
    const value = letters.indexOf(text[index] ?? ' ');
    if (value < 0) return null;
    sum += value * weight;
  }
  return sum;
}
