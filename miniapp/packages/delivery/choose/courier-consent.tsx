import { View } from '@tarojs/components';
import { Card } from '../../../components/card';
import { RadioGroup } from '../../../components/choice';
import { momentOf } from '../../../hooks/words';
import './choose.css';
import { type Choose, consentNode } from './use-choose';

/** Whether the courier may have name, phone and address: asked apart from all else, with a way for a no. */
export function CourierConsent({ choose }: { choose: Choose }) {
  const { choice, consent, agreedAt, answerConsent, errors, resend } = choose;
  const given = choice.data?.consent;
  if (!given) return null;
  const [error] = errors;
  const options = [
    { value: 'yes', title: '同意，交给快递' },
    // Of what is sent again this is said on the page of the parcel.
    ...(resend ? [] : [{ value: 'no', title: '不同意，到窗口领取', note: '一样办好，带身份证到窗口拿' }]),
  ];
  return (
    <View id={consentNode} className={error ? 'consent-wrong' : ''}>
      <Card title="把收件信息交给快递，同意吗">
        <View>{given.words}</View>
        {error && <View className="consent-error">{error.message}</View>}
        <RadioGroup
          label="把收件信息交给快递，同意吗"
          options={options}
          value={consent === null ? null : consent ? 'yes' : 'no'}
          onChange={(value) => answerConsent(value === 'yes')}
        />
        {agreedAt && <View className="text-second">{momentOf(agreedAt)} 您同意过。</View>}
      </Card>
    </View>
  );
}
