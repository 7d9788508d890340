import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useState } from 'react';
import { type Answer, call } from '../../../api';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { ErrorSummary, type FieldError } from '../../../components/error-summary';
import { Fact } from '../../../components/facts';
import { FailureNotice } from '../../../components/failure-notice';
import { Field } from '../../../components/field';
import { Page } from '../../../components/page';
import { PhoneRow } from '../../../components/phone-row';
import { SlowNote } from '../../../components/resource-view';
import { Tag } from '../../../components/tag';
import { Timeline } from '../../../components/timeline';
import { useAction } from '../../../hooks/use-action';

type Found = Answer<'POST /case-lookups'>;

/** How a case stands, for whoever has its number and the last four of the phone; nobody has to sign in. */
export default function LookupPage() {
  const { number: given = '' } = useRouter().params;
  const [number, setNumber] = useState(given);
  const [tail, setTail] = useState('');
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const [found, setFound] = useState<Found | null>(null);

  const ask = useAction(async (options, wanted: string, phoneTail: string) => {
    setFound(null);
    setFound(await call('POST /case-lookups', { body: { number: wanted, phoneTail } }, options));
  });
  const submit = () => {
    const wanted = number.trim().toUpperCase();
    const mend: FieldError[] = [];
    if (wanted.length < 6)
      mend.push({ field: 'number', message: '填上办件编号，在短信、凭证或“我的事”里。' });
    if (!/^\d{4}$/.test(tail.trim())) {
      mend.push({ field: 'phoneTail', message: '填上办事时留的手机号的最后四位数字。' });
    }
    setErrors(mend);
    if (mend.length === 0) void ask.run(wanted, tail.trim());
  };
  const errorAt = (field: string) => errors.find((one) => one.field === field)?.message;
  return (
    <Page title="查办件">
      <ErrorSummary errors={errors} />
      <FailureNotice failure={ask.failure} onRetry={ask.failure?.unknownOutcome ? submit : undefined} />
      <Card>
        <View className="text-second">不用登录，填办件编号和手机号后四位就能查。</View>
        <Field
          name="number"
          label="办件编号"
          hint="像 ZTC-20261124-7K3Q9F"
          error={errorAt('number')}
          value={number}
          onChange={setNumber}
          maxlength={40}
        />
        <Field
          name="phoneTail"
          label="手机号后四位"
          hint="办事时留的号码"
          error={errorAt('phoneTail')}
          value={tail}
          onChange={setTail}
          type="number"
          maxlength={4}
          confirmType="search"
          onConfirm={submit}
        />
        <Button loading={ask.busy} onPress={submit}>
          {ask.busy ? '正在查…' : '查办到哪一步'}
        </Button>
      </Card>
      {ask.slow && <SlowNote />}
      {found && <Result found={found} />}
    </Page>
  );
}

function Result({ found }: { found: Found }) {
  const { promised, legal, handler } = found;
  return (
    <>
      <Card>
        <View className="line">
          <Tag tone="blue">{found.stateWords}</Tag>
        </View>
        <View className="text-lead">{found.itemName}</View>
        <View>{found.nextStep}</View>
        <View>
          {promised && <Fact name="承诺">{promised.words}</Fact>}
          {legal && <Fact name="法定">{legal.words}</Fact>}
          <Fact name="谁在办">
            {handler
              ? `${handler.name}（工号 ${handler.number}）${handler.window ? `，${handler.window}` : ''}`
              : found.department}
          </Fact>
          <Fact name="编号">{found.number}</Fact>
        </View>
      </Card>
      <Card flush>
        <PhoneRow who={found.venueName} number={found.venuePhone} />
      </Card>
      <Timeline entries={found.timeline} />
    </>
  );
}
