import { type Doc, isDoc } from '../documents';
import { MongoError, notImplemented } from '../errors';
import type { Scan } from '../planner';
import { type Counts, type PlannedSearch, type Search, search } from '../scanner';
import { explained } from './collections';
import { type Command, docs, optionalDoc } from './context';
import { searchOf } from './read';

export const explain: Command = {
  fields: ['verbosity'],
  async run({ engine, command, db }) {
    const inner = explained(command);
    const ns = `${db}.${String(Object.values(inner)[0])}`;
    const question = questionOf(inner);
    const collection = engine.catalog.get(ns);
    const planned = collection && search(engine.storage, collection, question);
    const queryPlanner = {
      namespace: ns,
      winningPlan: planned ? describePlan(planned, question) : { stage: 'EOF' },
      rejectedPlans: [],
    };
    if (command.verbosity === 'queryPlanner') return { queryPlanner, ok: 1 };
    const { keys, docs: examined } = planned?.counts ?? { keys: 0, docs: 0 };
    const counts: Counts = { keys, docs: examined };
    let nReturned = 0;
    if (planned) {
      for await (const _ of planned.run()) nReturned += 1;
      Object.assign(counts, planned.counts);
    }
    const executionStats = {
      executionSuccess: true,
      nReturned,
      totalKeysExamined: counts.keys,
      totalDocsExamined: counts.docs,
    };
    return { queryPlanner, executionStats, ok: 1 };
  },
};

/** The search that a command would run. Explaining a write changes nothing. */
function questionOf(inner: Doc): Search {
  const name = Object.keys(inner)[0];
  switch (name) {
    case 'find':
    case 'count':
    case 'distinct':
      return searchOf(name === 'find' ? inner : { ...inner, query: inner.query ?? {} });
    case 'findAndModify':
    case 'findandmodify':
      return {
        ...searchOf({ query: optionalDoc(inner, 'query'), sort: inner.sort, hint: inner.hint }),
        limit: 1,
      };
    case 'update':
    case 'delete': {
      const [statement, ...more] = docs(inner, name === 'update' ? 'updates' : 'deletes');
      if (!statement || more.length > 0) throw notImplemented(`explain of several statements`);
      const one = name === 'update' ? statement.multi !== true : Number(String(statement.limit)) === 1;
      return {
        ...searchOf({ query: optionalDoc(statement, 'q'), hint: statement.hint }),
        limit: one ? 1 : 0,
      };
    }
    case 'aggregate': {
      const first = Array.isArray(inner.pipeline) ? inner.pipeline[0] : undefined;
      return searchOf({ query: isDoc(first) && isDoc(first.$match) ? first.$match : {} });
    }
    default:
      throw new MongoError('CommandNotFound', `Explain failed due to unknown command: ${name}`);
  }
}

function describePlan({ plan }: PlannedSearch, question: Search): object {
  const scans = plan.map(describeScan);
  const found = scans.length === 1 ? scans[0] : { stage: 'OR', inputStages: scans };
  const sorted = question.sort.length === 0 || plan.every((scan) => scan.sorted);
  return sorted ? (found as object) : { stage: 'SORT', inputStage: found };
}

function describeScan({ index, full, reverse, exact }: Scan): object {
  const direction = reverse ? 'backward' : 'forward';
  if (full) return { stage: 'COLLSCAN', direction };
  if (!index) return exact ? { stage: 'IDHACK' } : fetched('_id_', { _id: 1 }, direction);
  return fetched(index.name, index.pattern, direction);
}

function fetched(indexName: string, keyPattern: object, direction: string): object {
  return { stage: 'FETCH', inputStage: { stage: 'IXSCAN', indexName, keyPattern, direction } };
}
