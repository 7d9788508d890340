import { Card } from '../../../components/card';
import { Field } from '../../../components/field';

interface PhoneCardProps {
  value: string;
  error: string | undefined;
  onChange: (phone: string) => void;
}

/** Where the office rings. The number that is known stands there already. */
export function PhoneCard({ value, error, onChange }: PhoneCardProps) {
  return (
    <Card>
      <Field
        name="phone"
        label="联系电话"
        hint="手机号；材料有问题时打这个，以后用编号和它的后四位就能查进度"
        error={error}
        value={value}
        onChange={(text) => onChange(text.trim())}
        type="number"
        maxlength={11}
        autoComplete="tel"
      />
    </Card>
  );
}
