import { View } from '@tarojs/components';
import type { Grade } from '../../../../shared/contract/evaluations';
import { grades } from '../../../../shared/domain/evaluation';
import '../../../components/choice.css';
import { Icon } from '../../../components/icon';
import { Pressable } from '../../../components/pressable';
import { a11y } from '../../../platform/a11y';
import './grades.css';

interface TagChoiceProps {
  grade: Grade;
  chosen: readonly string[];
  onToggle: (tag: string) => void;
}

/** What is often meant with a grade, to be touched instead of typed; as many as fit. */
export function TagChoice({ grade, chosen, onToggle }: TagChoiceProps) {
  const { good, tags } = grades[grade];
  const label = good ? '哪里好（可以不选）' : '哪里不好（可以不选）';
  return (
    <View className="stack">
      <View className="field-label" {...a11y({ hidden: true })}>
        {label}
      </View>
      <View className="line" {...a11y({ role: 'group', label })}>
        {tags.map((tag) => {
          const on = chosen.includes(tag);
          return (
            <Pressable
              key={tag}
              className={on ? 'segment segment-on tag-choice' : 'segment tag-choice'}
              role="checkbox"
              checked={on}
              onPress={() => onToggle(tag)}
            >
              {on && <Icon name="check" />}
              {tag}
            </Pressable>
          );
        })}
      </View>
    </View>
  );
}
