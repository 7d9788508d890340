import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useState } from 'react';
import type { Evaluation } from '../../../../shared/contract/evaluations';
import { grades } from '../../../../shared/domain/evaluation';
import { asFailure, perform, remember } from '../../../api';
import { BottomBar } from '../../../components/bottom-bar';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { ErrorSummary } from '../../../components/error-summary';
import { FailureNotice } from '../../../components/failure-notice';
import { Page } from '../../../components/page';
import { PersonView } from '../../../components/person-view';
import { SlowNote } from '../../../components/resource-view';
import { Timeline } from '../../../components/timeline';
import { toast } from '../../../components/toast';
import { useAction } from '../../../hooks/use-action';
import { useResource } from '../../../hooks/use-resource';
import { momentOf } from '../../../hooks/words';
import { goTo } from '../../../platform/go-to';
import { Face } from '../form/face';
import { GivenFields } from '../form/given-fields';
import { gradesId } from '../form/grade-choice';
import '../form/grades.css';
import { Service } from '../form/service';
import { type Given, useGiven } from '../form/use-given';
import { Rectification } from './rectification';

/** A rating of mine: changed within 24 hours, and what came of a bad one. */
export default function EvaluationPage() {
  const { id = '' } = useRouter().params;
  const evaluation = useResource('GET /evaluations/{id}', id ? { params: { id } } : null, { freshFor: 0 });
  const [changing, setChanging] = useState(false);
  if (changing && evaluation.data) {
    return (
      <Change
        before={evaluation.data}
        onDone={() => {
          setChanging(false);
          evaluation.reload();
        }}
      />
    );
  }
  return (
    <Page title="我的评价">
      <PersonView resource={evaluation} blocks={2} lines={4}>
        {(shown) => (
          <>
            <Service service={shown.service} />
            <GivenBefore evaluation={shown} onChange={() => setChanging(true)} />
            <Rectification rectification={shown.rectification} />
            {shown.rectification && shown.rectification.timeline.length > 0 && (
              <Timeline entries={shown.rectification.timeline} />
            )}
          </>
        )}
      </PersonView>
    </Page>
  );
}

function GivenBefore({ evaluation, onChange }: { evaluation: Evaluation; onChange: () => void }) {
  const { grade, gradeWords, tags, words, givenAt, changeUntil } = evaluation;
  return (
    <Card>
      <View className="grade-head">
        <Face grade={grade} />
        <View className="row-main">
          <View className="text-title">{gradeWords}</View>
          <View className="text-second">{momentOf(givenAt)} 评的</View>
        </View>
      </View>
      {tags.length > 0 && <View>{tags.join('、')}</View>}
      {words && <View className="evaluation-words">{words}</View>}
      {changeUntil ? (
        <>
          <View className="text-second">{momentOf(changeUntil)} 前可以改。</View>
          <Button kind="secondary" icon="edit" onPress={onChange}>
            改我的评价
          </Button>
        </>
      ) : (
        <View className="text-second">过了 24 小时，不能再改了。</View>
      )}
    </Card>
  );
}

/** The same questions, as they were answered. */
function Change({ before, onDone }: { before: Evaluation; onDone: () => void }) {
  const form = useGiven(before);
  const send = useAction(async (options, given: Given) => {
    const params = { id: before.id };
    try {
      const after = await perform('PUT /evaluations/{id}', { params, body: given }, options);
      remember('GET /evaluations/{id}', { params }, after, null);
      toast('已改好');
      onDone();
    } catch (thrown) {
      if (asFailure(thrown).code === 'EVALUATION_CLOSED') onDone();
      throw thrown;
    }
  });
  const submit = () => {
    const given = form.check();
    if (given) void send.run(given);
  };
  const words = form.grade === null ? '' : grades[form.grade].words;
  return (
    <Page
      title="改我的评价"
      footer={
        <BottomBar>
          <Button loading={send.busy} onPress={submit}>
            {send.busy ? '正在保存…' : `改为：${words}`}
          </Button>
          <Button kind="secondary" disabled={send.busy} onPress={onDone}>
            不改了
          </Button>
        </BottomBar>
      }
    >
      <FailureNotice failure={send.failure} onRetry={send.failure?.unknownOutcome ? submit : undefined} />
      <ErrorSummary errors={form.errors} onGo={() => goTo(gradesId)} />
      {send.slow && <SlowNote />}
      <Service service={before.service} />
      <GivenFields form={form} />
    </Page>
  );
}
