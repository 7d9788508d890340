import { type Connection, type Model, Schema } from 'mongoose';
import type { CarrierCode, DeliveryHow, DeliveryState } from '../../../shared/contract/delivery';
import { type DeliveryAction, type DeliveryRole, deliveryStates } from '../../../shared/domain/delivery';
import { sealed } from '../../crypto/sealed-fields';
import type { TrackKind } from '../../gateways/couriers';
import { indexOutbox, type OutboxFields, outboxFields } from '../../work/outbox';

/** What the sealed fields are sealed for. An address is sealed as JSON of `PlainAddress`. */
export const deliveryPurposes = {
  address: 'delivery.address',
  choiceAddress: 'delivery-choice.address',
} as const;

/** What a citizen chose for a case, or for an appointment that has no case yet. `_id` is `case ID` or `appointment ID`. */
export interface DeliveryChoiceDoc {
  _id: string;
  personId: string;
  how: DeliveryHow;
  /** Of the address book; null when it was thrown away there, or none is chosen. */
  addressId: string | null;
  /** Sealed copy: what was chosen stays what it was. */
  address: string | null;
  /** Agreed to for this parcel: version and time. */
  consent: { version: string; at: Date } | null;
  chosenAt: Date;
  /** Who chose when someone acts for them: `子女`. */
  agentOf: string | null;
  version: number;
}

export interface DeliveryEvent {
  at: Date;
  from: DeliveryState | null;
  action: DeliveryAction;
  by: { role: DeliveryRole; staffId?: string; name?: string; number?: string; agentOf?: string };
  why: string | null;
  facts: Record<string, string>;
}

/** A line of the carrier, kept once: by waybill, kind, time and words. */
export interface TrackDoc {
  key: string;
  at: Date;
  kind: TrackKind;
  code: string;
  words: string;
}

/** An order at the carrier. */
export interface CourierOrderDoc {
  /** Ours at the carrier: the parcel's id and a count, unique for ever. */
  id: string;
  carrier: CarrierCode;
  /** null until the carrier took it. */
  waybill: string | null;
  labels: { key: string; value: string }[];
  tries: number;
  /** Counted up with each try, so that a late answer of an earlier one changes nothing. */
  fence: number;
}

/** What payments are told of a parcel; `subjectId` is what is owed. */
export type PayTell =
  | { what: 'owe'; subjectId: string; fen: number }
  | { what: 'drop'; subjectId: string; reason: string };

/** What a parcel hands on to the one that follows it; its address is sealed beside it. */
export interface NextParcel {
  cause: 'resend' | 'reissue';
  consent: { version: string; at: Date } | null;
  cost: { fen: number; words: string };
  by: DeliveryEvent['by'];
}

/** One parcel: one attempt to bring the result of one case to its citizen. */
export interface DeliveryDoc extends OutboxFields {
  /** Made of the case and the attempt, so that it exists once however often it is made. */
  _id: string;
  caseId: string;
  caseNumber: string;
  itemName: string;
  attempt: number;
  /** Why there is one: the first, sent again, made anew after a loss. */
  cause: 'result' | 'resend' | 'reissue';
  /** How often the result was sent again, this time among them; a re-issue is no such time. */
  resends: number;
  /** Present while it can still become something else. */
  open?: true;
  personId: string;
  /** Who acts in the app; null for a case of the counter. */
  accountId: string | null;
  mandateId: string | null;
  venueId: string;
  department: string;
  valuable: boolean;
  /** Sealed JSON of PlainAddress. */
  address: string | null;
  consent: { version: string; at: Date } | null;
  cost: { fen: number; words: string };
  /** Of payments; null while nothing is owed. */
  orderId: string | null;
  /** Counts what was asked to be paid for it: another price is another thing owed. */
  payRound: number;
  /** What payments know as owed, or paid, for it; null when nothing is, or it was given back. */
  paySubject: string | null;
  /** When what is in `cost` was paid; null while it is not, and when it is free. */
  paidAt: Date | null;
  /** What payments have to be told, oldest first. */
  payTells: PayTell[];
  /** When they are told next; present while there is something to tell. */
  payDue?: Date;
  state: DeliveryState;
  carrier: CarrierCode | null;
  /** Counts the orders at carriers; the next one is `ID-COUNT` there. */
  orderCount: number;
  order: CourierOrderDoc | null;
  /** When the order is tried next, or somebody else may take the try over; present while an order is owed. */
  orderDue?: Date;
  orderError: { code: string; words: string; at: Date } | null;
  /** Orders at carriers that have to be cancelled there. */
  cancels: {
    id: string;
    carrier: CarrierCode;
    waybill: string | null;
    /** Looked for once, and not there: it may still be on its way. */
    looked?: true;
    tries?: number;
  }[];
  /** When the next of them is tried; present while one is owed. */
  cancelDue?: Date;
  waybill: string | null;
  check: { staffId: string; by: string; at: Date } | null;
  track: TrackDoc[];
  courier: { name: string | null; phone: string } | null;
  expectedBy: Date | null;
  signedBy: 'self' | 'other' | null;
  /** Since when nothing was heard of it; null while it moves. */
  stuckSince: Date | null;
  /** The waybill that 快递100 was asked to tell of. */
  subscribed?: string;
  /** When the carrier is asked how it stands; present while it is tracked. */
  trackDue?: Date;
  /** When the clock next brings something: an unpaid parcel ends, a silent one is stuck. */
  dueAt?: Date;
  /** What is owed to the case: done when the case knows. */
  caseOwed?: 'opened' | 'completed' | 'window';
  /** The parcel that follows, until it exists. */
  next: NextParcel | null;
  /** Where the parcel that follows goes: sealed like `address`. */
  nextAddress: string | null;
  /** When it is made; present while it is owed. */
  nextDue?: Date;
  nextDeliveryId: string | null;
  /** The task that the hall was told of last: its key, see hall/tasks.ts. */
  taskTold?: string;
  createdAt: Date;
  changedAt: Date;
  updatedAt: Date;
  timeline: DeliveryEvent[];
  version: number;
  /** The last operations that changed it. */
  operations: string[];
}

