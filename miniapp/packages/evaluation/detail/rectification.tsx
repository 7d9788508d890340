import { View } from '@tarojs/components';
import type { Evaluation, RectificationState } from '../../../../shared/contract/evaluations';
import { lastDay } from '../../../../shared/domain/case-clock';
import { dateWords } from '../../../../shared/domain/words';
import { Card } from '../../../components/card';
import { Tag, type Tone } from '../../../components/tag';
import { today } from '../../../hooks/words';

const tones: Record<RectificationState, Tone> = {
  opened: 'amber',
  appealed: 'amber',
  verified: 'blue',
  rectified: 'blue',
  'called-back': 'blue',
  closed: 'green',
  dismissed: 'grey',
};

/** What comes next, for whoever rated. */
const next: Record<RectificationState, string> = {
  opened: '有人在核实您说的事。核实的人不是被评的那一位。',
  appealed: '被评的部门认为不属实，由上级主管认定。',
  verified: '核实属实，正在整改。',
  rectified: '已经整改，会打电话回访您。接不到也没关系，会再打。',
  'called-back': '回访过了，等主管办结。',
  closed: '办结了。谢谢您说出来，后来的人也会好办些。',
  dismissed: '认定不属实，理由在下面。您的评价没有改，还是您评的那一档。不同意，可以投诉或打 12345。',
};

/** How far what a bad grade brought about has come; nothing for the others. */
export function Rectification({ rectification }: { rectification: Evaluation['rectification'] }) {
  if (!rectification) return null;
  const { state, stateWords, by } = rectification;
  const open = state !== 'closed' && state !== 'dismissed';
  return (
    <Card title="后来怎样">
      <View className="line">
        <Tag tone={tones[state]}>{stateWords}</Tag>
      </View>
      {open && by && <View className="text-lead">{dateWords(lastDay(new Date(by)), today())}前办完</View>}
      <View>{next[state]}</View>
    </Card>
  );
}
