import { View } from '@tarojs/components';
import { useRouter, useShareAppMessage } from '@tarojs/taro';
import type { WindowPage } from '../../../../shared/contract/windows';
import { BottomBar } from '../../../components/bottom-bar';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { Page } from '../../../components/page';
import { ResourceView, SlowNote } from '../../../components/resource-view';
import { useResource } from '../../../hooks/use-resource';
import { open, pageUrl } from '../../../platform/navigate';
import { NothingHere } from './nothing-here';
import { Rates } from './rates';
import { Items, Officers, Standards, Supervision } from './shown';
import { useRateHere } from './use-rate-here';

/** A window as citizens see it (三亮三公开), opened from the hall or by the card on its counter. */
export default function WindowShownPage() {
  // A mini-program code brings the window's id as its scene.
  const { id, scene = '' } = useRouter().params;
  const windowId = id ?? decodeURIComponent(scene);
  const shown = useResource('GET /windows/{id}', windowId ? { params: { id: windowId } } : null);
  const { data } = shown;
  useShareAppMessage(() => ({
    title: data ? `${data.venue.name} ${data.name}` : '窗口',
    path: pageUrl('/packages/window/window/index', { id: windowId }),
  }));
  return (
    <Page title="窗口" footer={data && <Acts window={data} />}>
      <ResourceView resource={shown} blocks={4}>
        {(window) => (
          <>
            <Card>
              <View>
                <View className="text-title">{window.name}</View>
                <View className="text-second">
                  {[window.department, window.venue.name].filter((one) => one !== window.name).join(' · ')}
                </View>
              </View>
            </Card>
            <Officers window={window} />
            <Rates rates={window.rates} />
            <Standards window={window} />
            <Items window={window} />
            <Supervision window={window} />
            {window.sample && (
              <View className="text-small">窗口、人员和承诺里有示例数据，以大厅公布的为准。</View>
            )}
          </>
        )}
      </ResourceView>
    </Page>
  );
}

function Acts({ window }: { window: WindowPage }) {
  const { id, venue } = window;
  const { rate, nothing, close } = useRateHere(window);
  return (
    <BottomBar>
      <FailureNotice
        failure={rate.failure}
        onRetry={rate.failure?.unknownOutcome ? () => void rate.run() : undefined}
      />
      {rate.slow && <SlowNote />}
      <Button loading={rate.busy} onPress={() => void rate.run()}>
        {rate.busy ? '正在找您在这里办的事…' : '评价这个窗口'}
      </Button>
      <Button
        kind="secondary"
        onPress={() =>
          void open(pageUrl('/packages/complaints/file/index', { windowId: id, venueId: venue.id }))
        }
      >
        投诉
      </Button>
      <NothingHere others={nothing} onClose={close} />
    </BottomBar>
  );
}
