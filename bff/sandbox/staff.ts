import type Router from 'koa-router';
import { Problem } from '../problem';

/** Who works here, and their authenticator app: a newcomer has no telephone set up. */
export interface SandboxStaff {
  list(): { number: string; name: string; role: string; venueId: string | null; password: string }[];
  codeFor(number: string): Promise<{ code: string } | { wait: number } | null>;
}

/** The doors of the staff, once the stores are there. */
export function staffDoors(router: Router, staff: () => SandboxStaff | null): void {
  router.get('/staff', (ctx) => {
    ctx.body = { staff: staff()?.list() ?? [] };
  });
  router.get('/staff/:number/totp', async (ctx) => {
    const said = await staff()?.codeFor((ctx.params.number ?? '').toUpperCase());
    if (!said) throw new Problem('NOT_FOUND');
    if ('wait' in said) throw new Problem('RATE_LIMITED', { retryAfter: said.wait });
    ctx.body = said;
  });
}
