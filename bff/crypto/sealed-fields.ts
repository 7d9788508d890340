import type { Schema } from 'mongoose';

/**
 * Declares a field of a mongoose schema that holds a sealed value, so that the command which moves everything
 * to a new key finds it. Single fields only, at any depth; not inside arrays.
 * @param purpose the same that the feature seals with
 */
export function sealed(purpose: string, required = true) {
  const field = { type: String, required, sealed: purpose };
  return required ? field : { ...field, default: null };
}

export interface SealedField {
  path: string;
  purpose: string;
}

/** The sealed fields of a schema. */
export function sealedFieldsOf(schema: Schema): SealedField[] {
  const fields: SealedField[] = [];
  schema.eachPath((path, type) => {
    const purpose: unknown = (type.options as { sealed?: unknown }).sealed;
    if (typeof purpose === 'string') fields.push({ path, purpose });
  });
  return fields;
}
