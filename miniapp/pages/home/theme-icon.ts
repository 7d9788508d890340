import type { IconName } from '../../components/icon';

/** Icons that a theme may name; the server calls them as icons.css does. */
const known: readonly IconName[] = [
  'people',
  'shield',
  'document',
  'me',
  'check',
  'home',
  'route',
  'hall',
  'calendar',
  'services',
  'phone',
];

/** The icon of a theme; a plain sheet for one that this version does not know. */
export function themeIcon(name: string): IconName {
  return known.find((icon) => icon === name) ?? 'document';
}
