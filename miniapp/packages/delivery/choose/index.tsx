import { View } from '@tarojs/components';
import { moneyWords } from '../../../../shared/domain/words';
import { BottomBar } from '../../../components/bottom-bar';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { ErrorSummary } from '../../../components/error-summary';
import { FailureNotice } from '../../../components/failure-notice';
import { Notice } from '../../../components/notice';
import { Page } from '../../../components/page';
import { ResourceView, SlowNote } from '../../../components/resource-view';
import { type DeliveryChoice, nearWords } from '../../../hooks/delivery';
import { goTo } from '../../../platform/go-to';
import { open, pageUrl } from '../../../platform/navigate';
import { openAddressChoice } from '../parts/chosen-address';
import { CourierConsent } from './courier-consent';
import { SendTo } from './send-to';
import { type Choose, useChoose } from './use-choose';
import { Ways } from './ways';

/** How the result is to reach me: the ways there are, where to, at what cost, and whether the courier may know. */
export default function ChoosePage() {
  const choose = useChoose();
  const { choice, save, later, resend } = choose;
  const open = choice.data && (choice.data.canChange || resend);
  return (
    <Page
      title={resend ? '再寄一次' : '结果怎么给我'}
      footer={
        open && (
          <BottomBar>
            <TheAct choose={choose} />
          </BottomBar>
        )
      }
    >
      <FailureNotice
        failure={save.failure ?? later.failure}
        onRetry={save.failure?.unknownOutcome ? () => void save.run() : undefined}
      />
      {(save.slow || later.slow) && <SlowNote>网络有点慢，正在等系统确认，不用再点…</SlowNote>}
      <ErrorSummary errors={choose.errors} onGo={goTo} />
      <ResourceView resource={choice} blocks={3} lines={3}>
        {(shown) => (open ? <Questions choice={shown} choose={choose} /> : <Settled choice={shown} />)}
      </ResourceView>
    </Page>
  );
}

function Questions({ choice, choose }: { choice: DeliveryChoice; choose: Choose }) {
  const { how, refused, resend, address, later } = choose;
  return (
    <>
      {!resend && (
        <Card>
          <Ways options={choice.options} value={how} onChange={choose.setHow} />
          <View className="text-second">{choice.policyWords}</View>
        </Card>
      )}
      {refused && (
        <Notice tone="green" live title="收件信息不会交给快递">
          结果办好后在窗口等您，带身份证去拿。
        </Notice>
      )}
      {how === 'courier' && (
        <>
          <SendTo choose={choose} />
          {address && <CourierConsent choose={choose} />}
          {!resend && !choice.deliveryId && !choice.address && (
            <Button kind="link" loading={later.busy} onPress={() => void later.run()}>
              先选快递，地址等结果好了再填
            </Button>
          )}
        </>
      )}
      {!resend && <View className="text-second">{choice.changeWords}</View>}
    </>
  );
}

/** The one button, which names what it does and what it costs. */
function TheAct({ choose }: { choose: Choose }) {
  const { how, address, quote, quoted, outOfReach, save, resend, go } = choose;
  if (save.busy) {
    return (
      <Button loading onPress={() => undefined}>
        正在确认…
      </Button>
    );
  }
  if (how === 'window') return <Button onPress={go}>到窗口领取</Button>;
  if (how === 'electronic') return <Button onPress={go}>要电子结果</Button>;
  if (!address?.id || outOfReach)
    return <Button onPress={() => openAddressChoice(address?.id ?? null)}>选收件地址</Button>;
  const place = nearWords(address.regionWords);
  const priced =
    quote === null
      ? `寄到 ${place}`
      : quote.fen === 0
        ? `免费寄到 ${place}`
        : `寄到 ${place}，${moneyWords(quote.fen)}`;
  return (
    // Nothing binds before its price is known.
    <Button
      loading={quote === null && !quoted.failure}
      disabled={quote === null && quoted.failure !== null}
      onPress={go}
    >
      {resend ? `再寄一次，${priced}` : priced}
    </Button>
  );
}

/** It can no longer be changed: what was chosen, and where it is. */
function Settled({ choice: { changeWords, deliveryId } }: { choice: DeliveryChoice }) {
  return (
    <Notice
      title="现在不能改了"
      actions={
        deliveryId && (
          <Button
            kind="link"
            onPress={() => void open(pageUrl('/packages/delivery/detail/index', { id: deliveryId }))}
          >
            看快递到了哪里
          </Button>
        )
      }
    >
      {changeWords}
    </Notice>
  );
}
