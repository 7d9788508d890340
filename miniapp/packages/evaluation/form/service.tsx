import { View } from '@tarojs/components';
import type { RateableService } from '../../../../shared/contract/evaluations';
import { Card } from '../../../components/card';
import { momentOf } from '../../../hooks/words';
import { kindWords } from './kind-words';

/** Which service it is about: what, where, when it was over. */
export function Service({ service, until }: { service: Omit<RateableService, 'until'>; until?: string }) {
  const { kind, title, placeWords, endedAt } = service;
  return (
    <Card>
      <View>
        <View className="text-lead">{title}</View>
        {placeWords && <View>{placeWords}</View>}
        <View className="text-second">
          {kindWords[kind]} · {momentOf(endedAt)} 办结
        </View>
        {until && <View className="text-second">{momentOf(until)} 前可以评</View>}
      </View>
    </Card>
  );
}
