import { Int32 } from 'bson';
import { type Doc, isDoc } from '../documents';
import { MongoError } from '../errors';
import { simplifyVariables } from '../expressions';
import { compileProjection } from '../projection';
import { flag } from '../update-operators';
import { applyUpdate, removeMatching } from './changes';
import { type Command, optionalDoc } from './context';
import { writing } from './write-scope';

export const findAndModify: Command = {
  fields: [
    'query',
    'sort',
    'remove',
    'update',
    'new',
    'fields',
    'upsert',
    'arrayFilters',
    'hint',
    'bypassDocumentValidation',
  ],
  run: (context) =>
    writing(context, async (scope): Promise<Doc> => {
      const { command } = context;
      const fields = optionalDoc(command, 'fields');
      const project = Object.keys(fields).length > 0 ? compileProjection(fields) : (doc: Doc) => doc;
      const statement = {
        filter: optionalDoc(command, 'query'),
        sort: command.sort,
        hint: command.hint,
        variables: simplifyVariables(command.let),
      };
      if (flag(command.remove)) {
        if (command.update !== undefined)
          throw new MongoError('FailedToParse', "Cannot specify both an 'update' and 'remove'=true");
        const [removed] = await removeMatching(scope, statement, 1);
        return {
          lastErrorObject: { n: new Int32(removed ? 1 : 0) },
          value: removed ? project(removed) : null,
          ok: new Int32(1),
        };
      }
      if (command.update === undefined)
        throw new MongoError('FailedToParse', "Either an 'update' or 'remove'=true must be specified");
      const outcome = await applyUpdate(scope, {
        ...statement,
        update: command.update,
        multi: false,
        upsert: flag(command.upsert),
        arrayFilters: Array.isArray(command.arrayFilters) ? command.arrayFilters.filter(isDoc) : [],
      });
      const value = flag(command.new) ? outcome.after : outcome.before;
      const last: Doc = {
        n: new Int32(outcome.matched > 0 || outcome.upserted !== undefined ? 1 : 0),
        updatedExisting: outcome.matched > 0,
      };
      if (outcome.upserted !== undefined) last.upserted = outcome.upserted;
      return { lastErrorObject: last, value: value ? project(value) : null, ok: new Int32(1) };
    }),
};
