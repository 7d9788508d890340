/** A parsed WXML element, or a piece of text. */
export type WxmlNode = WxmlElement | { text: string };

export interface WxmlElement {
  tag: string;
  attributes: Record<string, string>;
  children: WxmlNode[];
}

const attributePattern = /([^\s=/>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'))?/gy;

/**
 * Parses WXML: elements, quoted attributes, text, comments. Written for what Taro generates, and strict: anything
 * it does not understand throws.
 */
export function parseWxml(source: string, file: string): WxmlNode[] {
  const root: WxmlElement = { tag: '', attributes: {}, children: [] };
  const open: WxmlElement[] = [root];
  const top = () => open[open.length - 1] as WxmlElement;
  let at = 0;
  const fail = (what: string): never => {
    throw new Error(`${file}:${source.slice(0, at).split('\n').length}: ${what}`);
  };
  const addText = (text: string) => {
    if (text.trim() !== '') top().children.push({ text: text.trim() });
  };

  while (at < source.length) {
    const less = source.indexOf('<', at);
    if (less < 0) {
      addText(source.slice(at));
      break;
    }
    addText(source.slice(at, less));
    at = less;
    if (source.startsWith('<!--', at)) {
      const end = source.indexOf('-->', at);
      if (end < 0) fail('comment without an end');
      at = end + 3;
      continue;
    }
    if (source.startsWith('</', at)) {
      const end = source.indexOf('>', at);
      const tag = source.slice(at + 2, end).trim();
      if (open.length < 2 || top().tag !== tag) fail(`</${tag}> closes <${top().tag}>`);
      open.pop();
      at = end + 1;
      continue;
    }
    const name = /^<([\w-]+)/.exec(source.slice(at, at + 60))?.[1];
    if (!name) return fail('a tag was expected');
    at += name.length + 1;
    const element: WxmlElement = { tag: name, attributes: {}, children: [] };
    for (;;) {
      while (/\s/.test(source[at] ?? '')) at += 1;
      if (source.startsWith('/>', at) || source[at] === '>') break;
      attributePattern.lastIndex = at;
      const match = attributePattern.exec(source);
      if (!match?.[1]) return fail('an attribute was expected');
      element.attributes[match[1]] = match[2] ?? match[3] ?? '';
      at = attributePattern.lastIndex;
    }
    top().children.push(element);
    if (source[at] === '>') {
      open.push(element);
      at += 1;
    } else at += 2;
  }
  if (open.length > 1) fail(`<${top().tag}> is not closed`);
  return root.children;
}
