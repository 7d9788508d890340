import { Image, View } from '@tarojs/components';
import { useMemo, useRef } from 'react';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { useAction } from '../../../hooks/use-action';
import { a11y } from '../../../platform/a11y';
import { isWeapp } from '../../../platform/env';
import { ask } from '../api/client';
import type { StaffAnswer } from '../api/types';
import { usePrintCopy } from '../parts/use-print-copy';
import { barcodeUri } from './code128';
import './label.css';

type Label = StaffAnswer<'GET /staff/deliveries/{id}/label'>;

interface LabelCardProps {
  id: string;
  label: Label | null;
  onLabel: (label: Label) => void;
}

/** The label that goes on the parcel: shown as it will be, and printed alone. */
export function LabelCard({ id, label, onLabel }: LabelCardProps) {
  const load = useAction(async () =>
    onLabel(await ask('GET /staff/deliveries/{id}/label', { params: { id } })),
  );
  return (
    <Card title="运单">
      <FailureNotice failure={load.failure} />
      {label ? (
        <>
          <Sheet label={label} />
          {isWeapp ? (
            <View className="text-second">在电脑上打开这一页可以打印。</View>
          ) : (
            <View className="desk-buttons">
              <Button kind="secondary" block={false} onPress={() => window.print()}>
                打印运单
              </Button>
            </View>
          )}
        </>
      ) : (
        <View className="desk-buttons">
          <Button kind="secondary" block={false} loading={load.busy} onPress={() => void load.run()}>
            看运单
          </Button>
        </View>
      )}
    </Card>
  );
}

/** The sheet itself. What a printer gets is a copy of it that stands by itself in the document. */
function Sheet({ label }: { label: Label }) {
  const sheet = useRef<HTMLElement>(null);
  const bars = useMemo(() => barcodeUri(label.waybill), [label.waybill]);
  usePrintCopy(sheet, 'parcel-print', { className: 'parcel-label-image', sources: [bars] });
  return (
    <View ref={sheet} className="parcel-label">
      <View className="parcel-label-head">
        <View>{label.carrier.name}</View>
        <View>{label.carrier.phone}</View>
      </View>
      {label.sample && <View className="parcel-label-sample">示例运单，不能寄出</View>}
      <View className="parcel-label-bars" {...a11y({ role: 'img', label: `运单号 ${label.waybill} 的条码` })}>
        <Image className="parcel-label-image" mode="scaleToFill" src={bars} {...a11y({ hidden: true })} />
      </View>
      <View className="parcel-label-waybill">{label.waybill}</View>
      {/* Sorting codes are for the carrier's people, who know them without a heading. */}
      {label.extra.map(({ key, value }) => (
        <View key={key} className="parcel-label-line">
          {value}
        </View>
      ))}
      <End mark="收" end={label.receiver} />
      <End mark="寄" end={label.sender} />
      <View className="parcel-label-line">
        {label.caseNumber}
        {label.valuable && ' · 贵重件，本人签收'}
      </View>
    </View>
  );
}

function End({ mark, end }: { mark: string; end: Label['receiver'] }) {
  return (
    <View className="parcel-label-end">
      <View className="parcel-label-mark">{mark}</View>
      <View>
        <View>
          {end.name} {end.phone}
        </View>
        <View>{end.address}</View>
      </View>
    </View>
  );
}
