import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useState } from 'react';
import type { QuestionDetail } from '../../../../shared/contract/questions';
import { asFailure, perform, remember } from '../../../api';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { matterTones } from '../../../components/matter-card';
import { Notice } from '../../../components/notice';
import { Page } from '../../../components/page';
import { PersonView } from '../../../components/person-view';
import { PhoneRow } from '../../../components/phone-row';
import { SlowNote } from '../../../components/resource-view';
import { ConfirmSheet } from '../../../components/sheet';
import { Tag } from '../../../components/tag';
import { useAction } from '../../../hooks/use-action';
import { useResource } from '../../../hooks/use-resource';
import { momentOf } from '../../../hooks/words';
import { open, pageUrl } from '../../../platform/navigate';
import './detail.css';

/** A question of mine: who answers it and by when, or the answer. */
export default function QuestionPage() {
  const { id = '', did } = useRouter().params;
  const question = useResource('GET /questions/{id}', id ? { params: { id } } : null, { freshFor: 0 });
  const withdraw = useAction(async (options) => {
    const params = { id };
    try {
      const after = await perform('POST /questions/{id}/withdraw', { params }, options);
      remember('GET /questions/{id}', { params }, after, null);
    } catch (thrown) {
      // Answered in that very moment: what stands here is no longer so.
      if (asFailure(thrown).code === 'QUESTION_STATE') question.reload();
      throw thrown;
    }
    question.reload();
  });
  const waits = question.data?.state === 'asked';
  return (
    <Page title="咨询">
      <FailureNotice
        failure={withdraw.failure}
        onRetry={withdraw.failure?.unknownOutcome ? () => void withdraw.run() : undefined}
      />
      {withdraw.busy && <SlowNote>正在撤回…</SlowNote>}
      {did === 'asked' && waits && (
        <Notice tone="green" title="已经发出去了" live>
          不用等在这里。答了会发消息告诉您，也能在“我的事”里看到。
        </Notice>
      )}
      <PersonView resource={question} blocks={2} lines={4}>
        {(shown) => (
          <>
            <Asked question={shown} />
            <TheAnswer question={shown} />
            <Who question={shown} />
            <Ways question={shown} busy={withdraw.busy} onWithdraw={() => void withdraw.run()} />
          </>
        )}
      </PersonView>
    </Page>
  );
}

function Asked({ question }: { question: QuestionDetail }) {
  const { words, itemName, tone, stateWords, byWords, nextStep, askedAt, state } = question;
  return (
    <Card>
      <View className="line">
        <Tag tone={state === 'closed' ? 'grey' : matterTones[tone]}>{stateWords}</Tag>
        {itemName && <View className="text-second">{itemName}</View>}
      </View>
      <View className="question-words">{words}</View>
      <View className="text-second">{momentOf(askedAt)} 问的</View>
      {state === 'asked' && byWords && <View className="text-lead">{byWords}</View>}
      {nextStep && <View>{nextStep}</View>}
    </Card>
  );
}

function TheAnswer({ question: { answer, canEvaluate, evaluationId, id } }: { question: QuestionDetail }) {
  if (!answer) return null;
  const rate = pageUrl('/packages/evaluation/rate/index', { kind: 'question', id });
  return (
    <Card title="答复">
      <View className="question-words">{answer.words}</View>
      <View className="text-second">
        {answer.by} · {momentOf(answer.at)}
      </View>
      {canEvaluate && (
        <Button kind="secondary" onPress={() => void open(rate)}>
          评一评这个答复
        </Button>
      )}
      {evaluationId && (
        <Button
          kind="link"
          onPress={() => void open(pageUrl('/packages/evaluation/detail/index', { id: evaluationId }))}
        >
          看我的评价
        </Button>
      )}
    </Card>
  );
}

function Who({ question: { holder, phone, state } }: { question: QuestionDetail }) {
  return (
    <Card title={state === 'asked' ? '谁来答' : '还有不清楚的'} flush>
      <PhoneRow who={holder} number={phone} note={state === 'asked' ? '着急可以打电话问' : undefined} />
    </Card>
  );
}

interface WaysProps {
  question: QuestionDetail;
  busy: boolean;
  onWithdraw: () => void;
}

function Ways({ question, busy, onWithdraw }: WaysProps) {
  const { itemCode, canWithdraw, state } = question;
  const [asking, setAsking] = useState(false);
  const again = pageUrl('/packages/questions/ask/index', { item: itemCode ?? undefined });
  return (
    <>
      {state !== 'asked' && (
        <Button kind="secondary" icon="message" onPress={() => void open(again)}>
          再问一个问题
        </Button>
      )}
      {itemCode && (
        <Button
          kind="link"
          onPress={() => void open(pageUrl('/packages/guide/guide/index', { code: itemCode }))}
        >
          看办事指南
        </Button>
      )}
      {canWithdraw && (
        <Button kind="danger" disabled={busy} onPress={() => setAsking(true)}>
          不用答了，撤回
        </Button>
      )}
      <ConfirmSheet
        open={asking}
        title="撤回这个问题？"
        action="撤回，不用答了"
        kind="danger"
        keep="还是等答复"
        onConfirm={() => {
          setAsking(false);
          onWithdraw();
        }}
        onClose={() => setAsking(false)}
      >
        撤回后不再答复。要问可以再问一次。
      </ConfirmSheet>
    </>
  );
}
