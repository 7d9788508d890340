import { Text, View } from '@tarojs/components';
import type { ItemRow as Item } from '../../shared/contract';
import { channelWords, visitWords } from '../hooks/words';
import { open, pageUrl } from '../platform/navigate';
import { Row } from './row';
import './item-row.css';

/** A service item in a list: what it is, who does it, how, how long, how many visits. Opens its guide. */
export function ItemRow({ item, showVenue = true }: { item: Item; showVenue?: boolean }) {
  const facts = [channelWords(item.channels), item.promised.words, visitWords(item.visits), item.feeWords];
  return (
    <Row
      title={item.name}
      note={
        <>
          <View>{showVenue ? `${item.department} · ${item.countyName}` : item.department}</View>
          <View className="item-facts">
            {facts.map((fact, at) => (
              <Text key={fact}>
                {at > 0 && ' · '}
                <Text className="item-fact">{fact}</Text>
              </Text>
            ))}
          </View>
        </>
      }
      onPress={() => void open(pageUrl('/packages/guide/guide/index', { code: item.code }))}
    />
  );
}
