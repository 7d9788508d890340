import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { BottomBar } from '../../../components/bottom-bar';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { DeliveryFact } from '../../../components/delivery-row';
import { Fact } from '../../../components/facts';
import { FailureNotice } from '../../../components/failure-notice';
import { FeeFact } from '../../../components/fee-fact';
import { Notice } from '../../../components/notice';
import { Page } from '../../../components/page';
import { ResourceView, SlowNote } from '../../../components/resource-view';
import { type Paper, paperName } from '../../../hooks/papers/paper';
import { useKnownMe } from '../../../hooks/use-me';
import { pageUrl, replace } from '../../../platform/navigate';
import { materialField } from '../apply/use-apply';
import { askedFor } from '../draft/material-note';
import type { CaseDetail } from '../draft/paper';
import { useSubmit } from './use-submit';

/** Check your answers: everything that was filled in with its 修改, and one button that hands it in. */
export default function CheckPage() {
  const { id = '' } = useRouter().params;
  const check = useSubmit(id);
  const { detail, submit, faults } = check;
  const { data } = detail;
  const editable = data?.canEdit === true;
  const { failure } = submit;
  return (
    <Page
      title="核对申请"
      footer={
        editable && (
          <BottomBar>
            <SubmitButton check={check} department={data.department} />
          </BottomBar>
        )
      }
    >
      <FailureNotice
        failure={editable ? failure : null}
        onRetry={failure?.unknownOutcome ? () => void submit.run() : undefined}
      />
      {submit.slow && <SlowNote>网络有点慢，正在等系统确认，不用再点…</SlowNote>}
      {editable && faults > 0 && (
        <Notice
          tone="amber"
          title={`还有 ${faults} 处没有填好`}
          actions={
            <Button kind="link" onPress={() => check.change('')}>
              回去填
            </Button>
          }
        >
          填好才能提交，已填的都在。
        </Notice>
      )}
      <ResourceView resource={detail} blocks={2} lines={5}>
        {(shown) => (shown.canEdit ? <Answers detail={shown} check={check} /> : <Gone detail={shown} />)}
      </ResourceView>
    </Page>
  );
}

function SubmitButton({ check, department }: { check: ReturnType<typeof useSubmit>; department: string }) {
  const { submit, underWay, faults } = check;
  if (underWay > 0 && !submit.busy) {
    return (
      <Button loading onPress={() => undefined}>
        {`还有 ${underWay} 份材料在传，传完再提交`}
      </Button>
    );
  }
  return (
    <Button loading={submit.busy} disabled={faults > 0} onPress={() => void submit.run()}>
      {submit.busy ? '正在确认…' : `提交给${department}`}
    </Button>
  );
}

function Gone({ detail: { id, stateWords, nextStep } }: { detail: CaseDetail }) {
  return (
    <Notice
      title={stateWords}
      actions={
        <Button kind="link" onPress={() => void replace(pageUrl('/packages/cases/detail/index', { id }))}>
          看办到哪一步
        </Button>
      }
    >
      {nextStep}
    </Notice>
  );
}

function Answers({ detail, check }: { detail: CaseDetail; check: ReturnType<typeof useSubmit> }) {
  const me = useKnownMe();
  const { state, papers, change } = check;
  return (
    <Card>
      <View>
        <Fact name="办什么">{detail.itemName}</Fact>
        <Fact name="交给谁">
          <View>{detail.department}</View>
          <View className="text-second">{detail.venueName}</View>
        </Fact>
        {(detail.forWhom ?? me?.name) && (
          <Fact name="办事人">
            {detail.forWhom ? `${detail.forWhom.name}（您是${detail.forWhom.relation}，替对方办）` : me?.name}
          </Fact>
        )}
        {askedFor(detail.materials).map((material) => (
          <Fact
            key={material.id}
            name={material.name}
            onChange={() => change(materialField(detail.materials, material.id))}
          >
            {given(papers.filter((paper) => paper.materialId === material.id))}
          </Fact>
        ))}
        <DeliveryFact of={{ kind: 'case', id: detail.id }} />
        <FeeFact itemCode={detail.itemCode} when="受理以后付" />
        <Fact name="联系电话" onChange={() => change('contact')}>
          {state.form.phone || '没有填'}
        </Fact>
        <Fact name="说明" onChange={() => change('remarks')}>
          {state.form.note.trim() || '没有'}
        </Fact>
      </View>
    </Card>
  );
}

function given(own: readonly Paper[]): string {
  return own.length === 0 ? '没有交' : own.map(paperName).join('、');
}
