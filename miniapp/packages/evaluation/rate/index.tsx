import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useState } from 'react';
import type { Evaluation, ServiceKind } from '../../../../shared/contract/evaluations';
import { grades } from '../../../../shared/domain/evaluation';
import { asFailure, perform, remember } from '../../../api';
import { BottomBar } from '../../../components/bottom-bar';
import { Button } from '../../../components/button';
import { ErrorSummary } from '../../../components/error-summary';
import { FailureNotice } from '../../../components/failure-notice';
import { Page } from '../../../components/page';
import { PersonView } from '../../../components/person-view';
import { SlowNote } from '../../../components/resource-view';
import { Empty } from '../../../components/states';
import { useAction } from '../../../hooks/use-action';
import { useResource } from '../../../hooks/use-resource';
import { goTo } from '../../../platform/go-to';
import { open, pageUrl, replace } from '../../../platform/navigate';
import { GivenFields } from '../form/given-fields';
import { gradesId } from '../form/grade-choice';
import { Service } from '../form/service';
import { type Given, useGiven } from '../form/use-given';
import { Done } from './done';

/** Rates a service that is over: five grades, none chosen beforehand. What was sent stands in the same place. */
export default function RatePage() {
  const { kind = '', id = '', windowId } = useRouter().params;
  const query = { kind: kind as ServiceKind, id };
  const service = useResource('GET /evaluations', kind && id ? { query } : null, { freshFor: 0 });
  const [done, setDone] = useState<Evaluation | null>(null);
  const form = useGiven();

  const send = useAction(async (options, given: Given) => {
    try {
      const body = { ...query, ...given, ...(windowId && { windowId }) };
      const after = await perform('POST /evaluations', { body }, options);
      remember('GET /evaluations/{id}', { params: { id: after.id } }, after, null);
      setDone(after);
    } catch (thrown) {
      // Rated from another phone meanwhile, or too late: the page says which.
      const { code } = asFailure(thrown);
      if (code === 'EVALUATION_EXISTS' || code === 'SERVICE_NOT_OVER') service.reload();
      throw thrown;
    }
  }, 'identity');
  const submit = () => {
    const given = form.check();
    if (given) void send.run(given);
  };

  if (done) {
    return (
      <Page title="评一评">
        <Done evaluation={done} />
      </Page>
    );
  }
  const due = service.data?.due[0];
  const label = form.grade === null ? '送出评价' : `送出评价：${grades[form.grade].words}`;
  return (
    <Page
      title="评一评"
      footer={
        due && (
          <BottomBar>
            <Button loading={send.busy} onPress={submit}>
              {send.busy ? '正在送出…' : label}
            </Button>
          </BottomBar>
        )
      }
    >
      <FailureNotice failure={send.failure} onRetry={send.failure?.unknownOutcome ? submit : undefined} />
      <ErrorSummary errors={form.errors} onGo={() => goTo(gradesId)} />
      {send.slow && <SlowNote />}
      {!(kind && id) && <NotToRate before={undefined} />}
      <PersonView resource={service} blocks={2} lines={4}>
        {({ due: [rateable], given: [before] }) =>
          rateable ? (
            <>
              <Service service={rateable} until={rateable.until} />
              <GivenFields form={form} />
            </>
          ) : (
            <NotToRate before={before} />
          )
        }
      </PersonView>
    </Page>
  );
}

/** Rated before, not over yet, or too long ago: which, and the way on. */
function NotToRate({ before }: { before: Evaluation | undefined }) {
  if (before) {
    return (
      <>
        <Service service={before.service} />
        <Empty title={`这次您评过了：${before.gradeWords}`} icon="done">
          <View className="text-second">一次服务评一次，24 小时内可以改。</View>
          <Button
            onPress={() => void replace(pageUrl('/packages/evaluation/detail/index', { id: before.id }))}
          >
            看我的评价
          </Button>
        </Empty>
      </>
    );
  }
  return (
    <Empty title="这次服务现在不能评" icon="clock">
      <View className="text-second">
        办完以后才能评，过了评价期也不能再评。有话要说，可以投诉或打 12345。
      </View>
      <Button kind="secondary" onPress={() => void open('/packages/evaluation/mine/index')}>
        看哪些可以评
      </Button>
    </Empty>
  );
}
