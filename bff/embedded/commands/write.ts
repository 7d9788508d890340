import { Int32 } from 'bson';
import { type Doc, isDoc, toNumber } from '../documents';
import { MongoError } from '../errors';
import { simplifyVariables } from '../expressions';
import { flag } from '../update-operators';
import { applyUpdate, insertOne, prepared, removeMatching, type UpdateStatement } from './changes';
import { type Command, optionalDoc } from './context';
import { type WriteScope, writing } from './write-scope';

/** Statements after which a long command lets others run. */
const PAUSE_EVERY = 200;

/** Runs statements in order; a failed one stops an ordered command, and is reported either way. */
async function statements<T>(
  items: readonly T[],
  ordered: boolean,
  run: (item: T, index: number) => Promise<void>,
): Promise<Doc[]> {
  const errors: Doc[] = [];
  for (const [index, item] of items.entries()) {
    try {
      await run(item, index);
    } catch (error) {
      if (!(error instanceof MongoError)) throw error;
      errors.push({
        index: new Int32(index),
        code: new Int32(error.code),
        errmsg: error.message,
        ...(error.details as Doc),
      });
      if (ordered) break;
    }
    if (index % PAUSE_EVERY === PAUSE_EVERY - 1) await new Promise((resolve) => setImmediate(resolve));
  }
  return errors;
}

function answer(fields: Doc, errors: readonly Doc[]): Doc {
  return errors.length > 0
    ? { ...fields, writeErrors: [...errors], ok: new Int32(1) }
    : { ...fields, ok: new Int32(1) };
}

function isOrdered(command: Doc): boolean {
  return command.ordered !== false;
}

export const insert: Command = {
  fields: ['documents', 'ordered', 'bypassDocumentValidation'],
  run: (context) =>
    writing(context, async (scope) => {
      let n = 0;
      const errors = await statements(
        context.documents('documents'),
        isOrdered(context.command),
        async ({ doc, bytes }) => {
          await insertOne(scope, prepared(doc, bytes));
          n += 1;
        },
      );
      return answer({ n: new Int32(n) }, errors);
    }),
};

export const update: Command = {
  fields: ['updates', 'ordered', 'bypassDocumentValidation'],
  run: (context) => {
    const creates = context.documents('updates').some(({ doc }) => flag(doc.upsert));
    const run = async (scope: WriteScope): Promise<Doc> => {
      let n = 0;
      let nModified = 0;
      const upserted: Doc[] = [];
      const errors = await statements(
        context.documents('updates'),
        isOrdered(context.command),
        async ({ doc }, index) => {
          const outcome = await applyUpdate(scope, updateStatement(doc, context.command));
          n += outcome.matched + (outcome.upserted === undefined ? 0 : 1);
          nModified += outcome.modified;
          if (outcome.upserted !== undefined)
            upserted.push({ index: new Int32(index), _id: outcome.upserted });
        },
      );
      const fields: Doc = { n: new Int32(n), nModified: new Int32(nModified) };
      if (upserted.length > 0) fields.upserted = upserted;
      return answer(fields, errors);
    };
    return writing(
      context,
      run,
      creates ? undefined : answer({ n: new Int32(0), nModified: new Int32(0) }, []),
    );
  },
};

const UPDATE_FIELDS = new Set(['q', 'u', 'c', 'multi', 'upsert', 'arrayFilters', 'hint', 'sort']);
const DELETE_FIELDS = new Set(['q', 'limit', 'hint']);

/** Reads one statement of an update command. */
function updateStatement(doc: Doc, command: Doc): UpdateStatement {
  refuseUnknown(doc, UPDATE_FIELDS);
  if (doc.multi === true && isDoc(doc.u) && !Object.keys(doc.u)[0]?.startsWith('$')) {
    throw new MongoError('FailedToParse', 'multi update is not supported for replacement-style update');
  }
  return {
    filter: optionalDoc(doc, 'q'),
    update: doc.u,
    sort: doc.sort,
    multi: flag(doc.multi),
    upsert: flag(doc.upsert),
    arrayFilters: Array.isArray(doc.arrayFilters) ? doc.arrayFilters.filter(isDoc) : [],
    hint: doc.hint,
    variables: simplifyVariables(doc.c ?? command.let),
  };
}

function refuseUnknown(doc: Doc, known: ReadonlySet<string>): void {
  for (const [name, value] of Object.entries(doc)) {
    if (!known.has(name) && value !== null && value !== undefined) {
      throw new MongoError('NotImplemented', `${name} is not supported by the embedded server`);
    }
  }
}

export const deleteCommand: Command = {
  fields: ['deletes', 'ordered'],
  run: (context) => {
    const run = async (scope: WriteScope): Promise<Doc> => {
      let n = 0;
      const errors = await statements(
        context.documents('deletes'),
        isOrdered(context.command),
        async ({ doc }) => {
          refuseUnknown(doc, DELETE_FIELDS);
          const limit = toNumber(doc.limit);
          if (limit !== 0 && limit !== 1)
            throw new MongoError(
              'FailedToParse',
              `The limit field in delete objects must be 0 or 1. Got ${limit}`,
            );
          const statement = {
            filter: optionalDoc(doc, 'q'),
            sort: undefined,
            hint: doc.hint,
            variables: simplifyVariables(context.command.let),
          };
          n += (await removeMatching(scope, statement, limit)).length;
        },
      );
      return answer({ n: new Int32(n) }, errors);
    };
    return writing(context, run, answer({ n: new Int32(0) }, []));
  },
};
