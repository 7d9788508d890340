import { View } from '@tarojs/components';
import type { Grade } from '../../../../shared/contract/evaluations';
import { a11y } from '../../../platform/a11y';
import './grades.css';

/** The face of a grade: decoration, the word beside it says the same. */
export function Face({ grade }: { grade: Grade }) {
  return <View className={`icon face-${grade}`} {...a11y({ hidden: true })} />;
}
