import { View } from '@tarojs/components';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { Notice } from '../../../components/notice';
import { Row } from '../../../components/row';
import type { StaffAnswer } from '../api/types';

interface HitsProps {
  hits: StaffAnswer<'PUT /staff/venues/{id}/hours'>['hits'];
  /** Names what is about to be done. */
  action: string;
  busy: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Who would be hit by a change, before it is made. */
export function Hits({ hits, action, busy, onConfirm, onClose }: HitsProps) {
  return (
    <Card title={hits.count === 0 ? '没有预约受影响' : `会取消 ${hits.count} 个预约`}>
      {hits.count > 0 && <Notice tone="amber">每个人都会收到消息和原因，并能先选别的时间；不记爽约。</Notice>}
      <View className="hits">
        {hits.items.map(({ id, reference, itemName, whenWords, queueName }) => (
          <Row
            key={id}
            title={`${whenWords} · ${itemName}`}
            note={`${reference ?? '待确认'} · ${queueName}`}
          />
        ))}
      </View>
      {hits.count > hits.items.length && (
        <View className="text-second">只列出最早的 {hits.items.length} 个。</View>
      )}
      <View className="desk-buttons">
        <Button block={false} kind={hits.count > 0 ? 'danger' : 'primary'} loading={busy} onPress={onConfirm}>
          {hits.count > 0 ? `${action}，并通知 ${hits.count} 人` : action}
        </Button>
        <Button block={false} kind="secondary" onPress={onClose}>
          先不改
        </Button>
      </View>
    </Card>
  );
}
