import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { sealed } from './keys';
import { notifiedRefund } from './refunds';
import type { Signing, Spoiling } from './signing';
import type { Payment, PayState, Refund } from './state';
import { seconds, transactionOf } from './transactions';

/** What WeChat Pay has to tell, and how telling it went. */
export interface Notice {
  id: string;
  about: string;
  event: string;
  url: string;
  /** What is encrypted anew for every delivery, as it was when it happened. */
  content: string;
  createdAt: Date;
  /** When it is delivered next; null: when told, or never again. */
  dueAt: Date | null;
  tries: { at: Date; how: string; status: number | null; text: string }[];
  taken: boolean;
}

/** How a delivery can be wrong beside its signature. */
export const deliveries = ['right', 'flipped-tag', 'flipped-text', 'wrong-key', 'cut'] as const;
type Delivery = (typeof deliveries)[number] | Spoiling;

/** Seconds between deliveries: 15s 15s 30s 3m 10m 20m 30m×3 60m 3h×3 6h×2. */
const RETRIES = [
  15, 15, 30, 180, 600, 1_200, 1_800, 1_800, 1_800, 3_600, 10_800, 10_800, 10_800, 21_600, 21_600,
];
const ANSWER_MS = 5_000;

/** Tells the merchant of what happened, again and again until it is taken. */
export class Notifier {
  readonly notices: Notice[] = [];
  private readonly under = new Set<Promise<unknown>>();
  private working: Promise<void> | null = null;
  private readonly ending = new AbortController();

  constructor(
    private readonly state: PayState,
    private readonly signing: Signing,
    private readonly log: Logger,
  ) {}

  ofPayment(payment: Payment, when: 'soon' | 'hold' | 'never'): Notice | null {
    const content = JSON.stringify(transactionOf(payment));
    return this.add('TRANSACTION.SUCCESS', payment.outTradeNo, payment.notifyUrl, content, when);
  }

  ofRefund(refund: Refund, when: 'soon' | 'hold' | 'never'): Notice | null {
    if (refund.notifyUrl === null) return null;
    const content = JSON.stringify(notifiedRefund(refund, this.state.keys.mchid));
    return this.add(`REFUND.${refund.state}`, refund.outRefundNo, refund.notifyUrl, content, when);
  }

  /** Delivers once, right or wrong. @returns how it was answered; status null when it was not */
  async deliver(notice: Notice, how: Delivery = 'right'): Promise<{ status: number | null; text: string }> {
    const { body, headers } = this.letter(notice, how);
    const answer = await fetch(notice.url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'User-Agent': 'Mozilla/4.0', ...headers },
      body,
      signal: AbortSignal.any([AbortSignal.timeout(ANSWER_MS), this.ending.signal]),
    })
      .then(async (response) => ({ status: response.status, text: await response.text() }))
      .catch(() => ({ status: null, text: '' }));
    notice.tries.push({ at: this.state.clock.now(), how, ...answer });
    if (how === 'right' && (answer.status === 200 || answer.status === 204)) {
      notice.taken = true;
      notice.dueAt = null;
    }
    return answer;
  }

  /** Delivers what is due by the clock, each as often as it fell due. */
  work(): Promise<void> {
    this.working ??= this.workThrough().finally(() => {
      this.working = null;
    });
    return this.working;
  }

  async close(): Promise<void> {
    this.ending.abort();
    await Promise.all(this.under);
    await this.working;
  }

  private async workThrough(): Promise<void> {
    for (;;) {
      const now = this.state.clock.now();
      const [next] = this.notices
        .filter(({ dueAt }) => dueAt !== null && dueAt <= now)
        .sort((a, b) => (a.dueAt?.getTime() ?? 0) - (b.dueAt?.getTime() ?? 0));
      if (!next || this.ending.signal.aborted) return;
      const wait = RETRIES[next.tries.filter(({ how }) => how === 'right').length];
      const due = next.dueAt ?? now;
      next.dueAt = wait === undefined ? null : new Date(due.getTime() + wait * 1_000);
      await this.deliver(next);
    }
  }

  private add(
    event: string,
    about: string,
    url: string,
    content: string,
    when: 'soon' | 'hold' | 'never',
  ): Notice | null {
    if (when === 'never') return null;
    const now = this.state.clock.now();
    const made: Notice = {
      id: randomUUID(),
      about,
      event,
      url,
      content,
      createdAt: now,
      dueAt: when === 'soon' ? now : null,
      tries: [],
      taken: false,
    };
    this.notices.push(made);
    if (when === 'soon') this.soon();
    return made;
  }

  /** A moment later; nobody waits for it. */
  private soon(): void {
    const work = this.work().catch((error: unknown) =>
      this.log.warn({ err: error }, 'the sandbox could not notify'),
    );
    this.under.add(work);
    void work.finally(() => this.under.delete(work));
  }

  private letter(notice: Notice, how: Delivery) {
    const isRefund = notice.event.startsWith('REFUND');
    const kind = isRefund ? 'refund' : 'transaction';
    const key = how === 'wrong-key' ? 'f'.repeat(32) : this.state.keys.apiV3Key;
    const content = how === 'cut' ? notice.content.slice(0, -3) : notice.content;
    const resource = { original_type: kind, ...sealed(content, kind, key) };
    if (how === 'flipped-tag') resource.ciphertext = flipped(resource.ciphertext, -1);
    if (how === 'flipped-text') resource.ciphertext = flipped(resource.ciphertext, 0);
    const body = JSON.stringify({
      id: notice.id,
      create_time: seconds(notice.createdAt),
      resource_type: 'encrypt-resource',
      event_type: notice.event,
      summary: isRefund ? '退款通知' : '支付成功',
      resource,
    });
    return this.signing.sign(body, { spoil: isSpoiling(how) ? how : undefined });
  }
}

function isSpoiling(how: Delivery): how is Spoiling {
  return !(deliveries as readonly string[]).includes(how);
}

/** The ciphertext with one bit of one byte turned. */
function flipped(ciphertext: string, index: number): string {
  const bytes = Buffer.from(ciphertext, 'base64');
  const at = index < 0 ? bytes.length + index : index;
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  return bytes.toString('base64');
}
