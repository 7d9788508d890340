import { BottomBar } from '../../../components/bottom-bar';
import { Button } from '../../../components/button';
import { FailureNotice } from '../../../components/failure-notice';
import { Page } from '../../../components/page';
import { RateRow } from '../../../components/rate-row';
import { ResourceView, SlowNote } from '../../../components/resource-view';
import { Carrier, Receiver } from './carrier';
import { Hall } from './hall';
import { Head, Troubles } from './head';
import { Track } from './track';
import { useParcel } from './use-parcel';
import { buttonOf, Ways } from './ways';

/** One parcel: how it stands, who has it, what comes next; readable without a network once it was seen. */
export default function ParcelPage() {
  const opened = useParcel();
  const { parcel, cancel, ask } = opened;
  const act = parcel.data && buttonOf(parcel.data, () => ask('again'));
  return (
    <Page title="快递" footer={act && <BottomBar>{act}</BottomBar>}>
      <FailureNotice
        failure={cancel.failure}
        onRetry={cancel.failure?.unknownOutcome ? () => void cancel.run() : undefined}
      />
      {cancel.busy && <SlowNote>正在改为到窗口领取…</SlowNote>}
      <ResourceView resource={parcel} blocks={3} lines={4}>
        {(shown) => (
          <>
            <Head parcel={shown} />
            <Troubles parcel={shown} />
            <RateRow kind="delivery" id={shown.id} over={shown.state === 'signed'} />
            <Carrier parcel={shown} />
            <Track parcel={shown} />
            <Receiver parcel={shown} />
            <Hall parcel={shown} />
            <Button kind="link" icon="refresh" onPress={parcel.reload}>
              刷新
            </Button>
            <Ways parcel={shown} opened={opened} />
          </>
        )}
      </ResourceView>
    </Page>
  );
}
