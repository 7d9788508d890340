import { View } from '@tarojs/components';
import { useState } from 'react';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { ErrorSummary, type FieldError } from '../../../components/error-summary';
import { FailureNotice } from '../../../components/failure-notice';
import { Field } from '../../../components/field';
import type { Action } from '../../../hooks/use-action';

const wanted = '删除';
const mend: FieldError[] = [{ field: 'erase', message: '填上“删除”两个字，再点下面的按钮。' }];

/** Takes everything away that the law does not make us keep; asked for by a typed word, since nothing brings it back. */
export function Erase({ erase }: { erase: Action<[]> }) {
  const [typing, setTyping] = useState(false);
  const [word, setWord] = useState('');
  const [errors, setErrors] = useState<FieldError[]>([]);
  const submit = () => {
    const agreed = word.trim() === wanted;
    setErrors(agreed ? [] : [...mend]);
    if (agreed) void erase.run();
  };
  return (
    <Card title="删除我的资料">
      <FailureNotice failure={erase.failure} onRetry={erase.failure?.unknownOutcome ? submit : undefined} />
      <View>
        姓名、身份证号、手机号、登录的设备都会删除，没办的预约会取消。法律要求留存的记录会去掉您的身份再留，删完逐条告诉您。
      </View>
      {typing ? (
        <>
          <ErrorSummary errors={errors} />
          <Field
            name="erase"
            label={`填上“${wanted}”两个字`}
            hint="删掉以后找不回来"
            error={errors[0]?.message}
            value={word}
            onChange={setWord}
            maxlength={4}
            onConfirm={submit}
          />
          <Button kind="danger" loading={erase.busy} onPress={submit}>
            {erase.busy ? '正在删除…' : '删除我的全部资料'}
          </Button>
          <Button kind="secondary" onPress={() => setTyping(false)}>
            不删了
          </Button>
        </>
      ) : (
        <Button kind="danger" onPress={() => setTyping(true)}>
          删除我的资料
        </Button>
      )}
    </Card>
  );
}
