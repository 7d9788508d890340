import { View } from '@tarojs/components';
import { useEffect, useState } from 'react';
import type { StaffComplaint } from '../../../../shared/contract/staff-complaints';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { Notice } from '../../../components/notice';
import { Tag, type Tone } from '../../../components/tag';
import { ActQuestions } from '../case-work/act-form';
import type { ActForm } from '../case-work/acts';
import { Approve, Beside } from './approve';
import { Draft } from './draft';
import { originalOf } from './marks';
import type { ComplaintWork } from './use-complaint';

type State = StaffComplaint['publication']['state'];

const states: Record<State, { words: string; tone: Tone }> = {
  none: { words: '还没有写公开稿', tone: 'grey' },
  drafted: { words: '公开稿等另一位主管批准', tone: 'amber' },
  published: { words: '已公开', tone: 'green' },
  refused: { words: '不公开', tone: 'grey' },
};

/** Publishing an answered complaint: one writes the words, another looks that nobody can be known by them. */
export function Publication({ of, work }: { of: StaffComplaint; work: ComplaintWork }) {
  const { publication, actions } = of;
  const [opened, setOpened] = useState<'draft' | 'refuse' | null>(null);
  const { done } = work;
  // biome-ignore lint/correctness/useExhaustiveDependencies: an act that was done closes its form
  useEffect(() => setOpened(null), [done]);
  const mayDraft = actions.includes('draft-publication');
  const mayApprove = actions.includes('approve-publication');
  const mayRefuse = actions.includes('refuse-publication');
  if (!mayDraft && !mayApprove && !mayRefuse && publication.state === 'none' && opened === null) return null;
  const { words, tone } = states[publication.state];
  return (
    <Card title="公开" aside={<Tag tone={tone}>{words}</Tag>}>
      <View className="text-second">
        {publication.consented ? '投诉人同意在去掉个人信息后公开。' : '投诉人没有同意公开。'}
      </View>
      {publication.refusedWhy && <Notice title={`不公开的原因：${publication.refusedWhy}`} />}
      {publication.draft && opened !== 'draft' && !mayApprove && (
        <>
          <Beside original={originalOf(of)} originalMarks={publication.marks} draft={publication.draft} />
          {publication.state === 'drafted' && (
            <Notice tone="amber" title="等另一位主管批准">
              {publication.draft.by} 写的公开稿；写的人自己不能批准。
            </Notice>
          )}
        </>
      )}
      {mayApprove && publication.draft && opened === null && (
        <Approve of={of} draft={publication.draft} work={work} />
      )}
      {opened === null && (mayDraft || mayRefuse) && (
        <View className="desk-buttons">
          {mayDraft && (
            <Button
              kind={publication.draft ? 'secondary' : 'primary'}
              block={false}
              onPress={() => setOpened('draft')}
            >
              {publication.draft ? '改公开稿' : '写公开稿'}
            </Button>
          )}
          {mayRefuse && (
            <Button kind="danger" block={false} onPress={() => setOpened('refuse')}>
              {refusalOf(publication.state).title}
            </Button>
          )}
        </View>
      )}
      {opened === 'draft' && <Draft of={of} work={work} onClose={() => setOpened(null)} />}
      {opened === 'refuse' && (
        <ActQuestions
          form={refusalOf(publication.state)}
          busy={work.run.busy}
          gone={!mayRefuse}
          onSend={(answers) => void work.run.run(['refuse-publication', answers])}
          onClose={() => setOpened(null)}
        />
      )}
    </Card>
  );
}

function refusalOf(state: State): ActForm {
  return {
    title: state === 'published' ? '撤下公开' : '不公开',
    weight: 'hard',
    questions: [{ name: 'why', label: '原因', kind: 'text', maxlength: 500 }],
  };
}
