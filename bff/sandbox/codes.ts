import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock';
import type { Citizen } from './citizens';

interface Issued {
  citizen: Citizen;
  at: number;
  used: boolean;
}

const LIFETIME_MS = 5 * 60_000;
const KEPT = 50_000;

/** Codes of one kind: used once, within five minutes. */
export class Codes {
  private readonly issued = new Map<string, Issued>();

  constructor(
    private readonly clock: Clock,
    private readonly prefix: string,
  ) {}

  issue(citizen: Citizen): string {
    const code = this.prefix + randomBytes(21).toString('base64url');
    this.issued.set(code, { citizen, at: this.clock.now().getTime(), used: false });
    if (this.issued.size > KEPT) {
      const [oldest] = this.issued.keys();
      if (oldest !== undefined) this.issued.delete(oldest);
    }
    return code;
  }

  /** Uses a code up. @returns whose it was, or why it is not good */
  use(code: string): Citizen | 'unknown' | 'used' {
    const found = this.issued.get(code);
    if (!found || this.clock.now().getTime() - found.at > LIFETIME_MS) return 'unknown';
    if (found.used) return 'used';
    found.used = true;
    return found.citizen;
  }
}
