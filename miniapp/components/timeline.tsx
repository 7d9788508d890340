import { View } from '@tarojs/components';
import type { Appointment } from '../../shared/contract';
import { momentOf } from '../hooks/words';
import { Card } from './card';
import './timeline.css';

/** What happened so far, the newest first. */
export function Timeline({ entries }: { entries: Appointment['timeline'] }) {
  const newestFirst = [...entries].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  return (
    <Card title="办理经过">
      <View>
        {newestFirst.map(({ at, what, by, why }) => (
          <View key={`${at} ${what}`} className="timeline-entry">
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
