import type { z } from 'zod';
import { Problem } from '../problem';

type Part = 'params' | 'query' | 'body';

/**
 * Checks a part of the request by its schema; without one, nothing may be there.
 * @throws Problem VALIDATION_FAILED with a sentence for each field, `body.idNumber` → “…”
 */
export function validated(part: Part, schema: z.ZodObject | undefined, given: unknown): unknown {
  if (!schema) {
    const extra = Object.keys((given ?? {}) as object);
    if (extra.length === 0) return undefined;
    throw new Problem('VALIDATION_FAILED', {
      fields: Object.fromEntries(
        extra.slice(0, 20).map((name) => [`${part}.${readable(name)}`, '不认识的字段']),
      ),
    });
  }
  const result = schema.safeParse(given ?? {});
  if (result.success) return result.data;
  throw new Problem('VALIDATION_FAILED', { fields: fieldsOf(part, result.error) });
}

/** What is wrong where, for whoever sent it: at most 20 places. */
export function fieldsOf(part: string, { issues }: z.ZodError): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const issue of issues.slice(0, 20)) {
    if (issue.code === 'unrecognized_keys') {
      for (const name of issue.keys.slice(0, 20)) fields[`${part}.${readable(name)}`] = '不认识的字段';
      continue;
    }
    const path = [part, ...issue.path.map((step) => readable(String(step)))].join('.');
    fields[path] ??= sentence(issue);
  }
  return fields;
}

/** A field's name as it may be repeated: short, and without what cannot be printed. */
function readable(name: string): string {
  return name.replace(/[^\w\u4e00-\u9fff-]/g, '?').slice(0, 40);
}

function sentence(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? '还没有填' : '类型不对';
    case 'too_small':
      return issue.origin === 'string' ? `至少 ${issue.minimum} 个字` : `不能小于 ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'string' ? `最多 ${issue.maximum} 个字` : `不能大于 ${issue.maximum}`;
    case 'invalid_value':
      return `只能是 ${issue.values.map(String).slice(0, 10).join('、')}`;
    case 'custom':
      return issue.message || '填写的内容不对';
    default:
      return '格式不对';
  }
}
