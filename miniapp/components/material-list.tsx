import { View } from '@tarojs/components';
import type { Material } from '../../shared/contract';
import { useTicks } from '../hooks/use-ticks';
import { CheckRow } from './choice';

const forms: Record<Material['form'], string> = {
  original: '原件',
  copy: '复印件',
  'original-and-copy': '原件和复印件',
  electronic: '电子件',
};

/** `原件`, `复印件 2 份`, `原件和复印件 1 份`. */
export function formWords({ form, copies }: Pick<Material, 'form' | 'copies'>): string {
  return form === 'copy' || form === 'original-and-copy' ? `${forms[form]} ${copies} 份` : forms[form];
}

const necessity: Record<Material['necessity'], string> = {
  required: '',
  optional: '有就带',
  later: '可以后补',
};

function noteOf(material: Material): string {
  const parts = [
    necessity[material.necessity],
    material.source,
    material.note ?? '',
    material.waivedBy ? `有${material.waivedBy}电子证照的，可以不带` : '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/**
 * What to bring, as a list to tick; the ticks stay on this phone.
 * @param code the item's code: its guide and its ticket share the ticks
 */
export function MaterialList({ code, materials }: { code: string; materials: readonly Material[] }) {
  const [ticked, tick] = useTicks(code);
  return (
    <View>
      {materials.map((material) => (
        <CheckRow
          key={material.id}
          checked={ticked.has(material.id)}
          onChange={(on) => tick(material.id, on)}
          title={`${material.name}（${formWords(material)}）`}
          note={noteOf(material)}
        />
      ))}
    </View>
  );
}
