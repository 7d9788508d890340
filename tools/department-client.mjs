#!/usr/bin/env node
// Sends progress of cases from a department's system to 昭通一站办; needs Node alone. How a call is signed is said in
// docs/integration.md; `signedHeaders` below is the whole of it and may be copied.
import { createHmac, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const usage = `node tools/department-client.mjs --url URL --key-file FILE [--sm3] EVENTS.json
node tools/department-client.mjs --url URL --key-file FILE [--sm3] --reconcile CASES.json

  --url        e.g. http://127.0.0.1:3000
  --key-file   JSON {"keyId": "…", "secret": "…"}; or set SYSTEM_KEY_ID and SYSTEM_SECRET
  --sm3        sign with HMAC-SM3 instead of HMAC-SHA256
  EVENTS.json  a list of events, or {"events": […]}; more than 500 are sent in several calls
  CASES.json   {"cases": [{"number", "state"}], "eventIds": […]}

Ends with 0 when every event was applied, repeated or kept, with 2 when one was refused, with 1 when a call failed.`;

export const EVENTS_PER_CALL = 500;

/** The headers of a signed call. @param body the exact bytes or text that are sent */
export function signedHeaders({
  keyId,
  secret,
  algorithm = 'hmac-sha256',
  method,
  path,
  body,
  now = Date.now(),
}) {
  const timestamp = String(Math.floor(now / 1_000));
  const nonce = randomBytes(16).toString('base64url');
  const head = ['ZT1', algorithm, keyId, method, path, timestamp, nonce].map((line) => `${line}\n`).join('');
  const digest = algorithm === 'hmac-sm3' ? 'sm3' : 'sha256';
  return {
    'Content-Type': 'application/json',
    'X-System': keyId,
    'X-Timestamp': timestamp,
    'X-Nonce': nonce,
    'X-Signature-Algorithm': algorithm,
    'X-Signature': createHmac(digest, secret).update(head).update(body).digest('hex'),
  };
}

/** One signed call. @returns the answer @throws Error with the code when it is refused */
export async function call({ url, keyId, secret, algorithm }, path, content) {
  const target = new URL(path, url);
  const body = Buffer.from(JSON.stringify(content));
  const given = { keyId, secret, algorithm, method: 'POST', path: target.pathname + target.search, body };
  const response = await fetch(target, { method: 'POST', headers: signedHeaders(given), body });
  const answer = await response.json();
  if (response.ok) return answer;
  const { code, message, next } = answer.error ?? {};
  throw new Error(`${response.status} ${code}: ${message} ${next ?? ''}`);
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      url: { type: 'string' },
      'key-file': { type: 'string' },
      sm3: { type: 'boolean', default: false },
      reconcile: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [file] = positionals;
  if (values.help || !values.url || file === undefined) throw new Error(usage);
  const algorithm = values.sm3 ? 'hmac-sm3' : 'hmac-sha256';
  const to = { url: values.url, algorithm, ...(await keyFrom(values['key-file'])) };
  const content = JSON.parse(await readFile(file, 'utf8'));
  if (values.reconcile) {
    const answer = await call(to, '/api/v1/integration/reconciliations', content);
    console.log(JSON.stringify(answer, null, 2));
    return;
  }
  const events = Array.isArray(content) ? content : content.events;
  if (!Array.isArray(events)) throw new Error(usage);
  for (let at = 0; at < events.length; at += EVENTS_PER_CALL) {
    const some = events.slice(at, at + EVENTS_PER_CALL);
    const { results } = await call(to, '/api/v1/integration/cases', { events: some });
    for (const { id, outcome, code, message, state } of results) {
      console.log([id ?? '(no id)', outcome, state ?? '', code ?? '', message ?? ''].join('\t'));
      if (outcome === 'refused') process.exitCode = 2;
    }
  }
}

async function keyFrom(file) {
  const { SYSTEM_KEY_ID, SYSTEM_SECRET } = process.env;
  if (file !== undefined) return JSON.parse(await readFile(file, 'utf8'));
  if (SYSTEM_KEY_ID && SYSTEM_SECRET) return { keyId: SYSTEM_KEY_ID, secret: SYSTEM_SECRET };
  throw new Error(usage);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await main();
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
