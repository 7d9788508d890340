import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { variableNames } from '../../bff/settings';

it('.env.example lists every variable once, and none that is not read', () => {
  const text = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
  const listed = [...text.matchAll(/^# ([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name);
  expect(listed.sort()).toEqual([...variableNames].sort());
});
