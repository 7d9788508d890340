import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

const api = 'https://example.invalid/api/v1';
/** A release of its own: what is uploaded, whatever lies in dist/weapp. */
const dist = 'dist/weapp-release';

function buildRelease(url: string | undefined, out: string) {
  const env: NodeJS.ProcessEnv = { ...process.env, TARO_APP_RELEASE: '1', TARO_APP_OUT: out };
  delete env.TARO_APP_API;
  // Vitest's own NODE_ENV would make Taro build a test bundle.
  delete env.NODE_ENV;
  if (url) env.TARO_APP_API = url;
  return spawnSync(process.execPath, ['node_modules/@tarojs/cli/bin/taro', 'build', '--type', 'weapp'], {
    env,
    encoding: 'utf8',
  });
}

interface AppJson {
  pages: string[];
  subPackages: { root: string; pages: string[] }[];
  tabBar: { list: { pagePath: string; iconPath: string; selectedIconPath: string }[] };
  lazyCodeLoading: string;
  __usePrivacyCheck__: boolean;
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile());
}

const sizeOf = (files: string[]) => files.reduce((sum, file) => sum + statSync(file).size, 0);

describe('the bundle that is uploaded to WeChat', () => {
  let app: AppJson;
  let files: string[];
  let scripts: { file: string; source: string }[];

  beforeAll(() => {
    rmSync(dist, { recursive: true, force: true });
    const { status, stdout, stderr } = buildRelease(api, dist);
    expect(status, stdout + stderr).toBe(0);
    app = JSON.parse(readFileSync(path.join(dist, 'app.json'), 'utf8')) as AppJson;
    files = filesOf(dist);
    scripts = files
      .filter((file) => /\.(js|wxs)$/.test(file))
      .map((file) => ({ file, source: readFileSync(file, 'utf8') }));
  });

  it('keeps the main package within 1 MB and each subpackage within 500 KB', () => {
    const inSub = (file: string) =>
      app.subPackages.some(({ root }) => file.startsWith(path.join(dist, root) + path.sep));
    const main = files.filter((file) => !inSub(file));
    expect(sizeOf(main)).toBeLessThanOrEqual(1024 * 1024);
    for (const { root } of app.subPackages) {
      const own = filesOf(path.join(dist, root));
      expect(own.length).toBeGreaterThan(0);
      expect(sizeOf(own), root).toBeLessThanOrEqual(500 * 1024);
    }
  });

  it('has every page it lists, and lists every page it has', () => {
    const listed = [
      ...app.pages,
      ...app.subPackages.flatMap(({ root, pages }) => pages.map((page) => `${root}/${page}`)),
    ];
    for (const route of listed) {
      for (const kind of ['js', 'json', 'wxml'])
        expect(existsSync(path.join(dist, `${route}.${kind}`)), route).toBe(true);
    }
    const present = files
      .map((file) => path.relative(dist, file))
      .filter((file) => /^(pages|packages)\/.*\.wxml$/.test(file))
      .map((file) => file.replace(/\.wxml$/, ''));
    expect(present.sort()).toEqual(listed.sort());
  });

  it('has its tabs in the main package, with icons of at most 40 KB', () => {
    expect(app.tabBar.list).toHaveLength(4);
    for (const { pagePath, iconPath, selectedIconPath } of app.tabBar.list) {
      expect(app.pages).toContain(pagePath);
      for (const icon of [iconPath, selectedIconPath]) {
        expect(statSync(path.join(dist, icon)).size).toBeLessThanOrEqual(40 * 1024);
      }
    }
  });

  it('runs no text as code and ships no source map', () => {
    expect(scripts.length).toBeGreaterThan(20);
    for (const { file, source } of scripts) {
      expect(
        source.match(/\beval\s*\(|\bnew\s+Function\b|\bFunction\s*\(\s*["'`]/)?.[0],
        file,
      ).toBeUndefined();
      expect(source, file).not.toContain('sourceMappingURL');
    }
    expect(files.filter((file) => file.endsWith('.map'))).toEqual([]);
  });

  it('asks for the privacy consent through WeChat, and loads code when it is needed', () => {
    expect(app.__usePrivacyCheck__).toBe(true);
    expect(app.lazyCodeLoading).toBe('requiredComponents');
  });

  it('keeps what pages say to screen readers', () => {
    const base = readFileSync(path.join(dist, 'base.wxml'), 'utf8');
    for (const name of [
      'aria-label',
      'aria-role',
      'aria-hidden',
      'aria-checked',
      'aria-live',
      'aria-disabled',
    ]) {
      expect(base).toContain(`${name}="{{`);
    }
  });

  it('speaks to the configured https address only', () => {
    /**
     * Addresses that are never asked in WeChat: XML's name spaces, React's error pages, the base of Taro's make-believe
     * `location`, and a map that only the browser opens.
     */
    const names = new Set([
      'http://www.w3.org',
      'https://reactjs.org',
      'https://taro.com',
      'https://apis.map.qq.com',
    ]);
    const seen = new Set<string>();
    for (const { source } of scripts) {
      for (const [origin] of source.matchAll(/\b(?:https?|wss?):\/\/[\w.-]+(?::\d+)?/g)) seen.add(origin);
    }
    expect([...seen].filter((origin) => !names.has(origin))).toEqual(['https://example.invalid']);
  });
});

describe('a release without an https address', () => {
  it.each([
    ['none', undefined],
    ['http', 'http://example.invalid/api/v1'],
  ])('is not built (%s), and says what is missing', (_, url) => {
    const { status, stderr, stdout } = buildRelease(url, 'dist/weapp-refused');
    expect(status).toBe(1);
    expect(stderr).toContain('A release for WeChat needs TARO_APP_API=https://');
    expect(stdout).not.toContain('Webpack');
    expect(existsSync('dist/weapp-refused')).toBe(false);
  });
});
