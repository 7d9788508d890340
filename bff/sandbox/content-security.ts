import { createHash, randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { toIso } from '../../shared/domain/time';
import type { Clock } from '../clock';
import type { Citizens } from './citizens';
import type { Pusher, PushMode } from './push';
import { type Asked, record, refusal, type Said } from './replies';

export const suggestions = ['pass', 'review', 'risky'] as const;
type Suggestion = (typeof suggestions)[number];
/** When pictures are told of: soon, when somebody says so, never, twice. */
export const tellings = ['soon', 'hold', 'never', 'twice'] as const;
type Telling = (typeof tellings)[number];

/** What WeChat was asked to look at. */
interface ContentCheck {
  traceId: string;
  at: string;
  of: 'text' | 'picture';
  citizenId: string;
  /** The words, or where the picture is. */
  content: string;
  suggest: Suggestion;
  label: number;
  /** Of a picture, once it was fetched: what came. */
  fetched: { status: number; type: string; bytes: number; sha256: string } | null;
  /** How each push of it was answered; none of words. */
  told: { status: number; text: string }[];
}

interface Parts {
  clock: Clock;
  log: Logger;
  citizens: Citizens;
  pusher: Pusher;
}

/** A visit is good for so long. */
const VISIT_MS = 2 * 3_600_000;
const MOST_CHARACTERS = 2_500;
const MOST_BYTES = 10 * 1_024 * 1_024;
const TAKEN = ['image/jpeg', 'image/png', 'image/bmp', 'image/gif', 'image/webp'];
const KEPT = 500;
/** Words that are what they say, for whoever plays. */
const signs: readonly [string, Suggestion, number][] = [
  ['违规示例', 'risky', 20_003],
  ['存疑示例', 'review', 21_000],
];

/** WeChat's content security: looks at words at once, and at pictures when it has fetched them. */
export class ContentSecurity {
  telling: Telling = 'soon';
  private readonly visits = new Map<string, number>();
  /** What the next answers are to be, by what they are of. */
  private readonly ahead: { of: ContentCheck['of']; suggest: Suggestion; label: number }[] = [];
  private checks: ContentCheck[] = [];
  private held: ContentCheck[] = [];
  private readonly under = new Set<Promise<unknown>>();
  private turn = 0;
  private closed = false;

  constructor(private readonly parts: Parts) {}

  /** They opened the mini-program. */
  visited(openid: string): void {
    this.visits.set(openid, this.parts.clock.now().getTime());
  }

  next(of: ContentCheck['of'], suggest: Suggestion, label: number, times: number): void {
    for (let n = 0; n < times; n += 1) this.ahead.push({ of, suggest, label });
  }

  list(): ContentCheck[] {
    return [...this.checks];
  }

  forget(): void {
    this.checks = [];
    this.held = [];
    this.ahead.length = 0;
    this.telling = 'soon';
  }

  /** POST /wxa/msg_sec_check and /wxa/media_check_async, with the checks of the real ones. */
  answer(of: ContentCheck['of'], { body }: Asked): Said {
    const sent = record(body);
    if (!sent) return refusal(47001);
    if (sent.version !== 2) return refusal(47001, 'version invalid');
    if (![1, 2, 3, 4].includes(Number(sent.scene)) || typeof sent.scene !== 'number') return refusal(40129);
    const content = of === 'text' ? sent.content : sent.media_url;
    if (typeof content !== 'string' || content.trim() === '') return refusal(47001);
    if (of === 'text' && [...content].length > MOST_CHARACTERS)
      return refusal(47001, 'content size out of limit');
    if (of === 'picture' && (sent.media_type !== 2 || !/^https?:\/\/[^/]/.test(content)))
      return refusal(47001);
    const citizen = this.parts.citizens.all().find(({ openid }) => openid === sent.openid);
    if (!citizen) return refusal(40003);
    const visit = this.visits.get(citizen.openid);
    if (visit === undefined || this.parts.clock.now().getTime() - visit > VISIT_MS) return refusal(61010);
    const check: ContentCheck = {
      traceId: randomUUID(),
      at: toIso(this.parts.clock.now()),
      of,
      citizenId: citizen.id,
      content,
      ...this.verdictOn(of, content),
      fetched: null,
      told: [],
    };
    this.checks.push(check);
    if (this.checks.length > KEPT) this.checks.shift();
    const { traceId: trace_id, suggest, label } = check;
    if (of === 'picture') {
      this.keep(this.fetchAndTell(check));
      return { status: 200, json: { errcode: 0, errmsg: 'ok', trace_id } };
    }
    const detail = [{ strategy: 'content_model', errcode: 0, suggest, label, prob: 90 }];
    return { status: 200, json: { errcode: 0, errmsg: 'ok', result: { suggest, label }, detail, trace_id } };
  }

  /** Tells of the pictures that were held back. @returns how it was answered */
  async release(): Promise<{ status: number; text: string }[]> {
    const held = this.held;
    this.held = [];
    const answers = [];
    for (const check of held) answers.push(await this.tell(check));
    return answers;
  }

  /** Pushes a verdict about anything, known or not. */
  push(traceId: string, suggest: Suggestion, mode: PushMode): Promise<{ status: number; text: string }> {
    return this.parts.pusher.post(this.bodyOf({ traceId, suggest, label: 100 }, '', 0), mode);
  }

  /** Waits for what is under way. */
  async settled(): Promise<void> {
    await Promise.all(this.under);
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.settled();
  }

  private verdictOn(of: ContentCheck['of'], content: string): { suggest: Suggestion; label: number } {
    const at = this.ahead.findIndex((told) => told.of === of);
    const [told] = at < 0 ? [] : this.ahead.splice(at, 1);
    if (told) return { suggest: told.suggest, label: told.label };
    const sign = of === 'text' ? signs.find(([words]) => content.includes(words)) : undefined;
    return sign ? { suggest: sign[1], label: sign[2] } : { suggest: 'pass', label: 100 };
  }

  private async fetchAndTell(check: ContentCheck): Promise<void> {
    check.fetched = await fetched(check.content);
    if (this.telling === 'never' || this.closed) return;
    if (this.telling === 'hold') {
      this.held.push(check);
      return;
    }
    await this.tell(check);
    if (this.telling === 'twice') await this.tell(check);
  }

  /** As the real one: three times in all, until it is answered as agreed. */
  private async tell(check: ContentCheck): Promise<{ status: number; text: string }> {
    const { fetched: file } = check;
    const good =
      file?.status === 200 && file.bytes > 0 && file.bytes <= MOST_BYTES && TAKEN.includes(file.type);
    const openid = this.parts.citizens.find(check.citizenId)?.openid ?? '';
    const body = this.bodyOf(check, openid, good ? 0 : -1008);
    this.turn += 1;
    const mode: PushMode = this.turn % 2 === 0 ? 'plain' : 'safe';
    let answer = { status: 0, text: '' };
    for (let attempt = 1; attempt <= 3 && !this.closed; attempt += 1) {
      answer = await this.parts.pusher
        .post(body, mode)
        .catch((error: unknown) => ({ status: -1, text: String(error) }));
      check.told.push(answer);
      if (answer.status === 0 || (answer.status === 200 && ['success', ''].includes(answer.text))) break;
    }
    return answer;
  }

  private bodyOf(
    { traceId, suggest, label }: Pick<ContentCheck, 'traceId' | 'suggest' | 'label'>,
    openid: string,
    errcode: number,
  ): string {
    return JSON.stringify({
      ToUserName: 'gh_sandbox',
      FromUserName: openid,
      CreateTime: Math.floor(this.parts.clock.now().getTime() / 1_000),
      MsgType: 'event',
      Event: 'wxa_media_check',
      appid: 'wx8f16a5e77e9bd5b1',
      trace_id: traceId,
      version: 2,
      errcode,
      errmsg: errcode === 0 ? 'ok' : 'download failed',
      // Labels of pictures are texts, unlike those of words; what was not looked at has no result.
      ...(errcode === 0 && {
        detail: [{ strategy: 'content_model', errcode: 0, suggest, label: String(label), prob: 90 }],
        result: { suggest, label: String(label) },
      }),
    });
  }

  private keep(work: Promise<void>): void {
    const kept = work.catch((error: unknown) => {
      if (!this.closed) this.parts.log.warn({ err: error }, 'the sandbox could not look at a picture');
    });
    this.under.add(kept);
    void kept.finally(() => this.under.delete(kept));
  }
}

/** Fetches a picture as WeChat would, and really reads it. */
async function fetched(url: string): Promise<ContentCheck['fetched']> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    const bytes = Buffer.from(await response.arrayBuffer());
    return {
      status: response.status,
      type: (response.headers.get('content-type') ?? '').split(';')[0]?.trim() ?? '',
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    };
  } catch {
    return { status: 0, type: '', bytes: 0, sha256: '' };
  }
}
