import { View } from '@tarojs/components';
import type { VenueRow as Venue } from '../../shared/contract';
import { distanceWords } from '../../shared/domain/words';
import { fullFree } from '../hooks/words';
import { Row } from './row';

interface VenueRowProps {
  venue: Venue;
  /** Says the first free time: for choosing where to book. */
  showFree?: boolean;
  onPress: () => void;
}

/** A hall in a list: where, how far, open or not, and its first free time. */
export function VenueRow({ venue, showFree = false, onPress }: VenueRowProps) {
  return (
    <Row
      icon="hall"
      title={venue.name}
      value={venue.distance === null ? undefined : distanceWords(venue.distance)}
      note={
        <>
          {showFree && (
            <View className={venue.firstFree ? 'text-green' : ''}>
              {venue.firstFree ? `最早 ${fullFree(venue.firstFree)}` : '近期约满'}
            </View>
          )}
          <View>{venue.opening.words}</View>
          <View>{venue.address.text}</View>
        </>
      }
      onPress={onPress}
    />
  );
}
