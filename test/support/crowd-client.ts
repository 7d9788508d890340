import { randomUUID } from 'node:crypto';
import type { ErrorCode } from '../../shared/contract';
import { person, type SignedIn } from './citizens';

/**
 * A client process of the crowd: signs its citizens in, says `ready`, and when told to go sends all their requests
 * for the same seat at once. Reports what was answered.
 */
export interface CrowdOrder {
  url: string;
  people: number;
  booking: { itemCode: string; queueId: string; date: string; slot: string };
}

export interface CrowdReport {
  /** Answer (state or error code) → how often. */
  answers: Record<string, number>;
  /** Ids of the appointments held, with the token of who holds each. */
  held: { id: string; token: string }[];
}

const unanswered: ErrorCode[] = ['STORE_UNAVAILABLE', 'IDEMPOTENCY_IN_PROGRESS'];

async function run({ url, people, booking }: CrowdOrder): Promise<void> {
  const app = { url, api: `${url}/api/v1` };
  const citizens: SignedIn[] = [];
  // Signing in is not the crowd: a few at a time.
  while (citizens.length < people) {
    const few = Math.min(10, people - citizens.length);
    citizens.push(...(await Promise.all(Array.from({ length: few }, () => person(app)))));
  }
  process.send?.('ready');
  await new Promise((resolve) => process.once('message', resolve));
  const report: CrowdReport = { answers: {}, held: [] };
  await Promise.all(
    citizens.map(async (citizen) => {
      const key = randomUUID();
      const ask = () => citizen.ask('POST /appointments', { key, body: booking });
      let reply = await ask();
      // As the app does: the same request again until there is an answer.
      while (reply.error && unanswered.includes(reply.error.code)) reply = await ask();
      const said = reply.error?.code ?? reply.answer.state;
      report.answers[said] = (report.answers[said] ?? 0) + 1;
      if (!reply.error) report.held.push({ id: reply.answer.id, token: citizen.token ?? '' });
    }),
  );
  process.send?.(report, () => process.exit(0));
}

process.once('message', (order) => {
  run(order as CrowdOrder).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  });
});
