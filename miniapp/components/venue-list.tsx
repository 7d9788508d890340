import { View } from '@tarojs/components';
import type { VenueRow as Venue } from '../../shared/contract';
import { askPlace, usePlace } from '../hooks/place';
import type { Venues } from '../hooks/use-venues';
import { Button } from './button';
import { Card } from './card';
import { FailureNotice } from './failure-notice';
import { ResourceView } from './resource-view';
import { Empty } from './states';
import { VenueRow } from './venue-row';

interface VenueListProps {
  venues: Venues;
  showFree?: boolean;
  /** Said when there is none. */
  none: string;
  onPress: (venue: Venue) => void;
}

/** Halls to choose from, nearest first once the phone's place is known; it is asked only by a tap. */
export function VenueList({ venues, showFree, none, onPress }: VenueListProps) {
  return (
    <>
      <PlaceButton />
      <ResourceView resource={venues} blocks={4}>
        {({ total }) =>
          total === 0 ? (
            <Empty title={none} icon="hall">
              可以打 12345 问哪里能办。
            </Empty>
          ) : (
            <>
              <Card flush>
                {venues.rows.map((venue) => (
                  <VenueRow key={venue.id} venue={venue} showFree={showFree} onPress={() => onPress(venue)} />
                ))}
              </Card>
              <FailureNotice failure={venues.moreFailure} />
              {venues.more && (
                <Button kind="secondary" loading={venues.loadingMore} onPress={() => void venues.more?.()}>
                  {`再看一些（共 ${total} 个）`}
                </Button>
              )}
            </>
          )
        }
      </ResourceView>
    </>
  );
}

function PlaceButton() {
  const place = usePlace();
  if (place.state === 'known') return <View className="text-second">离您近的排在前面。</View>;
  return (
    <>
      <Button
        kind="secondary"
        icon="place"
        loading={place.state === 'asking'}
        onPress={() => void askPlace()}
      >
        按我的位置排，近的在前
      </Button>
      {place.state === 'declined' && (
        <View className="text-second">没有用您的位置，下面的大厅都可以选。</View>
      )}
    </>
  );
}
