import type { AnyModel } from '../stores/indexes';
import type { PersonalDataCipher } from './personal-data';
import { type SealedField, sealedFieldsOf } from './sealed-fields';

export interface Reencrypted {
  collection: string;
  /** Documents looked at. */
  seen: number;
  /** Documents that now carry the key in force. */
  renewed: number;
  /** Documents with a value that no key of the ring opens; they were left as they are. */
  broken: number;
}

type Stored = Record<string, unknown> & { _id: unknown };

/**
 * Seals again, with the key and algorithm in force, whatever was sealed with older ones. Safe while the BFF
 * serves and after being killed: each update names the value it replaces, and what is already done is skipped.
 * Run it once every process has the new key ring; a value written meanwhile by a process that has not is found
 * by running it again.
 */
export async function reencrypt(
  models: readonly AnyModel[],
  cipher: PersonalDataCipher,
  batch = 200,
): Promise<Reencrypted[]> {
  const done: Reencrypted[] = [];
  for (const model of models) {
    const fields = sealedFieldsOf(model.schema);
    if (fields.length > 0) done.push(await renewCollection(model, fields, cipher, batch));
  }
  return done;
}

async function renewCollection(
  model: AnyModel,
  fields: SealedField[],
  cipher: PersonalDataCipher,
  batch: number,
): Promise<Reencrypted> {
  const result = { collection: model.collection.collectionName, seen: 0, renewed: 0, broken: 0 };
  const projection = Object.fromEntries(fields.map(({ path }) => [path, 1]));
  let last: unknown;
  for (;;) {
    const after = last === undefined ? {} : { _id: { $gt: last } };
    const documents = await model.find(after, projection).sort({ _id: 1 }).limit(batch).lean<Stored[]>();
    for (const document of documents) {
      result.seen += 1;
      const outcome = await renew(model, document, fields, cipher);
      if (outcome !== 'current') result[outcome] += 1;
    }
    if (documents.length < batch) return result;
    last = documents[documents.length - 1]?._id;
  }
}

async function renew(
  model: AnyModel,
  document: Stored,
  fields: SealedField[],
  cipher: PersonalDataCipher,
): Promise<'current' | 'renewed' | 'broken'> {
  const was: Record<string, string> = {};
  const becomes: Record<string, string> = {};
  for (const { path, purpose } of fields) {
    const value = valueAt(document, path);
    if (typeof value !== 'string' || !cipher.isStale(value)) continue;
    try {
      becomes[path] = cipher.seal(cipher.open(value, purpose), purpose);
    } catch {
      return 'broken';
    }
    was[path] = value;
  }
  if (Object.keys(becomes).length === 0) return 'current';
  const updated = await model.updateOne({ _id: document._id, ...was }, { $set: becomes });
  return updated.modifiedCount === 1 ? 'renewed' : 'current';
}

function valueAt(document: Stored, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, part) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined,
      document,
    );
}
