import { readFileSync } from 'node:fs';
import type Router from 'koa-router';

const files = [
  ['/', 'index.html', 'html'],
  ['/panel.css', 'panel.css', 'css'],
  ['/panel.js', 'panel.js', 'js'],
  ['/pay.js', 'pay.js', 'js'],
  ['/parcels.js', 'parcels.js', 'js'],
] as const;

/** The panel's page: files of its own and nothing inline, so that it lives with the strictest CSP. */
export function panel(router: Router): void {
  for (const [path, name, type] of files) {
    const text = readFileSync(new URL(`./panel/${name}`, import.meta.url), 'utf8');
    router.get(path, (ctx) => {
      ctx.type = type;
      ctx.body = text;
    });
  }
}
