import { afterEach, describe, expect, it } from 'vitest';
import { openWeapp, type Weapp } from '../support/weapp';

/** A port where nothing listens: the app must stand without its server. */
const nowhere = 'http://127.0.0.1:9';

let app: Weapp | undefined;
afterEach(() => app?.close());

function start(options: Partial<Parameters<typeof openWeapp>[0]> = {}) {
  return openWeapp({ dist: 'dist/weapp', api: nowhere, login: async () => null, ...options });
}

describe('the compiled mini-program', () => {
  it('says how to build it when it is not there', async () => {
    await expect(start({ dist: 'dist/not-built' })).rejects.toThrow('npm run build:weapp');
  });

  it('boots and shows its home page', async () => {
    app = await start();
    await app.until(/\S/);
    expect(app.route).toBe('pages/home/index');
    expect(app.problems).toEqual([]);
  });

  it('opens every page that app.json lists, without its server', async () => {
    app = await start();
    for (const route of app.routes) {
      await app.open(`/${route}?id=x&code=x&item=x&venue=x&queue=x`);
      await app.until(/\S/);
      expect(app.route).toBe(route);
    }
    expect(app.routes.length).toBeGreaterThan(10);
    expect(app.problems).toEqual([]);
  });
});
