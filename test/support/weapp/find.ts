import { type Found, isTappable, nameOf, roleOf } from './tree';

/** A control's name, or words in it; a function to pick by anything else. */
export type Wanted = string | RegExp | ((control: { role: string; name: string }) => boolean);

interface FindOptions {
  kind: 'control' | 'input';
  /** Which of several that fit equally, from 0. */
  nth?: number | undefined;
}

/**
 * The one control or input that a person would mean.
 * @throws when none fits, or several and `nth` does not say which; the message lists what is there
 */
export function find(layer: readonly Found[], what: Wanted, options: FindOptions): Found {
  const all = layer.filter(({ node }) =>
    options.kind === 'input' ? node.tag === 'input' || node.tag === 'textarea' : isTappable(node),
  );
  const fitting = pick(all, what);
  const chosen =
    fitting.length === 1 ? fitting[0] : options.nth === undefined ? undefined : fitting[options.nth];
  if (chosen) return chosen;
  const list = (some: readonly Found[]) =>
    some.map(({ node }) => `  ${roleOf(node)} "${nameOf(node)}"`).join('\n');
  if (fitting.length > 1) {
    throw new Error(`${fitting.length} ${options.kind}s fit ${String(what)}:\n${list(fitting)}`);
  }
  throw new Error(`no ${options.kind} fits ${String(what)}; there are:\n${list(all)}`);
}

function pick(all: readonly Found[], what: Wanted): Found[] {
  if (typeof what === 'function') {
    return all.filter(({ node }) => what({ role: roleOf(node) ?? '', name: nameOf(node) }));
  }
  if (what instanceof RegExp) return all.filter(({ node }) => what.test(nameOf(node)));
  const exact = all.filter(({ node }) => nameOf(node) === what);
  return exact.length > 0 ? exact : all.filter(({ node }) => nameOf(node).includes(what));
}
