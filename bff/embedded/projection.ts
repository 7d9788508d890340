import { type Doc, isDoc, isTruthy, toNumber, type Value } from './documents';
import { MongoError, notImplemented } from './errors';
import { compileExpression, type Expression, type Variables } from './expressions';
import { compileFilter, isOperators, type Matcher } from './matcher';
import { setField, splitPath } from './paths';

/** What becomes of a document before it is given out. */
export type Projection = (doc: Doc) => Doc;

/** What a projection does with one field, or with the fields below it. */
type Node =
  | { kind: 'keep' | 'drop' }
  | { kind: 'slice' | 'elemMatch'; apply: (value: Value) => Value }
  | Tree;
interface Tree {
  kind: 'tree';
  fields: Map<string, Node>;
}

interface Spec {
  tree: Tree;
  inclusive: boolean | undefined;
  id: boolean | undefined;
  computed: [path: string[], value: Expression][];
}

/**
 * Compiles the projection of a find, or of a $project stage (`stage`), where array operators are expressions.
 * Mixing inclusion and exclusion is refused, as by the server; so are the positional $ and $meta.
 */
export function compileProjection(projection: Doc, stage = false, variables?: Variables): Projection {
  const spec: Spec = {
    tree: { kind: 'tree', fields: new Map() },
    inclusive: undefined,
    id: undefined,
    computed: [],
  };
  for (const [path, value] of Object.entries(projection))
    read(spec, splitPath(path), value, stage, variables);
  const inclusive: boolean =
    spec.inclusive ?? (spec.computed.length > 0 || (spec.id === true && spec.tree.fields.size === 0));
  if (inclusive && spec.id !== false) place(spec.tree, ['_id'], { kind: 'keep' });
  if (!inclusive && spec.id === false) place(spec.tree, ['_id'], { kind: 'drop' });
  return (doc) => {
    const result = inclusive ? include(doc, spec.tree) : exclude(doc, spec.tree);
    for (const [path, value] of spec.computed) {
      const computed = value(doc);
      if (computed !== undefined) assign(result, path, computed);
    }
    return result;
  };
}

function read(spec: Spec, path: string[], value: Value, stage: boolean, variables?: Variables): void {
  if (path.some((name) => name === '$' || name === '')) throw notImplemented('A positional projection');
  const number = toNumber(value);
  if (typeof value === 'boolean' || number !== undefined) {
    const wanted = isTruthy(value);
    if (path.length === 1 && path[0] === '_id') {
      spec.id = wanted;
      return;
    }
    decide(spec, wanted, path);
    place(spec.tree, path, { kind: wanted ? 'keep' : 'drop' });
  } else if (isDoc(value) && !isOperators(value)) {
    if (Object.keys(value).length === 0)
      throw new MongoError('BadValue', 'An empty sub-projection is not a valid value');
    for (const [name, inner] of Object.entries(value as Doc)) {
      read(spec, [...path, ...splitPath(name)], inner, stage, variables);
    }
  } else if (!stage && isDoc(value) && '$slice' in value) {
    place(spec.tree, path, { kind: 'slice', apply: compileSlice(value.$slice) });
  } else if (!stage && isDoc(value) && '$elemMatch' in value) {
    decide(spec, true, path);
    place(spec.tree, path, { kind: 'elemMatch', apply: compileElemMatch(value.$elemMatch) });
  } else if (isDoc(value) && '$meta' in value) {
    throw notImplemented('$meta');
  } else {
    decide(spec, true, path);
    spec.computed.push([path, compileExpression(value, variables)]);
  }
}

function decide(spec: Spec, inclusive: boolean, path: string[]): void {
  if (spec.inclusive !== undefined && spec.inclusive !== inclusive) {
    throw new MongoError(
      'BadValue',
      `Cannot do ${inclusive ? 'inclusion' : 'exclusion'} on field ${path.join('.')} in ${inclusive ? 'exclusion' : 'inclusion'} projection`,
    );
  }
  spec.inclusive = inclusive;
}

