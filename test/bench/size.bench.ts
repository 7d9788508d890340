import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Row, row } from './report';

/** Sizes of what a phone has to load: the WeChat packages, and the first load of the H5 page. */
export async function bench(): Promise<Row[]> {
  const rows: Row[] = [];
  const app = JSON.parse(await readFile('dist/weapp/app.json', 'utf8')) as {
    subPackages?: { root: string }[];
    subpackages?: { root: string }[];
  };
  const roots = (app.subPackages ?? app.subpackages ?? []).map(({ root }) => root.replace(/\/$/, ''));
  const files = await listed('dist/weapp');
  const inRoot = (root: string) => files.filter(({ path }) => path.startsWith(`${root}/`));
  const main = files.filter(({ path }) => !roots.some((root) => path.startsWith(`${root}/`)));
  rows.push(row('weapp main package', kilobytes(main), 'KB', { atMost: 1_024 }));
  for (const root of roots) rows.push(row(`weapp ${root}`, kilobytes(inRoot(root)), 'KB', { atMost: 500 }));

  const page = await readFile('dist/h5/index.html', 'utf8');
  const linked = [...page.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map((match) => match[1] ?? '');
  const home = await homeChunks();
  const first = [...new Set([...linked, ...home])];
  let bytes = gzipSync(page).length;
  for (const file of first) bytes += gzipSync(await readFile(join('dist/h5', file))).length;
  rows.push(row('H5 first load, JS and CSS, gzip', bytes / 1_024, 'KB', { atMost: 220 }));
  return rows;
}

async function listed(folder: string): Promise<{ path: string; size: number }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const full = join(entry.parentPath, entry.name);
        return { path: full.slice(folder.length + 1), size: (await readFile(full)).length };
      }),
  );
}

const kilobytes = (files: { size: number }[]) => files.reduce((sum, { size }) => sum + size, 0) / 1_024;

/** What the home page loads besides what index.html names: found in a real browser. */
async function homeChunks(): Promise<string[]> {
  const { loadedByHome } = await import('../support/first-load');
  return loadedByHome();
}
