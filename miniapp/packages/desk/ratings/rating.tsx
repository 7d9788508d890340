import { View } from '@tarojs/components';
import type { ServiceKind, StaffEvaluation } from '../../../../shared/contract/evaluations';
import { grades } from '../../../../shared/domain/evaluation';
import { Card } from '../../../components/card';
import { Tag } from '../../../components/tag';
import './ratings.css';

const kinds: Record<ServiceKind, string> = {
  appointment: '窗口服务',
  case: '办件',
  delivery: '寄件',
  complaint: '投诉的答复',
  question: '提问的答复',
};

/** Grade, what was said, and what it was about; never who said it. */
export function Rating({ rating }: { rating: StaffEvaluation }) {
  const { kind, itemName, venueName, windowName, department, grade, gradeWords, tags, words, on } = rating;
  return (
    <View className="rating">
      <View className="line">
        <Tag tone={grades[grade].good ? 'green' : 'red'}>{gradeWords}</Tag>
        {tags.map((tag) => (
          <View key={tag} className="rating-said">
            {tag}
          </View>
        ))}
      </View>
      <View className={words ? 'rating-words' : 'text-second'}>{words || '没有写文字'}</View>
      <View className="text-second">
        {[on, kinds[kind], itemName, venueName, department, windowName].filter(Boolean).join(' · ')}
      </View>
    </View>
  );
}

/** The same by itself. */
export function RatingCard({ rating }: { rating: StaffEvaluation }) {
  return (
    <Card title="评价">
      <Rating rating={rating} />
    </Card>
  );
}
