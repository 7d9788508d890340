import { View } from '@tarojs/components';
import { useState } from 'react';
import type { StaffDelivery } from '../../../../shared/contract/staff-delivery';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { ErrorSummary, type FieldError } from '../../../components/error-summary';
import { Field, focusField } from '../../../components/field';
import { canScan, scan } from '../../../platform/scan';
import { useKeys } from '../queue/use-keys';
import { type ScanAct, scanWords } from './acts';

interface PackProps {
  of: StaffDelivery;
  action: ScanAct;
  busy: boolean;
  onSend: (body: { document: string; waybill: string }) => void;
}

const fields = [
  { name: 'document', label: '1. 扫证件或办件单上的办件编号', missing: '先扫办件编号。' },
  { name: 'waybill', label: '2. 扫袋子上的运单', missing: '再扫运单。' },
] as const;

/** Document and parcel, scanned one after the other: the second one does it. */
export function Pack({ of, action, busy, onSend }: PackProps) {
  const [scanned, setScanned] = useState({ document: '', waybill: '' });
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const send = (now: typeof scanned) => {
    const lacking = fields.filter(({ name }) => now[name].trim() === '');
    setErrors(lacking.map(({ name, missing }) => ({ field: name, message: missing })));
    const [first] = lacking;
    if (first) focusField(first.name);
    else onSend({ document: now.document.trim(), waybill: now.waybill.trim() });
  };
  /** A scanner that reads while no field has the focus fills the first empty one, and begins anew when none is. */
  const took = (code: string) => {
    const full = scanned.document.trim() !== '' && scanned.waybill.trim() !== '';
    const was = full ? { document: '', waybill: '' } : scanned;
    const now = was.document.trim() === '' ? { ...was, document: code } : { ...was, waybill: code };
    setScanned(now);
    confirmed(now);
  };
  /** Enter behind what was read: on to the other one, or done. */
  const confirmed = (now: typeof scanned) => {
    const [next] = fields.filter(({ name }) => now[name].trim() === '');
    if (next && now.document.trim() + now.waybill.trim() !== '') focusField(next.name);
    else send(now);
  };
  useKeys({}, took);
  const { title, note } = scanWords[action];
  return (
    <Card title="装袋核对">
      <View className="desk-column">
        <View className="text-second">{note}</View>
        <ErrorSummary errors={errors} />
        {fields.map(({ name, label }) => (
          <Field
            key={name}
            name={name}
            label={label}
            error={errors.find(({ field }) => field === name)?.message}
            value={scanned[name]}
            onChange={(value) => setScanned({ ...scanned, [name]: value })}
            maxlength={80}
            confirmType="next"
            onConfirm={() => confirmed(scanned)}
          />
        ))}
        <View className="desk-buttons">
          {canScan && (
            <Button
              kind="secondary"
              block={false}
              icon="scan"
              onPress={() => void scan(['barCode', 'qrCode']).then((code) => code && took(code))}
            >
              用相机扫
            </Button>
          )}
        </View>
        <Button loading={busy} onPress={() => send(scanned)}>
          {`${title}${action === 'check' ? '' : `（运单 ${of.waybill ?? ''}）`}`}
        </Button>
      </View>
    </Card>
  );
}
