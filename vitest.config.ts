import { defineConfig } from 'vitest/config';

/** One project a kind of test; each file starts what it needs. Browser and bundle tests take a core to themselves. */
const project = (name: string, more: object = {}) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.{ts,tsx}`],
    environment: 'node',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    ...more,
  },
});

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      project('unit'),
      project('api', { testTimeout: 120_000 }),
      project('stores', { testTimeout: 180_000 }),
      project('faults', { testTimeout: 300_000, hookTimeout: 400_000 }),
      project('browser', { testTimeout: 240_000, hookTimeout: 240_000 }),
      project('weapp', { testTimeout: 180_000, hookTimeout: 180_000 }),
    ],
  },
});