export type DeliveryModel = Model<DeliveryDoc>;
export type ChoiceModel = Model<DeliveryChoiceDoc>;

const text = { type: String, required: true };
const maybeText = { type: String, default: null };
const maybeDate = { type: Date, default: null };
/** Written and read whole; the types here hold its shape. */
const whole = { type: Schema.Types.Mixed, default: null };

/** Registers the models on a connection. */
export function createModels(mongo: Connection) {
  const schema = new Schema<DeliveryDoc>(
    {
      _id: String,
      caseId: text,
      caseNumber: text,
      itemName: text,
      attempt: { type: Number, required: true },
      cause: text,
      resends: { type: Number, required: true },
      open: Boolean,
      personId: text,
      accountId: maybeText,
      mandateId: maybeText,
      venueId: text,
      department: text,
      valuable: { type: Boolean, required: true },
      address: sealed(deliveryPurposes.address, false),
      consent: whole,
      cost: { type: Schema.Types.Mixed, required: true },
      orderId: maybeText,
      payRound: { type: Number, required: true },
      paySubject: maybeText,
      paidAt: maybeDate,
      payTells: { type: [Schema.Types.Mixed], required: true } as never,
      payDue: Date,
      state: { type: String, required: true, enum: Object.keys(deliveryStates) },
      carrier: maybeText,
      orderCount: { type: Number, required: true },
      order: whole,
      orderDue: Date,
      orderError: whole,
      cancels: { type: [Schema.Types.Mixed], required: true } as never,
      cancelDue: Date,
      waybill: maybeText,
      check: whole,
      track: { type: [Schema.Types.Mixed], required: true } as never,
      courier: whole,
      expectedBy: maybeDate,
      signedBy: maybeText,
      stuckSince: maybeDate,
      subscribed: String,
      trackDue: Date,
      dueAt: Date,
      caseOwed: String,
      next: whole,
      nextAddress: sealed(deliveryPurposes.address, false),
      nextDue: Date,
      nextDeliveryId: maybeText,
      taskTold: String,
      createdAt: { type: Date, required: true },
      changedAt: { type: Date, required: true },
      updatedAt: { type: Date, required: true },
      timeline: { type: [Schema.Types.Mixed], required: true } as never,
      version: { type: Number, required: true },
      operations: { type: [String], required: true },
      ...outboxFields,
    },
    { collection: 'parcels', versionKey: false, strict: 'throw', minimize: false },
  );
  // Never two parcels of one case at once, whoever sends.
  schema.index(
    { caseId: 1 },
    { unique: true, partialFilterExpression: { open: true }, name: 'one_open_a_case' },
  );
  schema.index({ caseId: 1, attempt: 1 }, { unique: true, name: 'attempts_of_a_case' });
  schema.index({ personId: 1, updatedAt: -1 }, { name: 'of_a_person' });
  schema.index({ venueId: 1, updatedAt: -1 }, { name: 'of_a_venue' });
  // Open parcels of a hall: the packing list and the tasks.
  schema.index(
    { venueId: 1, state: 1 },
    { partialFilterExpression: { open: true }, name: 'open_of_a_venue' },
  );
  // Whatever hall it is of: what became somebody's task is looked for.
  schema.index({ state: 1 }, { partialFilterExpression: { open: true }, name: 'open_in_a_state' });
  // What was signed for, by when that was written: services that can be rated are gathered so.
  schema.index({ state: 1, updatedAt: 1, _id: 1 }, { name: 'in_a_state' });
  // The number on the paper in a clerk's hand.
  schema.index({ caseNumber: 1 }, { name: 'by_case_number' });
  // A push names the waybill; a carrier gives one number to one parcel.
  schema.index(
    { waybill: 1 },
    { unique: true, partialFilterExpression: { waybill: { $type: 'string' } }, name: 'one_parcel_a_waybill' },
  );
  for (const due of ['orderDue', 'cancelDue', 'trackDue', 'dueAt', 'caseOwed', 'payDue', 'nextDue'] as const)
    schema.index({ [due]: 1 }, { partialFilterExpression: { [due]: { $exists: true } }, name: `by_${due}` });
  indexOutbox(schema);

  const choice = new Schema<DeliveryChoiceDoc>(
    {
      _id: String,
      personId: text,
      how: text,
      addressId: maybeText,
      address: sealed(deliveryPurposes.choiceAddress, false),
      consent: whole,
      chosenAt: { type: Date, required: true },
      agentOf: maybeText,
      version: { type: Number, required: true },
    },
    { collection: 'delivery_choices', versionKey: false, strict: 'throw', minimize: false },
  );
  choice.index({ personId: 1 }, { name: 'of_a_person' });
  return {
    deliveries: mongo.model<DeliveryDoc>('Parcel', schema),
    choices: mongo.model<DeliveryChoiceDoc>('DeliveryChoice', choice),
  };
}
