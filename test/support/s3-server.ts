import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const keyId = 'AKIDTESTTESTTEST';
const secret = 'a secret of the test bucket';
const region = 'ap-test-1';
const BUCKET = 'papers';
const FIVE_MINUTES_MS = 300_000;

export interface Bucket {
  /** What the BFF is told. */
  env: Record<string, string>;
  objects: Map<string, Buffer>;
  /** Why calls were turned away, e.g. `SignatureDoesNotMatch`. */
  refusals: string[];
  /** Answers everything with that status until told otherwise. */
  failWith: number | null;
  close(): Promise<void>;
}

/**
 * A bucket that is as strict as the real ones: it works the signature out again by the documents of Signature Version 4,
 * wants the hash of the content to be right, a length, and a clock within reach.
 */
export async function startBucket(): Promise<Bucket> {
  const bucket: Omit<Bucket, 'env' | 'close'> = { objects: new Map(), refusals: [], failWith: null };
  const server = createServer((request, response) => {
    void answer(bucket, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(bucket, {
    env: {
      STORAGE_BUCKET_URL: `http://127.0.0.1:${port}/${BUCKET}`,
      STORAGE_REGION: region,
      STORAGE_KEY_ID: keyId,
      STORAGE_SECRET: secret,
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

async function answer(
  bucket: Pick<Bucket, 'objects' | 'refusals' | 'failWith'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  if (bucket.failWith !== null) {
    response.writeHead(bucket.failWith).end('<Error/>');
    return;
  }
  const refusal = refusalOf(request, body);
  if (refusal !== null) {
    bucket.refusals.push(refusal);
    response.writeHead(403).end(`<Error><Code>${refusal}</Code></Error>`);
    return;
  }
  const key = (request.url ?? '').slice(BUCKET.length + 2);
  const stored = bucket.objects.get(key);
  switch (request.method) {
    case 'PUT':
      bucket.objects.set(key, body);
      response.writeHead(200).end();
      return;
    case 'DELETE':
      bucket.objects.delete(key);
      response.writeHead(204).end();
      return;
    case 'GET':
    case 'HEAD':
      if (!stored) response.writeHead(404).end(request.method === 'GET' ? '<Error/>' : undefined);
      else
        response
          .writeHead(200, { 'content-length': stored.length })
          .end(request.method === 'GET' ? stored : undefined);
      return;
    default:
      response.writeHead(405).end();
  }
}

function refusalOf(request: IncomingMessage, body: Buffer): string | null {
  const { headers, method = '', url = '' } = request;
  if (method === 'PUT' && headers['content-length'] === undefined) return 'MissingContentLength';
  if (!url.startsWith(`/${BUCKET}/`)) return 'NoSuchBucket';
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    );
  if (!match) return 'AuthorizationHeaderMalformed';
  const [, id = '', day = '', inRegion = '', signed = '', signature = ''] = match;
  if (id !== keyId) return 'InvalidAccessKeyId';
  if (inRegion !== region) return 'AuthorizationHeaderMalformed';
  const at = String(headers['x-amz-date'] ?? '');
  if (!at.startsWith(day) || Math.abs(instantOf(at) - Date.now()) > FIVE_MINUTES_MS)
    return 'RequestTimeTooSkewed';
  const contentHash = String(headers['x-amz-content-sha256'] ?? '');
  if (contentHash !== sha256(body)) return 'XAmzContentSHA256Mismatch';
  const names = signed.split(';');
  for (const must of ['host', 'x-amz-date', 'x-amz-content-sha256'])
    if (!names.includes(must)) return 'SignatureDoesNotMatch';
  const canonical = [
    method,
    url,
    '',
    ...names.map((name) => `${name}:${String(headers[name] ?? '').trim()}`),
    '',
    signed,
    contentHash,
  ].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', at, scope, sha256(canonical)].join('\n');
  const key = [day, region, 's3', 'aws4_request'].reduce<Buffer>(
    (from, part) => hmac(from, part),
    Buffer.from(`AWS4${secret}`),
  );
  return hmac(key, toSign).toString('hex') === signature ? null : 'SignatureDoesNotMatch';
}

/** @param at `20261124T010203Z` */
function instantOf(at: string): number {
  return Date.parse(at.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');
const hmac = (key: Buffer, content: string) => createHmac('sha256', key).update(content).digest();
