import { View } from '@tarojs/components';
import { Card } from '../../../components/card';
import { Icon } from '../../../components/icon';
import { AddPapers } from '../../../components/papers/add-papers';
import { PaperRow } from '../../../components/papers/paper-row';
import { Tag, type Tone } from '../../../components/tag';
import './draft.css';
import { type Paper, underWay } from '../../../hooks/papers/paper';
import type { Papers } from '../../../hooks/papers/papers';

/** As many as the server takes for one material. */
const mostPapers = 20;

interface MaterialCardProps {
  /** Where an error summary leads. */
  id: string;
  /** Of the material, or of what was asked for. */
  materialId: string;
  name: string;
  note: string;
  /** Must it be there before anything is handed in? */
  necessity: 'required' | 'optional' | 'later';
  /** How to mend it, in the same words as in the summary. */
  error?: string | undefined;
  list: readonly Paper[];
  papers: Papers;
}

function tagOf(
  necessity: MaterialCardProps['necessity'],
  own: readonly Paper[],
): { tone: Tone; words: string } {
  if (own.some(underWay)) return { tone: 'amber', words: '正在传' };
  if (own.some(({ state }) => state === 'ready')) return { tone: 'green', words: '已备好' };
  if (necessity === 'required') return { tone: 'amber', words: '要交' };
  return { tone: 'grey', words: necessity === 'later' ? '可以后补' : '有就交' };
}

/** One material with its photographs and files. */
export function MaterialCard(props: MaterialCardProps) {
  const { id, materialId, name, note, necessity, error, list, papers } = props;
  const own = list.filter((paper) => paper.materialId === materialId);
  const { tone, words } = tagOf(necessity, own);
  return (
    <View id={id} className={error ? 'material-wrong' : ''}>
      <Card title={name} aside={<Tag tone={tone}>{words}</Tag>}>
        {note && <View className="text-second">{note}</View>}
        {error && (
          <View className="field-error">
            <Icon name="warning" />
            {error}
          </View>
        )}
        {own.map((paper, at) => (
          <PaperRow
            key={paper.key}
            paper={paper}
            at={at}
            materialName={name}
            onRemove={() => papers.remove(paper.key)}
            onReplace={(files) => void papers.add(materialId, files, paper.key)}
            onGoOn={papers.goOn}
          />
        ))}
        {own.length < mostPapers && (
          <AddPapers
            materialName={name}
            most={mostPapers - own.length}
            onChosen={(files) => void papers.add(materialId, files)}
          />
        )}
      </Card>
    </View>
  );
}
