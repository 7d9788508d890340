import type { IntegrationParts } from './parts';

/**
 * Forgets the nonces and settled events that need not be known again. By our clock and not by the database's (a TTL index):
 * what is still good is told by ours, and where the two differ a call could otherwise come in twice.
 */
export async function forgetOld({ nonces, events, clock }: IntegrationParts): Promise<void> {
  const old = { forgetAt: { $lte: clock.now() } };
  await Promise.all([nonces.deleteMany(old), events.deleteMany(old)]);
}
