import { View } from '@tarojs/components';
import { Card } from '../../../components/card';
import { momentOf } from '../../../hooks/words';
import './detail.css';
import { journeyOf } from './journey';
import type { Parcel } from './use-parcel';

/** What happened to the parcel, the newest first and strongest. */
export function Track({ parcel }: { parcel: Parcel }) {
  const legs = journeyOf(parcel);
  if (legs.length === 0) return null;
  return (
    <Card title="到过哪里">
      <View>
        {legs.map(({ at, what, by, why }, nth) => (
          <View key={`${at} ${what}`} className={nth === 0 ? 'leg leg-newest' : 'leg'}>
            <View>{what}</View>
            <View className="text-second">
              {momentOf(at)} · {by}
              {why && ` · ${why}`}
            </View>
          </View>
        ))}
      </View>
    </Card>
  );
}
