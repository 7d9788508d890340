import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { BottomBar } from '../../../components/bottom-bar';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { ErrorSummary } from '../../../components/error-summary';
import { FailureNotice } from '../../../components/failure-notice';
import { LongField } from '../../../components/long-field';
import { Notice } from '../../../components/notice';
import { Page } from '../../../components/page';
import { ResourceView, SlowNote } from '../../../components/resource-view';
import { pageUrl, replace } from '../../../platform/navigate';
import { MaterialCard } from '../draft/material-card';
import type { CaseDetail } from '../draft/paper';
import { askedField, askedId, useSupplement, type Way, wantedOf } from './use-supplement';

/**
 * What was asked for, or what may follow (`what=later`), and nothing else: each with its reason and its way to a paper; one
 * button that sends it.
 */
export default function SupplementPage() {
  const { id = '', what } = useRouter().params;
  const way = what === 'later' ? 'later' : 'asked';
  const supplement = useSupplement(id, way);
  const { detail, sending, errors } = supplement;
  const wanted = detail.data !== null && wantedOf(detail.data, way).length > 0;
  const { failure } = sending;
  return (
    <Page
      title="补交材料"
      footer={
        wanted && (
          <BottomBar>
            <SendButton supplement={supplement} />
          </BottomBar>
        )
      }
    >
      <ErrorSummary errors={errors} onGo={supplement.goToField} />
      <FailureNotice failure={failure} onRetry={failure?.unknownOutcome ? supplement.send : undefined} />
      {sending.slow && <SlowNote>网络有点慢，正在等系统确认，不用再点…</SlowNote>}
      <ResourceView resource={detail} blocks={2} lines={4}>
        {(shown) =>
          wantedOf(shown, way).length > 0 ? (
            <Form detail={shown} way={way} supplement={supplement} />
          ) : (
            <Over detail={shown} />
          )
        }
      </ResourceView>
    </Page>
  );
}

type Parts = ReturnType<typeof useSupplement>;

function SendButton({ supplement: { sending, send, underWay } }: { supplement: Parts }) {
  if (underWay > 0 && !sending.busy) {
    return (
      <Button loading onPress={() => undefined}>
        {`还有 ${underWay} 份材料在传，传完再提交`}
      </Button>
    );
  }
  return (
    <Button loading={sending.busy} onPress={send}>
      {sending.busy ? '正在确认…' : '补交这些材料'}
    </Button>
  );
}

function Over({ detail: { id, stateWords, nextStep } }: { detail: CaseDetail }) {
  return (
    <Notice
      title={stateWords}
      actions={
        <Button kind="link" onPress={() => void replace(pageUrl('/packages/cases/detail/index', { id }))}>
          看办到哪一步
        </Button>
      }
    >
      现在不用补材料。{nextStep}
    </Notice>
  );
}

function Form({ detail, way, supplement }: { detail: CaseDetail; way: Way; supplement: Parts }) {
  const { list, papers, errorAt, note, setNote } = supplement;
  const { itemName, number } = detail;
  const request = way === 'asked' ? detail.supplement : null;
  return (
    <>
      <Card>
        <View className="text-title">{itemName}</View>
        <View className="text-second">{number}</View>
        <View>{request?.dueWords}</View>
        {request?.reason && <View className="text-second">{request.reason}</View>}
        <View className="text-second">
          {request
            ? '要补的都在下面，一次补齐，不会再要第二次。'
            : '这些材料可以后补，有一份交一份，作出决定前都可以交，不影响办理时限。'}
        </View>
      </Card>
      {wantedOf(detail, way).map((asked, at) => (
        <MaterialCard
          key={askedId(asked, at)}
          id={askedField(at)}
          materialId={askedId(asked, at)}
          name={asked.name}
          note={asked.why}
          necessity={way === 'asked' ? 'required' : 'later'}
          error={errorAt(askedField(at))}
          list={list}
          papers={papers}
        />
      ))}
      {request && (
        <Card>
          <LongField
            name="note"
            label="还有什么要说明"
            hint="可以不填"
            value={note}
            maxlength={500}
            onChange={setNote}
          />
        </Card>
      )}
    </>
  );
}
