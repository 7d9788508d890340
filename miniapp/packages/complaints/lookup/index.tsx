import { View } from '@tarojs/components';
import { useDidShow, useRouter } from '@tarojs/taro';
import { useState } from 'react';
import { call } from '../../../api';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { ErrorSummary, type FieldError } from '../../../components/error-summary';
import { FailureNotice } from '../../../components/failure-notice';
import { Field } from '../../../components/field';
import { Page } from '../../../components/page';
import { SlowNote } from '../../../components/resource-view';
import { Row } from '../../../components/row';
import { useAction } from '../../../hooks/use-action';
import { momentOf } from '../../../hooks/words';
import { open } from '../../../platform/navigate';
import { keptAnonymous, noteAnonymous } from '../parts/known';
import { detailUrl } from '../parts/use-complaint';

const codePattern = /^[2-9A-HJKMNP-Z]{12}$/;

/** A complaint without a name, by its number and query code; those of this phone need no typing. */
export default function LookupPage() {
  const { number: given = '' } = useRouter().params;
  const [number, setNumber] = useState(given);
  const [code, setCode] = useState('');
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const [kept, setKept] = useState(keptAnonymous);
  useDidShow(() => setKept(keptAnonymous()));

  const ask = useAction(async (options, wanted: string, secret: string) => {
    const found = await call('POST /complaint-lookups', { body: { number: wanted, code: secret } }, options);
    noteAnonymous(found, secret);
    await open(detailUrl({ number: found.number }));
  });
  const submit = () => {
    const wanted = number.trim().toUpperCase();
    const secret = code.toUpperCase().replace(/[\s-]/g, '');
    const mend: FieldError[] = [];
    if (wanted.length < 6) mend.push({ field: 'number', message: '填上投诉编号，提交后的页面上有。' });
    if (!codePattern.test(secret))
      mend.push({
        field: 'code',
        message: '查询码是 12 位字母和数字（没有 0、1、I、L、O），对一对有没有抄漏。',
      });
    setErrors(mend);
    if (mend.length === 0) void ask.run(wanted, secret);
  };
  const errorAt = (field: string) => errors.find((one) => one.field === field)?.message;
  return (
    <Page title="查匿名投诉">
      <ErrorSummary errors={errors} />
      <FailureNotice failure={ask.failure} onRetry={ask.failure?.unknownOutcome ? submit : undefined} />
      {kept.length > 0 && (
        <Card title="存在这台手机上的" flush>
          {kept.map((one) => (
            <Row
              key={one.number}
              icon="document"
              title={one.title}
              note={
                <>
                  <View>{one.number}</View>
                  <View>{momentOf(one.filedAt)} 提交</View>
                </>
              }
              onPress={() => void open(detailUrl({ number: one.number }))}
            />
          ))}
        </Card>
      )}
      <Card title={kept.length > 0 ? '查别的' : undefined}>
        <View className="text-second">匿名投诉不用登录，填编号和提交时给您的查询码就能看。</View>
        <Field
          name="number"
          label="投诉编号"
          hint="TS 开头，提交后的页面上有"
          error={errorAt('number')}
          value={number}
          onChange={setNumber}
          maxlength={40}
        />
        <Field
          name="code"
          label="查询码"
          hint="12 位字母和数字，空格可以不填"
          error={errorAt('code')}
          value={code}
          onChange={setCode}
          maxlength={20}
          confirmType="search"
          onConfirm={submit}
        />
        <Button loading={ask.busy} onPress={submit}>
          {ask.busy ? '正在查…' : '查办到哪一步'}
        </Button>
      </Card>
      {ask.slow && <SlowNote />}
    </Page>
  );
}
