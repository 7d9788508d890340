import { contract, type Endpoint, errors, errorsOf } from '../../shared/contract';
import { API_PREFIX } from './prefix';

/** A page that a person can read, with no script and nothing from elsewhere. */
export function docsPage(document: Record<string, unknown>): string {
  const names = Object.keys(contract);
  const groups = [...new Set(names.map((name) => name.split('/')[1] ?? ''))];
  const paths = document.paths as Record<
    string,
    Record<string, { parameters: unknown[]; requestBody?: unknown; responses: Record<string, unknown> }>
  >;
  const section = (group: string) => {
    const rows = names.filter((name) => name.split('/')[1] === group);
    return `<section id="${group}"><h2>${group}</h2>${rows.map(article).join('')}</section>`;
  };
  const article = (name: string) => {
    const endpoint = (contract as Record<string, Endpoint>)[name] as Endpoint;
    const [method = '', path = ''] = name.split(' ');
    const operation = paths[API_PREFIX + path]?.[method.toLowerCase()];
    const success = operation?.responses[String(endpoint.status)] as {
      content?: Record<string, { schema: unknown }>;
    };
    return `<article>
<h3><b class="${method.toLowerCase()}">${method}</b> <code>${escapeHtml(API_PREFIX + path)}</code></h3>
<p>${escapeHtml(endpoint.summary)}</p>
<p class="facts">access <b>${endpoint.access}</b> · limit <b>${endpoint.limit}</b> · Idempotency-Key <b>${endpoint.idempotency}</b> · answers <b>${endpoint.status}</b></p>
${details('Parameters', operation?.parameters.length ? operation.parameters : undefined)}
${details('Request body', operation?.requestBody)}
${details('Answer', success?.content?.['application/json']?.schema)}
<details><summary>Errors</summary><table>${errorsOf(endpoint)
      .map(
        (code) =>
          `<tr><td>${errors[code].status}</td><td><code>${code}</code></td><td>${errors[code].message}${errors[code].next}</td></tr>`,
      )
      .join('')}</table></details>
</article>`;
  };
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>昭通一站办 API</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/api/docs.css"></head><body><main>
<h1>昭通一站办 API</h1>
<p>Machine-readable: <a href="/api/openapi.json">/api/openapi.json</a> (OpenAPI 3.1). The session travels as <code>Authorization: Bearer</code>. Times are ISO 8601 with offset +08:00. Every error is <code>{error: {code, message, next?, fields?, requestId}}</code>.</p>
<nav>${groups.map((group) => `<a href="#${group}">${group}</a>`).join(' ')}</nav>
${groups.map(section).join('')}
</main></body></html>`;
}

function details(title: string, value: unknown): string {
  if (value === undefined) return '';
  return `<details><summary>${title}</summary><pre tabindex="0">${escapeHtml(JSON.stringify(value, null, 2))}</pre></details>`;
}

function escapeHtml(text: string): string {
  return text.replace(
    /[&<>"]/g,
    (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char] ?? char,
  );
}

export const docsStyle = `
body{margin:0;background:#f5f6f8;color:#1c1f23;font:16px/1.5 system-ui,"Noto Sans CJK SC",sans-serif}
main{max-width:960px;margin:0 auto;padding:24px 16px}
article,section>h2{margin:0 0 12px}article{background:#fff;border-radius:8px;padding:12px 16px}
h3{margin:0;font-size:17px;overflow-wrap:anywhere}h3 b{display:inline-block;min-width:64px;color:#1456c0}h3 b.delete{color:#a8201a}
nav a{margin-right:12px}.facts{color:#4a5058}summary{cursor:pointer;min-height:32px}a{color:#1456c0}
pre{overflow:auto;background:#f5f6f8;padding:12px;font-size:13px}table{border-collapse:collapse}td{padding:4px 12px 4px 0;vertical-align:top}
`;
