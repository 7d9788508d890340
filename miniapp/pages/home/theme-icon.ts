import type { IconName } from '../../components/icon';

const icons: Record<string, IconName> = {};

/** The icon of a theme; a plain sheet for a theme that this version does not know. */
export function themeIcon(name: string): IconName {
  return icons[name] ?? 'document';
}
