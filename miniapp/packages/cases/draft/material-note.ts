import type { CaseMaterial } from './paper';

/** What is to be known of a material that is sent as a picture or file. */
export function materialNote({ source, note, form }: CaseMaterial): string {
  const what = form === 'copy' ? '复印件拍清楚' : form === 'electronic' ? '电子文件' : '原件拍清楚';
  return [what, source, note ?? ''].filter((part) => part !== '').join(' · ');
}

/** Those that are asked for here: what is waived needs no paper. */
export function askedFor(materials: readonly CaseMaterial[]): CaseMaterial[] {
  return materials.filter(({ status }) => status !== 'waived');
}
