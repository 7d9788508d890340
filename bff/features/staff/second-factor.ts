import { Secret, TOTP } from 'otpauth';

/** Seconds for which one code is shown (RFC 6238, and what every authenticator app assumes). */
const PERIOD = 30;
const SECRET_BYTES = 20;

/** A new secret, base32, as an authenticator app takes it. */
export function newSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** What the app reads from the QR code. */
export function enrolmentUri(secret: string, number: string): string {
  return totp(secret, number).toString();
}

/** The time step of an instant. */
export function stepOf(now: Date): number {
  return Math.floor(now.getTime() / (PERIOD * 1_000));
}

/**
 * The time step whose code this is: now's, the one before or the one after, for clocks that differ a little.
 * @returns null when it is none of them
 */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  const delta = totp(secret).validate({ token: code, timestamp: now.getTime(), window: 1 });
  return delta === null ? null : stepOf(now) + delta;
}

/** The code of a time step; for the sandbox, where nobody has a telephone. */
export function codeOfStep(secret: string, step: number): string {
  return totp(secret).generate({ timestamp: step * PERIOD * 1_000 });
}

function totp(secret: string, label = ''): TOTP {
  return new TOTP({
    issuer: '昭通一站办',
    label,
    secret: Secret.fromBase32(secret),
    period: PERIOD,
    digits: 6,
  });
}
