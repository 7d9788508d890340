import { View } from '@tarojs/components';
import { useEffect } from 'react';
import { complaintCategories } from '../../../../shared/domain/complaint';
import { dayWords } from '../../../../shared/domain/words';
import { BottomBar } from '../../../components/bottom-bar';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { Fact } from '../../../components/facts';
import { FailureNotice } from '../../../components/failure-notice';
import { Notice } from '../../../components/notice';
import { Page } from '../../../components/page';
import { SlowNote } from '../../../components/resource-view';
import { Empty } from '../../../components/states';
import { type Paper, underWay } from '../../../hooks/papers/paper';
import { useAction } from '../../../hooks/use-action';
import { today } from '../../../hooks/words';
import { open, pageUrl, replace } from '../../../platform/navigate';
import { stepUrl } from '../file/use-step';
import '../parts/complaints.css';
import { openDraft, sendDraft, useDraft } from '../parts/draft';
import { type Form, faultsOf } from '../parts/form';

/** Check your answers: everything with its 修改, and one button that files it. */
export default function CheckPage() {
  useEffect(openDraft, []);
  const { form, photos, unsettled } = useDraft();
  // Whoever complains without a name is asked for none on the way.
  const send = useAction(
    async (options) => {
      const { complaint, queryCode } = await sendDraft(options);
      const { id, number } = complaint;
      await replace(pageUrl('/packages/complaints/done/index', queryCode ? { number } : { id }));
    },
    form.anonymous ? undefined : 'identity',
  );
  const faults = faultsOf(form);
  if (form.category === null && !send.busy) {
    return (
      <Page title="核对投诉">
        <Empty title="现在没有在写的投诉" icon="done">
          <Button onPress={() => void replace('/packages/complaints/mine/index')}>看我的投诉</Button>
        </Empty>
      </Page>
    );
  }
  return (
    <Page
      title="核对投诉"
      footer={
        <BottomBar>
          <Button loading={send.busy} disabled={faults.length > 0} onPress={() => void send.run()}>
            {send.busy ? '正在确认…' : form.anonymous ? '匿名提交这份投诉' : '提交这份投诉'}
          </Button>
        </BottomBar>
      }
    >
      <FailureNotice
        failure={send.failure}
        onRetry={send.failure?.unknownOutcome ? () => void send.run() : undefined}
      />
      {send.slow && <SlowNote>网络有点慢，正在等系统确认，不用再点…</SlowNote>}
      {unsettled && !send.busy && !send.failure && (
        <Notice tone="amber" title="上次提交还没有等到系统确认">
          再提交一次不会重复。
        </Notice>
      )}
      {faults.map(({ field, message }) => (
        <Notice
          key={field}
          tone="amber"
          actions={
            <Button kind="link" onPress={() => void open(stepUrl(steps[field] ?? 1, 'check'))}>
              去填
            </Button>
          }
        >
          {message}
        </Notice>
      ))}
      <Answers form={form} photos={photos} />
    </Page>
  );
}

const steps: Record<string, 1 | 2 | 3> = { category: 1, what: 2, anonymous: 3 };

function Answers({ form, photos }: { form: Form; photos: readonly Paper[] }) {
  const { category, what, wanted, place, item, anonymous } = form;
  const change = (step: 1 | 2 | 3) => () => void open(stepUrl(step, 'check'));
  return (
    <Card>
      <View>
        <Fact name="哪一类" onChange={change(1)}>
          {category ? complaintCategories[category].words : '没有选'}
        </Fact>
        <Fact name="发生了什么" long onChange={change(2)}>
          <View className="prose">{what.trim() || '没有写'}</View>
        </Fact>
        <Fact name="希望" long onChange={change(2)}>
          <View className="prose">{wanted.trim() || '没有写'}</View>
        </Fact>
        <Fact name="照片" onChange={change(2)}>
          {photoWords(photos)}
        </Fact>
        <Fact name="在哪里" onChange={change(3)}>
          <View>{place?.title ?? '没有说'}</View>
          {place?.windowName && <View className="text-second">{place.windowName}</View>}
          {anonymous && (place?.kind === 'case' || place?.kind === 'appointment') && (
            <View className="text-second">只用来避开经办过的人，投诉里不记是哪一件</View>
          )}
          {item && <View className="text-second">事项：{item.name}</View>}
        </Fact>
        <Fact name="什么时候" onChange={change(3)}>
          {[form.on && dayWords(form.on, today()), form.around.trim()].filter(Boolean).join(' ') || '没有说'}
        </Fact>
        <Fact name="名义" onChange={change(3)}>
          {anonymous === null ? '没有选' : anonymous ? '匿名，给您查询码' : '实名，被投诉的人看不到您是谁'}
        </Fact>
        <Fact name="公开" onChange={change(3)}>
          {form.publishConsent ? '办结后可以公开，先去掉个人信息' : '不公开'}
        </Fact>
      </View>
    </Card>
  );
}

function photoWords(photos: readonly Paper[]): string {
  if (photos.length === 0) return '没有';
  const refused = photos.filter(({ state }) => state === 'refused').length;
  const left = photos.filter(underWay).length;
  return [
    `${photos.length - refused} 张`,
    left > 0 && `${left} 张还在传，不用等，传好后自动补上`,
    refused > 0 && `${refused} 张没有传成，不会提交`,
  ]
    .filter(Boolean)
    .join('，');
}
