/** A component as WeChat would show it. */
export interface ViewNode {
  /** `view`, `button`, `input`… or `#text`. */
  tag: string;
  attributes: Record<string, unknown>;
  children: ViewNode[];
  /** Of a `#text` only. */
  text: string;
}

/** A node with the way to it, outermost first. */
export interface Found {
  node: ViewNode;
  ancestors: ViewNode[];
}

function attribute(node: ViewNode, name: string): string | undefined {
  const value = node.attributes[name];
  return value === undefined || value === null || value === '' ? undefined : String(value);
}

function isHidden(node: ViewNode): boolean {
  return node.attributes.hidden === true || /display:\s*none/.test(attribute(node, 'style') ?? '');
}

/** Every node that is shown, in reading order. */
export function* shown(nodes: readonly ViewNode[], ancestors: ViewNode[] = []): Generator<Found> {
  for (const node of nodes) {
    if (isHidden(node)) continue;
    yield { node, ancestors };
    yield* shown(node.children, [...ancestors, node]);
  }
}

/** The words a person sees in a node; what is typed into its inputs as well. */
export function textOf(node: ViewNode): string {
  if (isHidden(node)) return '';
  if (node.tag === '#text') return node.text;
  if (node.tag === 'input' || node.tag === 'textarea') return attribute(node, 'value') ?? '';
  let words = '';
  let flows = true;
  for (const child of node.children) {
    const part = textOf(child);
    if (part === '') continue;
    // Text runs on in its line; anything else stands apart.
    const inline = child.tag === '#text' || child.tag === 'text';
    words += words === '' || (flows && inline) ? part : ` ${part}`;
    flows = inline;
  }
  return words;
}

/** What a screen reader calls a node: its label, else its words. */
export function nameOf(node: ViewNode): string {
  return attribute(node, 'aria-label') ?? textOf(node);
}

/** `button`, `link`, `checkbox`…: as the page says, else by the component. */
export function roleOf(node: ViewNode): string | undefined {
  return attribute(node, 'aria-role') ?? (native.has(node.tag) ? node.tag : undefined);
}

/** Components of WeChat that a screen reader knows without being told. */
const native = new Set(['button', 'input', 'textarea']);

/** Whether a finger may do something here: a word that it is a control, and a handler unless it is out of use. */
export function isTappable(node: ViewNode): boolean {
  const acts = node.attributes.bindtap !== undefined || node.tag === 'button' || isDisabled(node);
  return acts && roleOf(node) !== undefined;
}

/** Whether the page or the component says that it is out of use. */
export function isDisabled(node: ViewNode): boolean {
  return node.attributes.disabled === true || attribute(node, 'aria-disabled') === 'true';
}

/** A control as the page offers it. */
export interface Control {
  role: string;
  name: string;
  disabled: boolean;
  /** Ticked, chosen or selected; undefined for what cannot be. */
  checked: boolean | undefined;
}

/** What can be tapped or filled in. */
export function controlsOf(found: Iterable<Found>): Control[] {
  const controls: Control[] = [];
  for (const { node } of found) {
    if (!isTappable(node) && node.tag !== 'input' && node.tag !== 'textarea') continue;
    const on = attribute(node, 'aria-checked') ?? attribute(node, 'aria-selected');
    controls.push({
      role: roleOf(node) ?? '',
      name: nameOf(node),
      disabled: isDisabled(node),
      checked: on === undefined ? undefined : on === 'true',
    });
  }
  return controls;
}

/** What lies on top: everything in a dialog while one is open, else the whole page. */
export function topLayer(nodes: readonly ViewNode[]): Found[] {
  const all = [...shown(nodes)];
  const dialog = all.filter(({ node }) => attribute(node, 'aria-modal') === 'true').pop()?.node;
  return dialog ? all.filter(({ node, ancestors }) => node === dialog || ancestors.includes(dialog)) : all;
}

/** Number of components and how deeply they lie in each other; WeChat wants fewer than 1000 and 30. */
export function measure(nodes: readonly ViewNode[]): { nodes: number; depth: number } {
  let count = 0;
  let depth = 0;
  for (const { node, ancestors } of shown(nodes)) {
    if (node.tag === '#text') continue;
    count += 1;
    depth = Math.max(depth, ancestors.length + 1);
  }
  return { nodes: count, depth };
}