/** Puts a node at a path; two that contradict each other are refused. */
function place(tree: Tree, path: readonly string[], node: Node): void {
  const name = path[0] as string;
  const existing = tree.fields.get(name);
  if (path.length === 1) {
    if (existing && name !== '_id') throw collision(name);
    if (!existing) tree.fields.set(name, node);
    return;
  }
  if (existing && existing.kind !== 'tree') throw collision(path.join('.'));
  const inner: Tree = existing ?? { kind: 'tree', fields: new Map() };
  tree.fields.set(name, inner);
  place(inner, path.slice(1), node);
}

function collision(path: string): MongoError {
  return new MongoError('BadValue', `Path collision at ${path}`);
}

function include(doc: Doc, tree: Tree): Doc {
  const result: Doc = {};
  for (const name of Object.keys(doc)) {
    const node = tree.fields.get(name);
    if (!node) continue;
    const value = apply(node, doc[name], include);
    if (value !== undefined) result[name] = value;
  }
  return result;
}

function exclude(doc: Doc, tree: Tree): Doc {
  const result: Doc = {};
  for (const name of Object.keys(doc)) {
    const node = tree.fields.get(name);
    const value = node ? apply(node, doc[name], exclude) : doc[name];
    if (value !== undefined) result[name] = value;
  }
  return result;
}

function apply(node: Node, value: Value, project: (doc: Doc, tree: Tree) => Doc): Value {
  switch (node.kind) {
    case 'keep':
      return value;
    case 'drop':
      return undefined;
    case 'slice':
    case 'elemMatch':
      return node.apply(value);
    case 'tree': {
      if (isDoc(value)) return project(value, node);
      const inclusive = project === include;
      if (!Array.isArray(value)) return inclusive ? undefined : value;
      const elements = value.map((element) =>
        isDoc(element) || Array.isArray(element)
          ? apply(node, element, project)
          : inclusive
            ? undefined
            : element,
      );
      return elements.filter((element) => element !== undefined);
    }
  }
}

function compileSlice(operand: Value): (value: Value) => Value {
  const operands: Value[] = Array.isArray(operand) ? operand : [operand];
  const bounds = operands.map(toNumber);
  const [first, count] = bounds;
  if (first === undefined || bounds.length > 2 || (bounds.length === 2 && (count ?? 0) <= 0)) {
    throw new MongoError('BadValue', '$slice takes a number or [skip, a positive limit]');
  }
  return (value) => {
    if (!Array.isArray(value)) return value;
    if (count === undefined) return first < 0 ? value.slice(first) : value.slice(0, first);
    const start = first < 0 ? Math.max(0, value.length + first) : first;
    return value.slice(start, start + count);
  };
}

function compileElemMatch(operand: Value): (value: Value) => Value {
  const matches: Matcher = compileFilter({ array: { $elemMatch: operand } });
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    const found = value.find((element) => matches({ array: [element] }));
    return found === undefined ? undefined : [found];
  };
}

/** Sets a computed field, or removes it (`undefined`); through an array, in each of its documents. Copies what it changes. */
export function assign(doc: Doc, path: readonly string[], value: Value): void {
  const name = path[0] as string;
  if (path.length === 1) {
    if (value === undefined) delete doc[name];
    else setField(doc, name, value);
    return;
  }
  if (value === undefined && doc[name] === undefined) return;
  doc[name] = assignBelow(doc[name], path.slice(1), value);
}

function assignBelow(existing: Value, path: readonly string[], value: Value): Value {
  if (Array.isArray(existing)) return existing.map((element) => assignBelow(element, path, value));
  if (value === undefined && !isDoc(existing)) return existing;
  const inner: Doc = isDoc(existing) ? { ...existing } : {};
  assign(inner, path, value);
  return inner;
}
