import { serialize } from 'bson';
import { type Doc, decode, MAX_MESSAGE_BYTES } from './documents';

/**
 * MongoDB's wire protocol (https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/): OP_MSG, and the
 * OP_QUERY by which drivers still say hello.
 */
const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const HEADER_BYTES = 16;
const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;

/** A command as it came. */
export interface Request {
  id: number;
  command: Doc;
  /** Sections of documents beside the command's body, by field. */
  sequences: ReadonlyMap<string, readonly Uint8Array[]>;
  /** Whether it came as OP_QUERY and is answered by OP_REPLY. */
  legacy: boolean;
  /** Whether the client waits for an answer. */
  wantsReply: boolean;
}

/** A stream of bytes that cannot be understood: the connection is closed. */
export class ProtocolError extends Error {}

/** Cuts a stream of bytes into requests. */
export class RequestReader {
  #chunks: Uint8Array[] = [];
  #length = 0;

  /** Takes bytes and gives the requests that are complete. */
  push(chunk: Uint8Array): Request[] {
    this.#chunks.push(chunk);
    this.#length += chunk.byteLength;
    const requests: Request[] = [];
    for (let message = this.#take(); message; message = this.#take()) requests.push(parse(message));
    return requests;
  }

  #take(): Buffer | undefined {
    if (this.#length < HEADER_BYTES) return undefined;
    if ((this.#chunks[0] as Uint8Array).byteLength < HEADER_BYTES) this.#join();
    const head = this.#chunks[0] as Uint8Array;
    const length = Buffer.from(head.buffer, head.byteOffset, head.byteLength).readInt32LE(0);
    if (length < HEADER_BYTES || length > MAX_MESSAGE_BYTES)
      throw new ProtocolError(`message of ${length} bytes`);
    if (this.#length < length) return undefined;
    const all = this.#join();
    const rest = all.subarray(length);
    this.#chunks = rest.byteLength > 0 ? [rest] : [];
    this.#length = rest.byteLength;
    return all.subarray(0, length);
  }

  #join(): Buffer {
    const [only] = this.#chunks;
    const all =
      this.#chunks.length === 1 && only
        ? Buffer.from(only.buffer, only.byteOffset, only.byteLength)
        : Buffer.concat(this.#chunks);
    this.#chunks = [all];
    return all;
  }
}

function parse(message: Buffer): Request {
  const id = message.readInt32LE(4);
  const code = message.readInt32LE(12);
  if (code === OP_QUERY) return parseQuery(id, message);
  if (code !== OP_MSG) throw new ProtocolError(`unsupported opcode ${code}`);
  const flags = message.readUInt32LE(HEADER_BYTES);
  const end = message.byteLength - (flags & CHECKSUM_PRESENT ? 4 : 0);
  const sequences = new Map<string, readonly Uint8Array[]>();
  let command: Doc | undefined;
  let at = HEADER_BYTES + 4;
  while (at < end) {
    const kind = message[at];
    const size = message.readInt32LE(at + 1);
    const section = message.subarray(at + 1, at + 1 + size);
    if (size < 5 || section.byteLength !== size) throw new ProtocolError('section out of bounds');
    if (kind === 0) command = decode(section);
    else if (kind === 1) sequences.set(...parseSequence(section));
    else throw new ProtocolError(`unknown section kind ${kind}`);
    at += 1 + size;
  }
  if (!command) throw new ProtocolError('a message without a body');
  return { id, command, sequences, legacy: false, wantsReply: (flags & MORE_TO_COME) === 0 };
}

function parseSequence(section: Buffer): [string, Uint8Array[]] {
  const nameEnd = section.indexOf(0, 4);
  const name = section.toString('utf8', 4, nameEnd);
  const documents: Uint8Array[] = [];
  for (let at = nameEnd + 1; at < section.byteLength; ) {
    const size = section.readInt32LE(at);
    if (size < 5 || at + size > section.byteLength) throw new ProtocolError('document out of bounds');
    documents.push(section.subarray(at, at + size));
    at += size;
  }
  return [name, documents];
}

function parseQuery(id: number, message: Buffer): Request {
  const nameEnd = message.indexOf(0, HEADER_BYTES + 4);
  const start = nameEnd + 1 + 8;
  const command = decode(message.subarray(start, start + message.readInt32LE(start)));
  const [db] = message.toString('utf8', HEADER_BYTES + 4, nameEnd).split('.');
  return { id, command: { ...command, $db: db }, sequences: new Map(), legacy: true, wantsReply: true };
}

let lastReply = 0;

/** The bytes that answer a request. */
export function encodeReply(request: Request, body: Uint8Array): Buffer {
  const prefix = Buffer.alloc(HEADER_BYTES + (request.legacy ? 20 : 5));
  prefix.writeInt32LE(prefix.byteLength + body.byteLength, 0);
  lastReply = (lastReply + 1) & 0x7fffffff;
  prefix.writeInt32LE(lastReply, 4);
  prefix.writeInt32LE(request.id, 8);
  prefix.writeInt32LE(request.legacy ? OP_REPLY : OP_MSG, 12);
  if (request.legacy) prefix.writeInt32LE(1, HEADER_BYTES + 16);
  return Buffer.concat([prefix, body]);
}

/** A batch of stored documents, sent as they are without being read. */
export interface Batch {
  name: 'firstBatch' | 'nextBatch';
  documents: readonly Uint8Array[];
  cursorId: bigint;
  ns: string;
}

/** The body of an answer with a cursor. */
export function cursorBody({ name, documents, cursorId, ns }: Batch): Uint8Array {
  const id = Buffer.alloc(8);
  id.writeBigInt64LE(cursorId);
  const cursor = [
    ...element(0x04, name, wrap(documents.flatMap((bytes, i) => element(0x03, String(i), [bytes])))),
    ...element(0x12, 'id', [id]),
    ...element(0x02, 'ns', [stringBytes(ns)]),
  ];
  const one = Buffer.alloc(8);
  one.writeDoubleLE(1);
  return Buffer.concat(wrap([...element(0x03, 'cursor', wrap(cursor)), ...element(0x01, 'ok', [one])]));
}

function element(type: number, name: string, value: readonly Uint8Array[]): Uint8Array[] {
  return [Buffer.from(`${String.fromCharCode(type)}${name}\x00`, 'latin1'), ...value];
}

function wrap(parts: readonly Uint8Array[]): Uint8Array[] {
  const head = Buffer.alloc(4);
  head.writeInt32LE(5 + parts.reduce((sum, part) => sum + part.byteLength, 0));
  return [head, ...parts, Buffer.alloc(1)];
}

function stringBytes(text: string): Uint8Array {
  const bytes = Buffer.from(`${text}\x00`, 'utf8');
  const head = Buffer.alloc(4);
  head.writeInt32LE(bytes.byteLength);
  return Buffer.concat([head, bytes]);
}

/** The body of any other answer. */
export function body(doc: Readonly<Record<string, unknown>>): Uint8Array {
  return serialize(doc);
}
