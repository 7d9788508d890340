/**
 * `fontSizeBase` → `font-size-base`. Stands in for lodash.kebabcase, which NutUI uses for the names of its style
 * variables: lodash carries a `Function('return this')` that WeChat's checks refuse, and 3 KB of Unicode tables.
 */
export default function kebabCase(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[\s_]+/g, '-')
    .toLowerCase();
}
