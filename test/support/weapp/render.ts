import { readFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import type { ViewNode } from './tree';
import { parseWxml, type WxmlElement, type WxmlNode } from './wxml';

/** Components that WeChat's base library has and this app may use. Another one throws. */
const known = new Set([
  'view',
  'text',
  'image',
  'button',
  'input',
  'textarea',
  'switch',
  'scroll-view',
  'picker',
  'form',
  'label',
  'swiper',
  'swiper-item',
  'map',
  'navigator',
  'root-portal',
]);

type Scope = Record<string, unknown>;
type Expression = (scope: Scope) => unknown;

const compiled = new Map<string, Expression>();

/** WXML's expressions are JavaScript's; names that nobody set are undefined, as in WeChat. */
function compile(code: string): Expression {
  let expression = compiled.get(code);
  if (!expression) {
    const run = vm.runInThisContext(
      `(function (scope) { with (scope) { return (${code}); } })`,
    ) as Expression;
    expression = (scope) =>
      run(new Proxy(scope, { has: () => true, get: (names, name) => names[name as string] }));
    compiled.set(code, expression);
  }
  return expression;
}

/** The value of an attribute or text: one whole `{{…}}` keeps its type, anything else is text. */
function evaluate(source: string, scope: Scope): unknown {
  const whole = /^\{\{([\s\S]*)\}\}$/.exec(source);
  if (whole?.[1] !== undefined && !whole[1].includes('}}')) return compile(whole[1])(scope);
  return source.replace(/\{\{([\s\S]*?)\}\}/g, (_, code: string) => String(compile(code)(scope) ?? ''));
}

interface Templates {
  byName: Map<string, WxmlElement>;
  wxs: Scope;
  body: WxmlNode[];
}

/** Draws a bundle's pages: WXML and data in, a tree of components out. */
export class Renderer {
  private readonly files = new Map<string, Templates>();

  constructor(private readonly dist: string) {}

  /**
   * The components that WeChat would show for a page.
   * @throws when a template or a component is missing: WeChat would show nothing there, and say nothing
   */
  render(route: string, data: Scope): ViewNode[] {
    const page = this.load(path.join(this.dist, `${route}.wxml`));
    return this.nodes(page.body, data, page);
  }

  private load(file: string): Templates {
    const kept = this.files.get(file);
    if (kept) return kept;
    const templates: Templates = { byName: new Map(), wxs: {}, body: [] };
    this.files.set(file, templates);
    for (const node of parseWxml(readFileSync(file, 'utf8'), path.relative(this.dist, file))) {
      if ('text' in node) templates.body.push(node);
      else if (node.tag === 'import') {
        const source = path.resolve(path.dirname(file), node.attributes.src ?? '');
        const imported = this.load(source);
        for (const [name, template] of imported.byName) templates.byName.set(name, template);
        Object.assign(templates.wxs, imported.wxs);
      } else if (node.tag === 'wxs') {
        const source = path.resolve(path.dirname(file), node.attributes.src ?? '');
        templates.wxs[node.attributes.module ?? ''] = loadWxs(source);
      } else if (node.tag === 'template' && node.attributes.name)
        templates.byName.set(node.attributes.name, node);
      else templates.body.push(node);
    }
    return templates;
  }

  private nodes(sources: WxmlNode[], scope: Scope, page: Templates): ViewNode[] {
    const result: ViewNode[] = [];
    let chosen = false;
    for (const source of sources) {
      if ('text' in source) {
        const text = String(evaluate(source.text, { ...scope, ...page.wxs }) ?? '');
        if (text !== '') result.push({ tag: '#text', attributes: {}, children: [], text });
        continue;
      }
      const {
        'wx:if': condition,
        'wx:elif': otherwiseIf,
        'wx:else': otherwise,
        'wx:for': list,
      } = source.attributes;
      if (condition !== undefined) chosen = Boolean(this.value(condition, scope, page));
      else if (otherwiseIf !== undefined || otherwise !== undefined) {
        if (chosen) continue;
        chosen = otherwise !== undefined || Boolean(this.value(otherwiseIf ?? '', scope, page));
      } else chosen = true;
      if (!chosen) continue;
      if (list === undefined) {
        result.push(...this.element(source, scope, page));
        continue;
      }
      const items = this.value(list, scope, page);
      if (items === undefined || items === null) continue;
      if (!Array.isArray(items)) throw new Error(`wx:for over something that is no list: ${list}`);
      items.forEach((item: unknown, index) => {
        result.push(...this.element(source, { ...scope, item, index }, page));
      });
    }
    return result;
  }

  private value(source: string, scope: Scope, page: Templates): unknown {
    return evaluate(source, { ...scope, ...page.wxs });
  }

  private element(source: WxmlElement, scope: Scope, page: Templates): ViewNode[] {
    const { tag, attributes } = source;
    if (tag === 'block') return this.nodes(source.children, scope, page);
    if (tag === 'template') {
      const name = String(this.value(attributes.is ?? '', scope, page));
      const template = page.byName.get(name);
      if (!template)
        throw new Error(`no template ${name}: the page uses a component that the build left out`);
      const inner = attributes.data?.replace(/^\{\{([\s\S]*)\}\}$/, '{{({$1})}}') ?? '{{({})}}';
      return this.nodes(template.children, this.value(inner, scope, page) as Scope, page);
    }
    if (tag === 'comp') {
      // Taro's own component, which continues the tree where templates may not nest deeper.
      const comp = this.load(path.join(this.dist, 'comp.wxml'));
      const data = {
        i: this.value(attributes.i ?? '', scope, page),
        l: this.value(attributes.l ?? '', scope, page),
      };
      return this.nodes(comp.body, data, comp);
    }
    if (!known.has(tag)) throw new Error(`<${tag}> is no component that this stand-in for WeChat knows`);
    const values: Record<string, unknown> = {};
    for (const [name, attribute] of Object.entries(attributes)) {
      if (!name.startsWith('wx:')) values[name] = this.value(attribute, scope, page);
    }
    return [{ tag, attributes: values, children: this.nodes(source.children, scope, page), text: '' }];
  }
}

function loadWxs(file: string): unknown {
  const module: { exports: unknown } = { exports: {} };
  const run = vm.runInThisContext(`(function (module) { ${readFileSync(file, 'utf8')} })`, {
    filename: file,
  });
  (run as (module: { exports: unknown }) => void)(module);
  return module.exports;
}
