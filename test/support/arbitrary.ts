import fc, { type Arbitrary } from 'fast-check';
import { z } from 'zod';

interface JsonSchema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
}

/** Values that fit a schema in shape, as a careless or hostile client might still send them. */
export function fitting(schema: z.ZodType): Arbitrary<unknown> {
  return fromJson(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema);
}

function fromJson(schema: JsonSchema): Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(fromJson));
  switch (schema.type) {
    case 'object':
      return fc.record(
        Object.fromEntries(
          Object.entries(schema.properties ?? {}).map(([name, value]) => [name, fromJson(value)]),
        ),
        { requiredKeys: schema.required ?? [] },
      );
    case 'array':
      return fc.array(fromJson(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? Number.POSITIVE_INFINITY, Math.max(schema.minItems ?? 0, 3)),
      });
    case 'string':
      return text(schema);
    case 'integer':
    case 'number':
      return fc.double({ min: schema.minimum ?? -1e6, max: schema.maximum ?? 1e6, noNaN: true });
    case 'boolean':
      return fc.boolean();
    default:
      return fc.jsonValue();
  }
}

function text(schema: JsonSchema): Arbitrary<string> {
  if (schema.format === 'date') {
    return fc
      .date({ min: new Date('2000-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
  }
  const length = { minLength: schema.minLength ?? 0, maxLength: Math.min(schema.maxLength ?? 40, 120) };
  if (!schema.pattern || schema.pattern.includes('ud800')) return fc.string({ ...length, unit: 'grapheme' });
  return fc.stringMatching(new RegExp(schema.pattern));
}

const nasty: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    [],
    {},
    true,
    -1,
    0,
    1e308,
    Number.MAX_SAFE_INTEGER + 2,
    '\u0000',
    '\ud800',
    'a\udfffb',
    '\u202e\ufeff',
    '__proto__',
    '../../etc/passwd',
    "' OR 1=1 --",
    '%00%ff%2e%2e',
    'x'.repeat(20_000),
    '身'.repeat(5_000),
    { $gt: '' },
    { $ne: null },
    { $where: 'sleep(1000)' },
    { $regex: '(a+)+$' },
    ['a', 'b'],
    { toString: 1, constructor: {}, __proto__: { admin: true } },
  ),
  fc.jsonValue({ maxDepth: 6 }),
  fc.string({ unit: 'binary' }),
  deep(),
);

function deep(): Arbitrary<unknown> {
  return fc.integer({ min: 50, max: 2_000 }).map((depth) => {
    let value: unknown = 1;
    for (let level = 0; level < depth; level += 1) value = level % 2 ? [value] : { a: value };
    return value;
  });
}

/** Objects off the schema: a field of the wrong kind, one too many, one missing, or something else entirely. */
export function misfitting(schema: z.ZodType): Arbitrary<unknown> {
  const names = Object.keys(
    (z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema).properties ?? {},
  );
  const broken = fc
    .tuple(fitting(schema), fc.constantFrom(...(names.length > 0 ? names : ['extra'])), nasty)
    .map(([value, name, bad]) => ({ ...(value as object), [name]: bad }));
  const more = fc
    .tuple(fitting(schema), fc.constantFrom('extra', '$set', '_id', '__proto__', 'constructor'), nasty)
    .map(([value, name, bad]) => ({ ...(value as object), [name]: bad }));
  return fc.oneof(broken, more, nasty);
}

export { nasty };
