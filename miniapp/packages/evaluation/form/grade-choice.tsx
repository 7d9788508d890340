import { View } from '@tarojs/components';
import type { Grade } from '../../../../shared/contract/evaluations';
import { grades, gradesFromBest } from '../../../../shared/domain/evaluation';
import { Icon } from '../../../components/icon';
import { Pressable } from '../../../components/pressable';
import { a11y } from '../../../platform/a11y';
import { Face } from './face';
import './grades.css';

/** Where an error summary leads to. */
export const gradesId = 'grades';

interface GradeChoiceProps {
  label: string;
  /** Null: none is chosen beforehand. */
  value: Grade | null;
  onChange: (grade: Grade) => void;
  error?: string | undefined;
}

/** The five grades from the best to the worst, each with its face and its word; what is chosen has a mark besides its colour. */
export function GradeChoice({ label, value, onChange, error }: GradeChoiceProps) {
  return (
    <View id={gradesId} className={error ? 'grades field-wrong' : 'grades'}>
      {error && (
        <View className="grade-error">
          <Icon name="warning" />
          {error}
        </View>
      )}
      <View className="grades" {...a11y({ role: 'radiogroup', label })}>
        {gradesFromBest.map((grade) => {
          const on = grade === value;
          return (
            <Pressable
              key={grade}
              className={on ? 'grade grade-on' : 'grade'}
              role="radio"
              checked={on}
              onPress={() => onChange(grade)}
            >
              <Face grade={grade} />
              <View className="row-main">{grades[grade].words}</View>
              {on && <Icon name="done" />}
            </Pressable>
          );
        })}
      </View>
    </View>
  );
}
