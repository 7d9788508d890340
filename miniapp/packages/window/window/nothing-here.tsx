import { View } from '@tarojs/components';
import type { RateableService } from '../../../../shared/contract/evaluations';
import { Button } from '../../../components/button';
import { Row } from '../../../components/row';
import { Sheet } from '../../../components/sheet';
import { momentOf } from '../../../hooks/words';
import { open, pageUrl } from '../../../platform/navigate';

interface NothingHereProps {
  /** What else can be rated; null keeps it closed. */
  others: readonly RateableService[] | null;
  onClose: () => void;
}

/** Nothing of mine ended at this window lately: why, and what can be rated instead. */
export function NothingHere({ others, onClose }: NothingHereProps) {
  return (
    <Sheet open={others !== null} title="没有找到您在这里办完的事" onClose={onClose}>
      <View>
        在这个窗口办完一件事，用预约或实名取的号，就可以评一次；刚办完的，过一会儿再点一次。评过的不用再评。
      </View>
      {others && others.length > 0 && (
        <View>
          <View className="text-second">您可以评这些：</View>
          {others.slice(0, 5).map(({ kind, id, title, placeWords, endedAt }) => (
            <Row
              key={`${kind} ${id}`}
              title={title}
              note={`${placeWords} · ${momentOf(endedAt)}`}
              onPress={() => {
                onClose();
                void open(pageUrl('/packages/evaluation/rate/index', { kind, id }));
              }}
            />
          ))}
        </View>
      )}
      <Button
        kind="secondary"
        onPress={() => {
          onClose();
          void open('/packages/evaluation/mine/index');
        }}
      >
        看我的评价
      </Button>
    </Sheet>
  );
}
