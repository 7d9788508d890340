import { View } from '@tarojs/components';
import { BottomBar } from '../../../components/bottom-bar';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { ErrorSummary } from '../../../components/error-summary';
import { FailureNotice } from '../../../components/failure-notice';
import { Field } from '../../../components/field';
import { Page } from '../../../components/page';
import { SlowNote } from '../../../components/resource-view';
import { useCitizens } from '../../../hooks/use-citizens';
import { useIdentity } from './use-identity';

/** Who the appointment is for: asked once, kept by the server. */
export default function IdentityPage() {
  const form = useIdentity();
  const { verify, errors, errorAt } = form;
  const { current } = useCitizens();
  const fieldFailure = verify.failure?.code === 'VALIDATION_FAILED' && errors.length > 0;
  return (
    <Page
      title="实名"
      footer={
        <BottomBar>
          <Button loading={verify.busy} onPress={form.submit}>
            {verify.busy ? '正在核对…' : form.waits ? '核对身份，继续' : '核对身份'}
          </Button>
        </BottomBar>
      }
    >
      <ErrorSummary errors={errors} />
      <FailureNotice
        failure={fieldFailure ? null : verify.failure}
        onRetry={verify.failure?.unknownOutcome ? form.submit : undefined}
      />
      {verify.slow && <SlowNote>身份核对有点慢，还在等回音…</SlowNote>}
      <Card>
        <View className="text-second">要和身份证一致，只填这一次。号码加密保存，页面上只显示头尾几位。</View>
        <Field
          name="name"
          label="姓名"
          hint="和身份证上一样"
          error={errorAt('name')}
          value={form.name}
          onChange={form.setName}
          maxlength={30}
          autoComplete="name"
        />
        <Field
          name="idNumber"
          label="身份证号"
          hint="18 位，末位可能是 X"
          error={errorAt('idNumber')}
          value={form.idNumber}
          onChange={form.setIdNumber}
          type="idcard"
          maxlength={24}
          confirmType="done"
          onConfirm={form.submit}
        />
        {current && (
          <Button
            kind="link"
            onPress={() => {
              form.setName(current.name);
              form.setIdNumber(current.idNumber);
            }}
          >
            演示：填入示例市民 {current.name}
          </Button>
        )}
      </Card>
      <Card title="不想在手机上填？">
        带身份证直接到窗口取号，一样能办；投诉可以选匿名，不用实名；也可以打 12345 问。
      </Card>
    </Page>
  );
}
