import { useRouter } from '@tarojs/taro';
import { Page } from '../../../components/page';
import { VenueList } from '../../../components/venue-list';
import { useVenues } from '../../../hooks/use-venues';
import { open, pageUrl, replace } from '../../../platform/navigate';

/**
 * The halls that serve an item, with the first free time of each. With `move` it is the hall of an appointment that
 * is being moved, and the choice takes this page's place.
 */
export default function VenuePage() {
  const { item = '', move } = useRouter().params;
  const venues = useVenues({ item });
  return (
    <Page title="选大厅">
      <VenueList
        venues={venues}
        showFree
        none="现在没有大厅可以预约这件事"
        onPress={({ queueId }) => {
          if (!queueId) return;
          const slot = pageUrl('/packages/booking/slot/index', { item, queue: queueId, move });
          void (move ? replace(slot) : open(slot));
        }}
      />
    </Page>
  );
}
