import { View } from '@tarojs/components';
import { moneyWords } from '../../../../shared/domain/words';
import { Button } from '../../../components/button';
import { ConfirmSheet, Sheet } from '../../../components/sheet';
import { choosePage } from '../../../hooks/delivery';
import { open, pageUrl } from '../../../platform/navigate';
import type { Parcel, useParcel } from './use-parcel';

/** The button of the one thing that I must do now; null where there is nothing to do but wait. */
export function buttonOf(parcel: Parcel, onAgain: () => void) {
  const { action } = parcel;
  const act = action && actOf(parcel, onAgain)[action.kind];
  if (!action || !act) return null;
  return <Button onPress={act}>{action.label}</Button>;
}

type Kind = NonNullable<Parcel['action']>['kind'];

function actOf(parcel: Parcel, onAgain: () => void): Partial<Record<Kind, () => void>> {
  const { caseId, orderId, nextDeliveryId } = parcel;
  return {
    'give-address': () => void open(choosePage({ kind: 'case', id: caseId }, 'courier')),
    ...(orderId && { pay: () => void open(pageUrl('/packages/payment/order/index', { id: orderId })) }),
    'choose-again': onAgain,
    ...(nextDeliveryId && { 'view-new': () => void open(parcelPage(nextDeliveryId)) }),
  };
}

function parcelPage(id: string): string {
  return pageUrl('/packages/delivery/detail/index', { id });
}

interface WaysProps {
  parcel: Parcel;
  opened: ReturnType<typeof useParcel>;
}

/** What else can be done with it, with the questions before what cannot be taken back. */
export function Ways({ parcel, opened: { asking, ask, cancel } }: WaysProps) {
  const { caseId, canChangeAddress, canCancel, action, venue } = parcel;
  const close = () => ask(null);
  return (
    <>
      {canChangeAddress && action?.kind !== 'give-address' && (
        <Button
          kind="secondary"
          icon="edit"
          onPress={() => void open(choosePage({ kind: 'case', id: caseId }, 'courier'))}
        >
          换收件地址
        </Button>
      )}
      {canCancel && action?.kind !== 'choose-again' && (
        <Button kind="danger" disabled={cancel.busy} onPress={() => ask('cancel')}>
          不寄了，到窗口领取
        </Button>
      )}
      <Button kind="link" onPress={() => void open(pageUrl('/packages/cases/detail/index', { id: caseId }))}>
        看这件事办到哪一步
      </Button>
      <ConfirmSheet
        open={asking === 'cancel'}
        title="不寄了，到窗口领取？"
        action="不寄了，到窗口领取"
        kind="danger"
        keep="还是寄"
        onConfirm={() => void cancel.run()}
        onClose={close}
      >
        <View>
          {parcel.itemName}的结果会在{venue.name}等您，带身份证去拿。
        </View>
        <View className="text-second">
          {venue.address}
          {parcel.cost.fen > 0 && parcel.orderId && '。付过的快递费原路退回。'}
        </View>
      </ConfirmSheet>
      <Again parcel={parcel} open={asking === 'again'} onClose={close} onWindow={() => void cancel.run()} />
    </>
  );
}

interface AgainProps {
  parcel: Parcel;
  open: boolean;
  onClose: () => void;
  onWindow: () => void;
}

/** It came back: again by courier at the price that stands there, or the window. */
function Again({ parcel, open: shown, onClose, onWindow }: AgainProps) {
  const { id, caseId, resend, canCancel, venue } = parcel;
  const again = pageUrl('/packages/delivery/choose/index', { kind: 'case', id: caseId, resend: id });
  return (
    <Sheet open={shown} title="接下来怎么拿" onClose={onClose}>
      {resend && (
        <>
          <View>{resend.words}</View>
          <Button
            icon="parcel"
            onPress={() => {
              onClose();
              void open(again);
            }}
          >
            {resend.fen === 0 ? '再寄一次（免费）' : `再寄一次（${moneyWords(resend.fen)}）`}
          </Button>
        </>
      )}
      {canCancel && (
        <>
          <Button kind="secondary" icon="hall" onPress={onWindow}>
            到窗口领取
          </Button>
          <View className="text-second">
            {venue.name}，{venue.address}，带身份证去拿。
          </View>
        </>
      )}
    </Sheet>
  );
}
