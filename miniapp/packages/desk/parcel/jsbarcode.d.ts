/** The encoder of jsbarcode alone, without what draws: it needs no DOM. */
declare module 'jsbarcode/bin/barcodes/CODE128/CODE128_AUTO' {
  export default class CODE128_AUTO {
    constructor(text: string, options: object);
    /** `data`: a `1` for each dark module, a `0` for each light one. */
    encode(): { data: string; text: string };
  }
}
