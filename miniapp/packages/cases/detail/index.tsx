import { useRouter } from '@tarojs/taro';
import { useState } from 'react';
import { perform, remember } from '../../../api';
import { Button } from '../../../components/button';
import { FailureNotice } from '../../../components/failure-notice';
import { Page } from '../../../components/page';
import { RateRow } from '../../../components/rate-row';
import { ResourceView, SlowNote } from '../../../components/resource-view';
import { ConfirmSheet } from '../../../components/sheet';
import { Timeline } from '../../../components/timeline';
import { type Action, useAction } from '../../../hooks/use-action';
import { useResource } from '../../../hooks/use-resource';
import { open, pageUrl, replace } from '../../../platform/navigate';
import type { CaseDetail } from '../draft/paper';
import { Delivery } from './delivery';
import { Fees } from './fees';
import { Given } from './given';
import { Limits } from './limits';
import { Outcome } from './outcome';
import { State } from './state';
import { Who } from './who';

/** One case: how it stands and what I must do, by when, who has it, what was handed in, what happened. */
export default function CasePage() {
  const { id = '' } = useRouter().params;
  // Others move it: looked at again each time the page comes into view.
  const detail = useResource('GET /cases/{id}', id ? { params: { id } } : null, { freshFor: 0 });
  const withdraw = useAction(async (options) => {
    const params = { id };
    remember(
      'GET /cases/{id}',
      { params },
      await perform('POST /cases/{id}/withdraw', { params, body: {} }, options),
      null,
    );
    await replace(pageUrl('/packages/cases/done/index', { id, did: 'withdrawn' }));
  });
  return (
    <Page title="办件">
      <FailureNotice
        failure={withdraw.failure}
        onRetry={withdraw.failure?.unknownOutcome ? () => void withdraw.run() : undefined}
      />
      {withdraw.busy && <SlowNote>正在撤回…</SlowNote>}
      <ResourceView resource={detail} blocks={3} lines={4}>
        {(shown) => (
          <>
            <State detail={shown} />
            <Delivery detail={shown} />
            <Fees detail={shown} />
            <Outcome detail={shown} />
            <RateRow kind="case" id={shown.id} over={shown.state === 'completed'} />
            <Limits detail={shown} />
            <Who detail={shown} />
            <Given detail={shown} />
            <Timeline entries={shown.timeline} />
            <Ways detail={shown} withdraw={withdraw} />
          </>
        )}
      </ResourceView>
    </Page>
  );
}

function Ways({ detail, withdraw }: { detail: CaseDetail; withdraw: Action<[]> }) {
  const [asking, setAsking] = useState(false);
  const guide = pageUrl('/packages/guide/guide/index', { code: detail.itemCode });
  return (
    <>
      {detail.canWithdraw && (
        <Button kind="danger" disabled={withdraw.busy} onPress={() => setAsking(true)}>
          撤回申请
        </Button>
      )}
      <Button kind="link" onPress={() => void open(guide)}>
        看办事指南
      </Button>
      <Button
        kind="link"
        onPress={() => void open(pageUrl('/packages/complaints/file/index', { caseId: detail.id }))}
      >
        没办成或不满意，投诉这件事
      </Button>
      <ConfirmSheet
        open={asking}
        title="撤回这份申请？"
        action="撤回申请"
        kind="danger"
        keep="不撤回"
        onConfirm={() => {
          setAsking(false);
          void withdraw.run();
        }}
        onClose={() => setAsking(false)}
      >
        {detail.itemName}，{detail.number}。撤回后不再办理，要办可以重新申请，材料要再交一次。
      </ConfirmSheet>
    </>
  );
}
