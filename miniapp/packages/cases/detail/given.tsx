import { View } from '@tarojs/components';
import { Card } from '../../../components/card';
import { ViewPaper } from '../../../components/papers/paper-row';
import { Tag, type Tone } from '../../../components/tag';
import { paperName } from '../../../hooks/papers/paper';
import type { CaseDetail, CaseMaterial } from '../draft/paper';
import { papersOf } from '../draft/paper';
import './detail.css';

const states: Record<CaseMaterial['status'], { words: string; tone: Tone }> = {
  waived: { words: '免交', tone: 'green' },
  missing: { words: '还缺', tone: 'amber' },
  later: { words: '可以后补', tone: 'amber' },
  given: { words: '已交', tone: 'green' },
  received: { words: '窗口已收', tone: 'green' },
  optional: { words: '没有交', tone: 'grey' },
};

/** What was handed in, each paper to be looked at. */
export function Given({ detail }: { detail: CaseDetail }) {
  if (detail.materials.length === 0) return null;
  const papers = papersOf(detail);
  return (
    <Card title="材料">
      {detail.materials.map(({ id, name, status }) => {
        const { words, tone } = states[status];
        return (
          <View key={id} className="case-material">
            <View className="line">
              <View className="row-main">{name}</View>
              <Tag tone={tone}>{words}</Tag>
            </View>
            {papers
              .filter((paper) => paper.materialId === id)
              .map((paper, at) => (
                <View key={paper.key} className="line">
                  <View className="row-main text-second">{paperName(paper, at)}</View>
                  <ViewPaper
                    uploadId={paper.key}
                    type={paper.type}
                    name={`${name} ${paperName(paper, at)}`}
                  />
                </View>
              ))}
          </View>
        );
      })}
    </Card>
  );
}
