import { View } from '@tarojs/components';
import { BottomBar } from '../../../components/bottom-bar';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { ErrorSummary } from '../../../components/error-summary';
import { FailureNotice } from '../../../components/failure-notice';
import { Field } from '../../../components/field';
import { Page } from '../../../components/page';
import { ResourceView, SlowNote } from '../../../components/resource-view';
import { Terms } from '../family/terms';
import { useChild } from './use-child';

/** Adds a child without an account of its own, as its guardian. */
export default function FamilyChildPage() {
  const form = useChild();
  const { add, errors, errorAt, mandates } = form;
  return (
    <Page
      title="添加孩子"
      footer={
        <BottomBar>
          <Button loading={add.busy} disabled={!mandates.data} onPress={form.submit}>
            {add.busy ? '正在核对…' : '同意，添加孩子'}
          </Button>
        </BottomBar>
      }
    >
      <ErrorSummary errors={errors} />
      <FailureNotice failure={add.failure} onRetry={add.failure?.unknownOutcome ? form.submit : undefined} />
      {add.slow && <SlowNote>身份核对有点慢，还在等回音…</SlowNote>}
      <Card>
        <View className="text-second">
          您是孩子的监护人，替孩子预约、交材料。窗口会看户口簿或出生证明，证明你们的关系。
        </View>
        <Field
          name="name"
          label="孩子的姓名"
          hint="和户口簿上一样"
          error={errorAt('name')}
          value={form.name}
          onChange={form.setName}
          maxlength={30}
        />
        <Field
          name="idNumber"
          label="孩子的身份证号"
          hint="在户口簿上，18 位，末位可能是 X"
          error={errorAt('idNumber')}
          value={form.idNumber}
          onChange={form.setIdNumber}
          type="idcard"
          maxlength={24}
          confirmType="done"
          onConfirm={form.submit}
        />
      </Card>
      <ResourceView resource={mandates} blocks={1} lines={4}>
        {({ terms, childUnder }) => (
          <>
            <Terms lines={terms.guardian} />
            <View className="text-second">
              只能添加 {childUnder} 岁以下的。再大一些，由本人同意，用代办码。
            </View>
          </>
        )}
      </ResourceView>
    </Page>
  );
}
