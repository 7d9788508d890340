import { describe, expect, it } from 'vitest';
import { apiBase } from '../../../config/api-base';
import kebabCase from '../../../config/kebab-case';

describe('where the mini-program finds the BFF', () => {
  it.each([
    [{ target: 'h5', release: false, url: undefined }, '/api/v1'],
    [{ target: 'h5', release: true, url: 'https://example.invalid/api/v1' }, '/api/v1'],
    [{ target: 'weapp', release: false, url: undefined }, 'http://127.0.0.1:3000/api/v1'],
    [
      { target: 'weapp', release: false, url: 'http://192.0.2.7:3000/api/v1/' },
      'http://192.0.2.7:3000/api/v1',
    ],
    [
      { target: 'weapp', release: true, url: 'https://example.invalid/api/v1/' },
      'https://example.invalid/api/v1',
    ],
  ])('%j → %s', (input, base) => {
    expect(apiBase(input)).toBe(base);
  });

  it.each([undefined, '', 'http://example.invalid/api/v1', 'https://', 'example.invalid'])(
    'refuses a release with %j',
    (url) => {
      expect(() => apiBase({ target: 'weapp', release: true, url })).toThrow('TARO_APP_API=https://');
    },
  );
});

describe('the stand-in for lodash.kebabcase', () => {
  it.each([
    ['nutuiColorPrimaryStop1', 'nutui-color-primary-stop1'],
    ['nutuiButtonDefaultFontSize', 'nutui-button-default-font-size'],
    ['color', 'color'],
  ])('%s → %s', (name, kebab) => {
    expect(kebabCase(name)).toBe(kebab);
  });
});
