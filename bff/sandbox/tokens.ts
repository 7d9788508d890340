import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock';

interface Token {
  value: string;
  until: number;
}

const LIFETIME_MS = 7_200_000;
const OVERLAP_MS = 5 * 60_000;
const FORCED_A_DAY = 20;
const FORCED_APART_MS = 30_000;
const DAY_MS = 86_400_000;

/** stable_token as WeChat describes it. */
export class AccessTokenIssuer {
  private current: Token | null = null;
  /** Before the current one, good until its own end: both work in the last five minutes. */
  private previous: Token | null = null;
  private forced: number[] = [];
  /** Tokens that were good once, and the errcode they answer now. */
  private readonly ended = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /** @returns the token and its remaining seconds, or an errcode */
  issue(force: boolean): { token: string; expiresIn: number } | { errcode: number } {
    const now = this.clock.now().getTime();
    if (force) {
      this.forced = this.forced.filter((at) => now - at < DAY_MS);
      const last = this.forced.at(-1);
      if (this.forced.length >= FORCED_A_DAY) return { errcode: 45009 };
      if (last !== undefined && now - last < FORCED_APART_MS) return { errcode: 45011 };
      this.forced.push(now);
      this.endAll(40001);
    }
    if (!this.current || this.current.until - now <= OVERLAP_MS) {
      this.previous = this.current;
      // As long as the longest that the documents announce, so that nobody makes too little room.
      this.current = { value: randomBytes(384).toString('base64url'), until: now + LIFETIME_MS };
    }
    return { token: this.current.value, expiresIn: Math.floor((this.current.until - now) / 1_000) };
  }

  /** @returns null when an API may be called with it, else the errcode */
  refuse(value: string | undefined): number | null {
    if (!value) return 41001;
    const now = this.clock.now().getTime();
    const known = [this.current, this.previous].find((token) => token?.value === value);
    if (known) return known.until > now ? null : 42001;
    return this.ended.get(value) ?? 40001;
  }

  /** Ends every token. @param errcode what they answer from now on */
  endAll(errcode: number): void {
    this.ended.clear();
    for (const token of [this.current, this.previous]) if (token) this.ended.set(token.value, errcode);
    this.current = null;
    this.previous = null;
  }
}
