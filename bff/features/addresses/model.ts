import { type Connection, type Model, Schema } from 'mongoose';
import { sealed } from '../../crypto/sealed-fields';

/** What each sealed field is bound to. */
export const purposes = {
  name: 'address.name',
  phone: 'address.phone',
  detail: 'address.detail',
} as const;

/** An address in somebody's book. Parcels copy it: what is changed here later does not move them. */
export interface AddressDoc {
  _id: string;
  personId: string;
  /** Its place in the book, 0 up to the most that a book takes: two addresses never have the same one. */
  slot: number;
  /** Of the receiver; sealed. */
  name: string;
  /** Sealed. */
  phone: string;
  /** County, 6 digits, or township, 9 digits; by its code of today. */
  regionCode: string;
  /** What stands after the township; sealed. */
  detail: string;
  /** One of a person at most. */
  isDefault: boolean;
  createdAt: Date;
  changedAt: Date;
  /** Counts the changes; every change names the one it starts from. */
  version: number;
  /** The operations that changed it last: one of them repeated is answered, not done again. */
  operations: string[];
}

export type AddressModel = Model<AddressDoc>;

const text = { type: String, required: true };
const date = { type: Date, required: true };
const number = { type: Number, required: true };

/** Registers the model on a connection. */
export function addressModel(mongo: Connection): AddressModel {
  const schema = new Schema<AddressDoc>(
    {
      _id: String,
      personId: text,
      slot: number,
      name: sealed(purposes.name),
      phone: sealed(purposes.phone),
      regionCode: text,
      detail: sealed(purposes.detail),
      isDefault: { type: Boolean, required: true },
      createdAt: date,
      changedAt: date,
      version: number,
      operations: { type: [String], required: true },
    },
    { collection: 'addresses', versionKey: false, strict: 'throw' },
  );
  // A book takes so many, however many phones write into it at once; also reads the book.
  schema.index({ personId: 1, slot: 1 }, { unique: true, name: 'one_in_a_slot' });
  // One default, whoever chooses which at the same moment.
  schema.index(
    { personId: 1 },
    { unique: true, partialFilterExpression: { isDefault: true }, name: 'one_default' },
  );
  return mongo.model<AddressDoc>('Address', schema);
}
