import type { Engine } from '../engine';
import { MongoError } from '../errors';
import { body, type Request } from '../wire';
import {
  collStats,
  create,
  dbStats,
  drop,
  dropDatabase,
  listCollections,
  listDatabases,
} from './collections';
import { type Command, contextOf } from './context';
import { explain } from './explain';
import { findAndModify } from './find-and-modify';
import { createIndexes, dropIndexes, listIndexes } from './indexes';
import { aggregateCommand, countCommand, distinct, find, getMore, killCursors } from './read';
import { buildInfo, endSessions, hello, ping } from './server';
import { deleteCommand, insert, update } from './write';

/** Every command that the endpoint knows; anything else is answered with CommandNotFound. */
const COMMANDS: Readonly<Record<string, Command>> = {
  hello,
  ismaster: hello,
  isMaster: hello,
  ping,
  buildInfo,
  buildinfo: buildInfo,
  endSessions,
  insert,
  find,
  getMore,
  killCursors,
  update,
  delete: deleteCommand,
  findAndModify,
  findandmodify: findAndModify,
  count: countCommand,
  distinct,
  aggregate: aggregateCommand,
  explain,
  create,
  drop,
  dropDatabase,
  listCollections,
  listDatabases,
  createIndexes,
  listIndexes,
  dropIndexes,
  collStats,
  dbStats,
};

/** Runs a request and gives the body of its answer; errors are answers too. */
export async function execute(engine: Engine, request: Request): Promise<Uint8Array> {
  const name = Object.keys(request.command)[0] ?? '';
  try {
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (!command) throw new MongoError('CommandNotFound', `no such command: '${name}'`);
    const result = await command.run(contextOf(engine, request, name, command));
    return result instanceof Uint8Array ? result : body(result);
  } catch (error) {
    return body(failure(error));
  }
}

function failure(error: unknown): Record<string, unknown> {
  if (error instanceof MongoError) {
    return { ok: 0, errmsg: error.message, code: error.code, codeName: error.codeName, ...error.details };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { ok: 0, errmsg: message, code: 1, codeName: 'InternalError' };
}
