import { View } from '@tarojs/components';
import type { Matter } from '../../shared/contract';
import { open, pageUrl } from '../platform/navigate';
import { Button } from './button';
import { Card } from './card';
import './matter-card.css';
import { Tag, type Tone } from './tag';

/** What each tone of a matter looks like. */
export const matterTones: Record<Matter['tone'], Tone> = {
  action: 'amber',
  waiting: 'blue',
  done: 'green',
  lost: 'red',
};

const pages: Record<Matter['kind'], string> = {
  appointment: '/packages/booking/ticket/index',
  case: '/packages/cases/detail/index',
  complaint: '/packages/complaints/detail/index',
  question: '/packages/questions/detail/index',
};
/** What is done on a page of its own; everything else is on the page of the matter. */
const actPages: Partial<Record<NonNullable<Matter['action']>['kind'], string>> = {
  confirm: '/packages/booking/check/index',
  rebook: '/packages/booking/rebook/index',
  'continue-draft': '/packages/cases/apply/index',
  supplement: '/packages/cases/supplement/index',
};

/** Opens the page of a matter: where the next thing is done, or where it can be seen. */
export function openMatter({ kind, id, action }: Pick<Matter, 'kind' | 'id' | 'action'>): void {
  void open(pageUrl((action && actPages[action.kind]) ?? pages[kind], { id }));
}

/**
 * Something a citizen waits for: title, state in plain words, who has it, by when, and one thing to do.
 * @param primary its button is the page's one primary act
 */
export function MatterCard({ matter, primary = false }: { matter: Matter; primary?: boolean }) {
  return (
    <Card>
      <View className="matter-head">
        <Tag tone={matterTones[matter.tone]}>{matter.stateWords}</Tag>
        {matter.reference && <View className="text-small">{matter.reference}</View>}
      </View>
      <View className="text-lead">{matter.title}</View>
      {matter.forWhom && (
        <View className="line">
          <Tag tone="grey" icon="people">
            {`为 ${matter.forWhom.name} 办`}
          </Tag>
        </View>
      )}
      {matter.byWords && <View className="matter-by">{matter.byWords}</View>}
      <View>{matter.nextStep}</View>
      <View className="text-second">{matter.holder}</View>
      <Button
        kind={primary ? 'primary' : 'secondary'}
        label={`${matter.action?.label ?? '查看详情'}：${matter.title}`}
        onPress={() => openMatter(matter)}
      >
        {matter.action?.label ?? '查看详情'}
      </Button>
    </Card>
  );
}
