import type {
  SubscriptionMoment,
  SubscriptionOffer,
  SubscriptionResult,
} from '../../../shared/contract/notifications';
import type { TemplateKey } from '../../../shared/domain/notice-templates';
import { noteAnswer } from './consent-ledger';
import type { ConsentDoc } from './model';
import type { NotificationParts } from './parts';

/** What is worth asking for at a moment; at most three, as WeChat allows. The first is what it is about. */
const moments: Record<SubscriptionMoment, { templates: TemplateKey[]; label: string; why: string }> = {
  booked: {
    templates: ['appointment-reminder', 'appointment-changed', 'number-near'],
    label: '微信提醒我',
    why: '前一天提醒您带什么，大厅有变动、快叫到您时马上告诉您。',
  },
  submitted: {
    templates: ['case-progress', 'case-supplement', 'case-result'],
    label: '微信告诉我进度',
    why: '受理、要补材料、办好了，第一时间告诉您，不用反复来看。',
  },
};

/** After a no nothing is asked for so long, at any moment: whoever said no has been heard. */
const NO_MEANS_NO_MS = 30 * 86_400_000;
/** Enough for what is ahead: more need not be asked for. */
const ENOUGH = 5;

/** What to ask WeChat's consent for now. Asks nobody who said no lately, or who has consented to enough. */
export async function subscriptionOffer(
  parts: NotificationParts,
  accountId: string,
  moment: SubscriptionMoment,
  now: Date,
): Promise<SubscriptionOffer> {
  const { templates, label, why } = moments[moment];
  const kept = await parts.consents.find({ accountId }).lean<ConsentDoc[]>();
  const byTemplate = new Map(kept.map((consent) => [consent.templateId, consent]));
  const wanted = templates
    .map((key) => parts.settings.wechat.templates[key])
    .filter((template) => template !== undefined)
    .filter(({ id }) => mayAsk(byTemplate.get(id), now));
  // One-time and long-term templates cannot be asked for together.
  const [first] = wanted;
  const templateIds = wanted.filter(({ longTerm }) => longTerm === first?.longTerm).map(({ id }) => id);
  const declined = templates.some((key) =>
    saidNo(byTemplate.get(parts.settings.wechat.templates[key]?.id ?? ''), now),
  );
  return {
    ask: templateIds.length === 0 || declined ? null : { templateIds: templateIds.slice(0, 3), label, why },
  };
}

function mayAsk(consent: ConsentDoc | undefined, now: Date): boolean {
  if (!consent) return true;
  return !consent.standing && consent.count < ENOUGH && !saidNo(consent, now);
}

function saidNo(consent: ConsentDoc | undefined, now: Date): boolean {
  if (!consent || consent.lastAnswer === 'accept' || consent.lastAnswer === 'filter') return false;
  return now.getTime() - consent.answeredAt.getTime() < NO_MEANS_NO_MS;
}

/** Notes what the citizen answered WeChat. Templates that are none of ours are passed over. */
export async function noteSubscriptions(
  parts: NotificationParts,
  accountId: string,
  results: Record<string, SubscriptionResult>,
  { operationId, now }: { operationId: string; now: Date },
): Promise<{ accepted: string[]; words: string }> {
  const ours = Object.values(parts.settings.wechat.templates);
  const accepted: string[] = [];
  for (const [templateId, answer] of Object.entries(results)) {
    const template = ours.find(({ id }) => id === templateId);
    if (!template) continue;
    const { longTerm } = template;
    await noteAnswer(parts, {
      accountId,
      templateId,
      answer,
      from: 'phone',
      operation: operationId,
      longTerm,
      now,
    });
    if (answer === 'accept') accepted.push(templateId);
  }
  const words =
    accepted.length > 0 ? '好，有消息会发到您的微信。' : '不发微信。消息都在“我的消息”里，随时可以看。';
  return { accepted, words };
}
