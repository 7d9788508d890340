import type { Collection } from '../catalog';
import { type Doc, decode, isDoc, toNumber, type Value } from '../documents';
import type { Engine } from '../engine';
import { MongoError, notImplemented } from '../errors';
import type { Request } from '../wire';

/** A command with what it runs on. */
export interface CommandContext {
  engine: Engine;
  command: Doc;
  db: string;
  /** Documents of a section, or of the array of the same name in the body. */
  documents(name: string): { doc: Doc; bytes: Uint8Array | undefined }[];
  /** When the command has to end, in milliseconds of Date.now(); undefined without maxTimeMS. */
  deadline: number | undefined;
}

/** A command: the fields that it takes, and what it does. Its answer is a document, or the bytes of one. */
export interface Command {
  fields: readonly string[];
  run(context: CommandContext): Promise<Readonly<Record<string, unknown>> | Uint8Array>;
}

/** What every command takes. */
const GENERIC = new Set([
  ...[
    '$db',
    'lsid',
    '$clusterTime',
    '$readPreference',
    'readConcern',
    'writeConcern',
    'maxTimeMS',
    'comment',
  ],
  ...[
    'apiVersion',
    'apiStrict',
    'apiDeprecationErrors',
    'let',
    'txnNumber',
    'autocommit',
    'startTransaction',
  ],
]);

/** Checks what all commands have in common and makes the context of one. */
export function contextOf(
  engine: Engine,
  request: Request,
  name: string,
  { fields }: Command,
): CommandContext {
  const { command } = request;
  refuseTransactions(command);
  for (const option of [...Object.keys(command), ...request.sequences.keys()]) {
    if (option !== name && !GENERIC.has(option) && !fields.includes(option)) {
      throw notImplemented(`The field '${option}' of ${name}`);
    }
  }
  checkConcerns(command);
  const maxTimeMS = toNumber(command.maxTimeMS) ?? 0;
  return {
    engine,
    command,
    db: text(command, '$db'),
    documents: (field) => documents(request, field),
    deadline: maxTimeMS > 0 ? Date.now() + maxTimeMS : undefined,
  };
}

/** This server presents itself as a standalone one, which has neither transactions nor retryable writes. */
function refuseTransactions(command: Doc): void {
  if ('txnNumber' in command || 'startTransaction' in command || 'autocommit' in command) {
    throw new MongoError(
      'IllegalOperation',
      'Transaction numbers are only allowed on a replica set member or mongos',
    );
  }
}

function checkConcerns({ writeConcern, readConcern }: Doc): void {
  if (isDoc(writeConcern)) {
    const w = toNumber(writeConcern.w);
    if (w !== undefined ? w > 1 : writeConcern.w !== undefined && writeConcern.w !== 'majority') {
      throw new MongoError('BadValue', "cannot use 'w' > 1 when a host is not replicated");
    }
  }
  if (isDoc(readConcern) && readConcern.level !== undefined) {
    if (!['local', 'available', 'majority'].includes(String(readConcern.level))) {
      throw notImplemented(`readConcern '${String(readConcern.level)}'`);
    }
  }
}

function documents(request: Request, name: string): { doc: Doc; bytes: Uint8Array | undefined }[] {
  const section = request.sequences.get(name);
  if (section) return section.map((bytes) => ({ doc: decode(bytes), bytes }));
  return docs(request.command, name).map((doc) => ({ doc, bytes: undefined }));
}

/** A field that has to be a string. */
export function text(command: Doc, name: string): string {
  const value = command[name];
  if (typeof value !== 'string') throw typeMismatch(name, 'string');
  return value;
}

/** A field that is a document, or an empty one when it is missing. */
export function optionalDoc(command: Doc, name: string): Doc {
  const value = command[name];
  if (value === undefined || value === null) return {};
  if (!isDoc(value)) throw typeMismatch(name, 'object');
  return value;
}

/** A field that has to be an array of documents. */
export function docs(command: Doc, name: string): Doc[] {
  const value = command[name];
  if (!Array.isArray(value) || !value.every(isDoc)) throw typeMismatch(name, 'array');
  return value;
}

/** A non-negative whole number, or the default. */
export function count(value: Value, name: string, otherwise: number): number {
  if (value === undefined || value === null) return otherwise;
  const number = toNumber(value);
  if (number === undefined) throw typeMismatch(name, 'number');
  if (number < 0 || !Number.isInteger(number)) {
    throw new MongoError('BadValue', `Field '${name}' value must be >= 0, actual value '${number}'`);
  }
  return number;
}

function typeMismatch(name: string, wanted: string): MongoError {
  return new MongoError('TypeMismatch', `BSON field '${name}' is the wrong type, expected type '${wanted}'`);
}

/** `db.collection` of a command whose first field names the collection. */
export function namespace({ command, db }: CommandContext): string {
  const name = Object.values(command)[0];
  if (typeof name !== 'string' || name === '') {
    throw new MongoError('InvalidNamespace', `collection name has invalid type or is empty`);
  }
  return `${db}.${name}`;
}

/** The collection that a command names, if it is there. */
export function collectionOf(context: CommandContext): Collection | undefined {
  return context.engine.catalog.get(namespace(context));
}
