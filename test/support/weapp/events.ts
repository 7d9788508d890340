import type { Found, ViewNode } from './tree';

/** The page's handler of every event: Taro names it `eh`. */
export type Handler = (event: unknown) => void;

interface Target {
  id: string;
  dataset: Record<string, unknown>;
  offsetLeft: number;
  offsetTop: number;
}

function target(node: ViewNode): Target {
  return {
    id: String(node.attributes.id ?? ''),
    dataset: { sid: node.attributes['data-sid'] },
    offsetLeft: 0,
    offsetTop: 0,
  };
}

/** Events that rise from where they happened to the page; the others are for their own node only. */
const bubbling = new Set(['tap', 'touchstart', 'touchmove', 'touchend', 'longpress']);

/**
 * Fires an event as WeChat does: on the node it happened to, then on each ancestor that binds it, until one catches
 * it.
 * @returns how many handlers were called
 */
export function fire(type: string, found: Found, detail: Record<string, unknown>, handler: Handler): number {
  const path = [found.node, ...[...found.ancestors].reverse()];
  const reach = bubbling.has(type) ? path : path.slice(0, 1);
  const touch = { identifier: 0, clientX: 10, clientY: 10, pageX: 10, pageY: 10, force: 1 };
  let called = 0;
  for (const node of reach) {
    const bound = node.attributes[`bind${type}`] !== undefined;
    const caught = node.attributes[`catch${type}`] !== undefined;
    if (!bound && !caught) continue;
    called += 1;
    handler({
      type,
      timeStamp: Math.round(performance.now()),
      target: target(found.node),
      currentTarget: target(node),
      mark: {},
      detail,
      touches: bubbling.has(type) ? [touch] : [],
      changedTouches: bubbling.has(type) ? [touch] : [],
      mut: false,
      _userTap: type === 'tap',
    });
    if (caught) break;
  }
  return called;
}
