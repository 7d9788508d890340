import { View } from '@tarojs/components';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { Field } from '../../../components/field';
import { useKnownMe } from '../../../hooks/use-me';

interface PhoneCardProps {
  /** What the application has, masked. */
  known: string | null;
  /** Another number that was typed; null while the known one is meant. */
  value: string | null;
  error: string | undefined;
  onChange: (phone: string | null) => void;
}

/** Where the office rings: the number that is known, or another. */
export function PhoneCard({ known, value, error, onChange }: PhoneCardProps) {
  const me = useKnownMe();
  const number = known ?? me?.phone ?? null;
  const typing = value !== null || number === null;
  return (
    <Card title="联系电话">
      {typing ? (
        <>
          <Field
            name="phone"
            label="手机号"
            hint="材料有问题时打这个；以后用编号和它的后四位就能查进度"
            error={error}
            value={value ?? ''}
            onChange={(text) => onChange(text.trim())}
            type="number"
            maxlength={11}
            autoComplete="tel"
          />
          {number !== null && (
            <Button kind="link" onPress={() => onChange(null)}>
              还是用 {number}
            </Button>
          )}
        </>
      ) : (
        <>
          <View className="text-lead">{number}</View>
          <View className="text-second">材料有问题时打这个；以后用编号和它的后四位就能查进度。</View>
          <Button kind="link" onPress={() => onChange('')}>
            换一个号码
          </Button>
        </>
      )}
    </Card>
  );
}
