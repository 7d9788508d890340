import { toIso } from '../../shared/domain/time';
import type { Clock } from '../clock';
import type { Settings } from '../settings';
import type { Citizens } from './citizens';
import { type Asked, record, refusal, type Said } from './replies';
import { fieldTakes } from './subscribe-fields';

/** What a citizen's phone shows: a message that WeChat or the SMS provider took. */
export interface ShownMessage {
  id: string;
  /** By the sandbox's clock. */
  at: string;
  channel: 'wechat' | 'sms';
  /** Who received it, by name. */
  to: string;
  citizenId: string | null;
  /** openid or phone. */
  address: string;
  templateId: string;
  title: string;
  /** Field → text, or the parameters by their number. */
  data: Record<string, string>;
  page: string | null;
}

const KEPT = 1_000;

/** What has arrived on the sandbox's phones, oldest first. */
export class Messages {
  private kept: ShownMessage[] = [];

  add(message: ShownMessage): void {
    this.kept.push(message);
    if (this.kept.length > KEPT) this.kept.shift();
  }

  list(): ShownMessage[] {
    return [...this.kept];
  }

  clear(): void {
    this.kept = [];
  }
}

/** WeChat's own count of consents: an acceptance is good for one message. */
export class SubscribeLedger {
  private readonly left = new Map<string, number>();

  accept(openid: string, templateId: string): void {
    this.left.set(`${openid} ${templateId}`, this.of(openid, templateId) + 1);
  }

  /** The switch in WeChat's settings: nothing is left. */
  switchOff(openid: string, templateId: string): void {
    this.left.set(`${openid} ${templateId}`, 0);
  }

  of(openid: string, templateId: string): number {
    return this.left.get(`${openid} ${templateId}`) ?? 0;
  }

  /** @returns false when nothing is left */
  use(openid: string, templateId: string, longTerm: boolean): boolean {
    const left = this.of(openid, templateId);
    if (left === 0) return false;
    if (!longTerm) this.left.set(`${openid} ${templateId}`, left - 1);
    return true;
  }
}

export interface SubscribeParts {
  clock: Clock;
  citizens: Citizens;
  templates: Settings['wechat']['templates'];
  titles: Record<string, string>;
  ledger: SubscribeLedger;
  messages: Messages;
  /** Told of every message that arrived, so that WeChat can push it. */
  arrived(message: ShownMessage): void;
}

/** Beyond 2^53, as WeChat's are. */
let lastNumber = 2_207_456_431_728_132_096n;

/** POST /cgi-bin/message/subscribe/send, with the checks and in the order of the real one. */
export function subscribeSend({ body }: Asked, parts: SubscribeParts): Said {
  const sent = record(body);
  if (!sent) return refusal(47001);
  const citizen = parts.citizens.all().find(({ openid }) => openid === sent.touser);
  if (!citizen) return refusal(40003);
  const template = Object.values(parts.templates).find(({ id }) => id === sent.template_id);
  if (!template) return refusal(40037);
  const { page } = sent;
  if (page !== undefined && (typeof page !== 'string' || page.startsWith('/') || page.length > 1_024))
    return refusal(41030);
  if (
    sent.miniprogram_state !== undefined &&
    !['developer', 'trial', 'formal'].includes(String(sent.miniprogram_state))
  )
    return refusal(47003, 'argument invalid! miniprogram_state invalid');
  if (sent.lang !== undefined && !['zh_CN', 'en_US', 'zh_HK', 'zh_TW'].includes(String(sent.lang)))
    return refusal(47003, 'argument invalid! lang invalid');
  const data = record(sent.data);
  if (!data) return refusal(47003, 'argument invalid! data invalid');
  for (const key of Object.keys(template.fields)) {
    if (!fieldTakes(key, record(data[key])?.value))
      return refusal(47003, `argument invalid! data.${key}.value invalid`);
  }
  if (!parts.ledger.use(citizen.openid, template.id, template.longTerm)) return refusal(43101);
  lastNumber += 1n;
  const message: ShownMessage = {
    id: String(lastNumber),
    at: toIso(parts.clock.now()),
    channel: 'wechat',
    to: citizen.name,
    citizenId: citizen.id,
    address: citizen.openid,
    templateId: template.id,
    title: parts.titles[template.id] ?? template.id,
    data: Object.fromEntries(
      Object.keys(template.fields).map((key) => [key, String(record(data[key])?.value)]),
    ),
    page: page === undefined ? null : String(page),
  };
  parts.messages.add(message);
  parts.arrived(message);
  // A number of its length cannot go through JSON.stringify.
  return { status: 200, text: `{"errcode":0,"errmsg":"ok","msgid":${lastNumber}}` };
}
