import { View } from '@tarojs/components';
import { useState } from 'react';
import { type Answer, call, changed, type Input } from '../../../api';
import { BottomBar } from '../../../components/bottom-bar';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { RadioGroup } from '../../../components/choice';
import { Countdown } from '../../../components/countdown';
import { ErrorSummary, type FieldError } from '../../../components/error-summary';
import { FailureNotice } from '../../../components/failure-notice';
import { Notice } from '../../../components/notice';
import { Page } from '../../../components/page';
import { ResourceView } from '../../../components/resource-view';
import { copy } from '../../../hooks/copy';
import { useAction } from '../../../hooks/use-action';
import { useResource } from '../../../hooks/use-resource';
import { goTo } from '../../../platform/go-to';
import { back } from '../../../platform/navigate';
import { Terms } from '../family/terms';
import './give.css';

type Relation = Input<'POST /mandates'>['body']['relation'];
type Given = Answer<'POST /mandates'>;

const relations: { value: Relation; title: string; note: string }[] = [
  { value: 'child', title: '我的子女', note: '儿子、女儿替我办' },
  { value: 'spouse', title: '我的配偶', note: '丈夫、妻子替我办' },
  { value: 'parent', title: '我的父母', note: '爸爸、妈妈替我办' },
  { value: 'agent', title: '代办员或别的人', note: '村里、社区的代办员，或信得过的人' },
];

/** Lets somebody act for me: what it means, then a code that is read out to them. */
export default function FamilyGivePage() {
  const mandates = useResource('GET /mandates', {});
  const [relation, setRelation] = useState<Relation | null>(null);
  const [errors, setErrors] = useState<FieldError[]>([]);
  // The code is told once and kept nowhere but on this screen.
  const [given, setGiven] = useState<Given | null>(null);
  const [over, setOver] = useState(false);
  const make = useAction(async (options, wanted: Relation, version: string) => {
    const answer = await call('POST /mandates', { body: { relation: wanted, version } }, options);
    setOver(false);
    setGiven(answer);
    changed();
  }, 'identity');
  const { data } = mandates;
  const submit = () => {
    setErrors(relation ? [] : [{ field: 'relation', message: '选一下对方是您的什么人。' }]);
    if (relation && data) void make.run(relation, data.terms.version);
  };

  return (
    <Page
      title="让别人替我办"
      footer={
        <BottomBar>
          {given && !over ? (
            <Button onPress={() => void back()}>对方填好了，回去看</Button>
          ) : (
            <Button loading={make.busy} disabled={!data} onPress={submit}>
              {make.busy ? '正在生成…' : given ? '重新生成代办码' : '同意，生成代办码'}
            </Button>
          )}
        </BottomBar>
      }
    >
      <ErrorSummary errors={errors} onGo={goTo} />
      <FailureNotice failure={make.failure} />
      {given ? (
        <Code given={given} over={over} onOver={() => setOver(true)} />
      ) : (
        <ResourceView resource={mandates} blocks={2} lines={4}>
          {({ terms }) => (
            <>
              <View id="relation">
                <Card title="对方是">
                  <RadioGroup label="对方是" options={relations} value={relation} onChange={setRelation} />
                </Card>
              </View>
              <Terms lines={terms.principal} />
            </>
          )}
        </ResourceView>
      )}
    </Page>
  );
}

function Code({ given: { code, until }, over, onOver }: { given: Given; over: boolean; onOver: () => void }) {
  if (over) {
    return (
      <Notice tone="amber" live title="这个代办码已经过期">
        需要的话，重新生成一个。
      </Notice>
    );
  }
  return (
    <>
      <Card>
        <View className="give-code-head">
          <View className="text-second">把这个代办码念给对方</View>
          <View className="give-code">{code}</View>
          <Countdown before="还能用 " until={Date.parse(until)} onEnd={onOver} />
          <Button kind="link" label="复制代办码" onPress={() => void copy(code)}>
            复制
          </Button>
        </View>
      </Card>
      <Card title="对方这样做">
        <View>1. 在自己的手机上打开“昭通一站办”。</View>
        <View>2. 点“我的”，再点“代办与家人”。</View>
        <View>3. 点“填对方给的代办码”，填上它。</View>
        <View className="text-second">只给您信得过的人，只能用一次。离开这页就看不到了，可以重新生成。</View>
      </Card>
    </>
  );
}
