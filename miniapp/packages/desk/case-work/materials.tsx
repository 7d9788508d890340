import { View } from '@tarojs/components';
import type { CaseMaterial } from '../../../../shared/contract/cases';
import { Button } from '../../../components/button';
import { CheckRow } from '../../../components/choice';
import { FailureNotice } from '../../../components/failure-notice';
import { Tag, type Tone } from '../../../components/tag';
import { useAction } from '../../../hooks/use-action';
import { showFile } from '../../../platform/files/show';
import { act } from '../api/client';

const forms = {
  original: '原件',
  copy: '复印件',
  'original-and-copy': '原件和复印件',
  electronic: '电子件',
} as const;
const necessities = { required: '', optional: '可不交', later: '可后补' } as const;
const statuses: Record<CaseMaterial['status'], { words: string; tone: Tone }> = {
  waived: { words: '免交', tone: 'green' },
  missing: { words: '缺', tone: 'red' },
  later: { words: '可后补', tone: 'amber' },
  given: { words: '网上已传', tone: 'blue' },
  received: { words: '已收', tone: 'green' },
  optional: { words: '可不交', tone: 'grey' },
};

/** `原件和复印件 · 2 份`. */
export function materialNote({
  form,
  copies,
  necessity,
}: Pick<CaseMaterial, 'form' | 'copies' | 'necessity'>) {
  return [forms[form], copies > 1 && `${copies} 份`, necessities[necessity]].filter(Boolean).join(' · ');
}

interface MaterialsProps {
  materials: readonly CaseMaterial[];
  ticked: ReadonlySet<string>;
  /** Undefined where nothing can be ticked any more. */
  onTick: ((id: string, on: boolean) => void) | undefined;
}

/** The item's own list: one tick each for what lies on the counter, and what was sent from the phone to look at. */
export function Materials({ materials, ticked, onTick }: MaterialsProps) {
  const look = useAction(async (_, id: string) => {
    const { url, type } = await act('POST /staff/uploads/{id}/links', { params: { id } });
    await showFile(url, type);
  });
  return (
    <View>
      <FailureNotice failure={look.failure} />
      {materials.map((material) => {
        const { id, name, status, uploads, waivedBy } = material;
        const words = statuses[status];
        const note = status === 'waived' && waivedBy ? `有${waivedBy}，不用交` : materialNote(material);
        return (
          <View key={id} className="case-material">
            {onTick && status !== 'waived' ? (
              <CheckRow checked={ticked.has(id)} onChange={(on) => onTick(id, on)} title={name} note={note} />
            ) : (
              <View className="row-main">
                <View>{name}</View>
                <View className="text-second">{note}</View>
              </View>
            )}
            <View className="case-material-end">
              {uploads.map((file, at) => (
                <Button
                  key={file.id}
                  kind="link"
                  icon="document"
                  label={`看 ${name} 的第 ${at + 1} 个文件`}
                  onPress={() => void look.run(file.id)}
                >
                  {file.name ?? `文件 ${at + 1}`}
                </Button>
              ))}
              <Tag tone={words.tone}>{words.words}</Tag>
            </View>
          </View>
        );
      })}
    </View>
  );
}
