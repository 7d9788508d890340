import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useState } from 'react';
import { perform } from '../../../api';
import { BottomBar } from '../../../components/bottom-bar';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { ErrorSummary } from '../../../components/error-summary';
import { FailureNotice } from '../../../components/failure-notice';
import { ForWhomNotice } from '../../../components/for-whom';
import { LongField } from '../../../components/long-field';
import { Notice } from '../../../components/notice';
import { Page } from '../../../components/page';
import { ResourceView } from '../../../components/resource-view';
import { ConfirmSheet } from '../../../components/sheet';
import { toast } from '../../../components/toast';
import { useAction } from '../../../hooks/use-action';
import { open, pageUrl, replace } from '../../../platform/navigate';
import { MaterialCard } from '../draft/material-card';
import { askedFor, materialNote } from '../draft/material-note';
import type { CaseDetail } from '../draft/paper';
import { PhoneCard } from './phone-card';
import { SafetyLine } from './safety-line';
import { materialField, useApply } from './use-apply';

/** An application from the phone: the item's own list of materials is the form; nothing that is waived is asked for. */
export default function ApplyPage() {
  const { id = '' } = useRouter().params;
  const apply = useApply(id);
  const { detail, errors } = apply;
  const editable = detail.data?.canEdit === true;
  return (
    <Page
      title="在线申请"
      footer={
        editable && (
          <BottomBar>
            <Button onPress={apply.goOn}>填好了，去核对</Button>
          </BottomBar>
        )
      }
    >
      <ErrorSummary errors={errors} onGo={apply.goToField} />
      <ResourceView resource={detail} blocks={3} lines={3}>
        {(shown) => (shown.canEdit ? <Form detail={shown} apply={apply} /> : <HandedIn detail={shown} />)}
      </ResourceView>
    </Page>
  );
}

function HandedIn({ detail: { id, stateWords, nextStep } }: { detail: CaseDetail }) {
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

function Form({ detail, apply }: { detail: CaseDetail; apply: ReturnType<typeof useApply> }) {
  const { draft, state, papers, errorAt } = apply;
  const waived = detail.materials.filter(({ status }) => status === 'waived');
  return (
    <>
      <Card>
        <View className="text-title">{detail.itemName}</View>
        <View className="text-second">
          {detail.department} · {detail.venueName}
        </View>
        <SafetyLine state={state} onSave={() => void draft.save().catch(() => undefined)} />
      </Card>
      {detail.forWhom && <ForWhomNotice who={detail.forWhom} />}
      {waived.length > 0 && (
        <Notice tone="green" title="这些不用交">
          {waived.map(({ name, waivedBy }) => `${name}（${waivedBy ?? '系统里已有'}）`).join('、')}
        </Notice>
      )}
      {askedFor(detail.materials).map((material) => (
        <MaterialCard
          key={material.id}
          id={materialField(detail.materials, material.id)}
          materialId={material.id}
          name={material.name}
          note={materialNote(material)}
          necessity={material.necessity}
          error={errorAt(materialField(detail.materials, material.id))}
          list={papers}
          papers={draft.papers}
        />
      ))}
      <View id="contact">
        <PhoneCard
          value={state.form.phone}
          error={errorAt('phone')}
          onChange={(phone) => draft.setForm({ phone })}
        />
      </View>
      <View id="remarks">
        <Card>
          <LongField
            name="note"
            label="还有什么要说明"
            hint="可以不填"
            value={state.form.note}
            maxlength={500}
            onChange={(note) => draft.setForm({ note })}
          />
        </Card>
      </View>
      <Discard id={detail.id} onGone={draft.forget} />
    </>
  );
}

/** Throws the draft away, here and on the server. */
function Discard({ id, onGone }: { id: string; onGone: () => void }) {
  const [asking, setAsking] = useState(false);
  const discard = useAction(async (options) => {
    setAsking(false);
    await perform('DELETE /cases/{id}', { params: { id } }, options);
    onGone();
    toast('这份申请已经删掉');
    await open('/pages/matters/index');
  });
  return (
    <>
      <FailureNotice failure={discard.failure} onRetry={() => void discard.run()} />
      <Button kind="link" loading={discard.busy} onPress={() => setAsking(true)}>
        不办了，删掉这份申请
      </Button>
      <ConfirmSheet
        open={asking}
        title="删掉这份没有提交的申请？"
        action="删掉申请"
        kind="danger"
        keep="留着"
        onConfirm={() => void discard.run()}
        onClose={() => setAsking(false)}
      >
        填的内容和传好的材料都会删掉。要办可以随时重新申请。
      </ConfirmSheet>
    </>
  );
}
