import { useState } from 'react';
import { perform } from '../../../api';
import { BottomBar } from '../../../components/bottom-bar';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { ErrorSummary, type FieldError } from '../../../components/error-summary';
import { FailureNotice } from '../../../components/failure-notice';
import { Field } from '../../../components/field';
import { Page } from '../../../components/page';
import { ResourceView, SlowNote } from '../../../components/resource-view';
import { toast } from '../../../components/toast';
import { useAction } from '../../../hooks/use-action';
import { useResource } from '../../../hooks/use-resource';
import { back } from '../../../platform/navigate';
import { Terms } from '../family/terms';

const mend: FieldError[] = [{ field: 'code', message: '代办码有 8 个字母和数字，照对方念的填。' }];

/** Enters the code that somebody gave me, to act for them. */
export default function FamilyAcceptPage() {
  const mandates = useResource('GET /mandates', {});
  const [code, setCode] = useState('');
  const [errors, setErrors] = useState<FieldError[]>([]);
  const { data } = mandates;
  const accept = useAction(async (options, wanted: string, version: string) => {
    const { name } = await perform(
      'POST /mandates/accept',
      { body: { code: wanted, version } },
      { ...options, keep: false },
    );
    toast(`可以替 ${name ?? '对方'} 办了`);
    await back();
  }, 'identity');
  const submit = () => {
    const wanted = code.trim().toUpperCase();
    const whole = /^[0-9A-Z]{4}[-\s]?[0-9A-Z]{4}$/.test(wanted);
    setErrors(whole ? [] : [...mend]);
    if (whole && data) void accept.run(wanted, data.terms.version);
  };
  return (
    <Page
      title="填代办码"
      footer={
        <BottomBar>
          <Button loading={accept.busy} disabled={!data} onPress={submit}>
            {accept.busy ? '正在确认…' : '同意，替对方办'}
          </Button>
        </BottomBar>
      }
    >
      <ErrorSummary errors={errors} />
      <FailureNotice failure={accept.failure} onRetry={accept.failure?.unknownOutcome ? submit : undefined} />
      {accept.slow && <SlowNote />}
      <Card>
        <Field
          name="code"
          label="代办码"
          hint="对方在“让别人替我办”里生成的，像 7K3Q-9MXA"
          error={errors[0]?.message}
          value={code}
          onChange={setCode}
          maxlength={12}
          confirmType="done"
          onConfirm={submit}
        />
      </Card>
      <ResourceView resource={mandates} blocks={1} lines={4}>
        {({ terms }) => <Terms lines={terms.agent} />}
      </ResourceView>
    </Page>
  );
}
