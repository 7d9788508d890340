import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { AwsClient } from 'aws4fetch';
import { Problem } from '../problem';
import type { ObjectStorage } from '.';
import { objectKey } from './object-key';

export interface BucketSettings {
  /** Of the bucket itself: `https://bucket.host` or `https://host/bucket`. */
  url: string;
  region: string;
  keyId: string;
  secret: string;
  /** Milliseconds for one call. */
  timeoutMs: number;
}

/**
 * Objects in a bucket that speaks the S3 protocol, signed by Signature Version 4 with the hash of the content, so that
 * what is stored is what was sent. Objects are small (some 10 MB at most), each is put in one call.
 */
export function s3Storage(settings: BucketSettings): ObjectStorage {
  const base = settings.url.replace(/\/+$/, '');
  const client = new AwsClient({
    accessKeyId: settings.keyId,
    secretAccessKey: settings.secret,
    service: 's3',
    region: settings.region,
  });

  const call = async (
    method: 'PUT' | 'GET' | 'DELETE' | 'HEAD',
    key: string,
    body?: Buffer<ArrayBuffer>,
  ): Promise<Response> => {
    const hash = createHash('sha256')
      .update(body ?? '')
      .digest('hex');
    const request = await client.sign(`${base}/${objectKey(key)}`, {
      method,
      headers: { 'X-Amz-Content-Sha256': hash },
      ...(body && { body }),
    });
    let response: Response;
    try {
      response = await fetch(request, {
        signal: AbortSignal.timeout(settings.timeoutMs),
        redirect: 'error',
      });
    } catch (error) {
      throw away(error);
    }
    if (response.ok || response.status === 404) return response;
    await response.body?.cancel();
    throw away(new Error(`the bucket answered ${response.status} to ${method}`));
  };

  return {
    async put(key, content) {
      const chunks: Buffer[] = [];
      for await (const chunk of content) chunks.push(chunk);
      const response = await call('PUT', key, Buffer.concat(chunks));
      await response.body?.cancel();
      if (response.status === 404) throw away(new Error('there is no such bucket'));
    },
    async get(key) {
      const response = await call('GET', key);
      const size = Number(response.headers.get('content-length'));
      if (response.status === 404 || !response.body) {
        await response.body?.cancel();
        return null;
      }
      return { size, content: Readable.fromWeb(response.body as WebStream<Uint8Array>) };
    },
    async remove(key) {
      const response = await call('DELETE', key);
      await response.body?.cancel();
    },
    async size(key) {
      const response = await call('HEAD', key);
      return response.status === 404 ? null : Number(response.headers.get('content-length'));
    },
  };
}

function away(cause: unknown): Problem {
  return new Problem('STORE_UNAVAILABLE', { retryAfter: 5, cause });
}
