import type { Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { NoticeFacts, NoticeKind, NoticeSubject } from '../../shared/domain/notices';

/** A message that a change owes somebody. It stands in the changed document until the message itself does. */
export interface OwedNotice {
  /** Unique for ever, made of what happened (`case ID 7 accepted`): the message exists once however often it is tried. */
  key: string;
  kind: NoticeKind;
  /** A person hears it on all their accounts; `accountId` alone when only that account is meant (an agent). */
  to: { personId?: string; accountId?: string; staffId?: string };
  subject: NoticeSubject;
  facts: NoticeFacts;
  /** Whose staff may see how far it came and send it again; said by whoever knows. Not said: only who is there for the whole city. */
  place?: { venueId: string; department?: string };
  /** When it happened. */
  at: Date;
  /** Not before then: what can still be undone is not told yet. */
  notBefore?: Date;
  /** Of no use to anyone from then on: a reminder when its time has come. */
  notAfter?: Date;
}

/** What a document that owes notices carries. */
export interface OutboxFields {
  outbox?: OwedNotice[];
  /** The earliest moment at which a notice may leave; present while one is owed. */
  outboxDue?: Date;
}

const notice = new Schema<OwedNotice>(
  {
    key: { type: String, required: true },
    kind: { type: String, required: true },
    to: { type: Schema.Types.Mixed, required: true },
    subject: { type: Schema.Types.Mixed, required: true },
    facts: { type: Schema.Types.Mixed, required: true },
    place: Schema.Types.Mixed,
    at: { type: Date, required: true },
    notBefore: Date,
    notAfter: Date,
  },
  { _id: false, minimize: false },
);

/** Spread into the schema of a model that owes notices; then call `indexOutbox`. */
export const outboxFields = { outbox: { type: [notice], default: undefined }, outboxDue: Date };

/** The relay finds what is owed without reading anything else. */
export function indexOutbox<T extends OutboxFields>(schema: Schema<T>): void {
  schema.index(
    { outboxDue: 1 },
    { partialFilterExpression: { outboxDue: { $exists: true } }, name: 'outbox_due' },
  );
}

/** The parts of an update that put notices into the document, in the same write as the change they tell of. */
export function owing(notices: readonly OwedNotice[]): {
  $push?: { outbox: { $each: OwedNotice[] } };
  $min?: { outboxDue: Date };
} {
  if (notices.length === 0) return {};
  const due = new Date(Math.min(...notices.map(({ at, notBefore }) => (notBefore ?? at).getTime())));
  return { $push: { outbox: { $each: [...notices] } }, $min: { outboxDue: due } };
}

/** The same for a document that is inserted. */
export function owingFrom(notices: readonly OwedNotice[]): OutboxFields {
  const { $push, $min } = owing(notices);
  return $push && $min ? { outbox: $push.outbox.$each, outboxDue: $min.outboxDue } : {};
}

/** The collections in which notices may be owed; the notifications feature relays from all of them. */
export class Outboxes {
  private readonly models: Model<OutboxFields>[] = [];

  /** A feature registers each model whose documents carry `outboxFields`. */
  register<T extends OutboxFields>(model: Model<T>): void {
    this.models.push(model as unknown as Model<OutboxFields>);
  }

  get all(): readonly Model<OutboxFields>[] {
    return this.models;
  }
}
