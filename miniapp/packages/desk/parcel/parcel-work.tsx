import { View } from '@tarojs/components';
import { useEffect, useRef, useState } from 'react';
import type { StaffMe } from '../../../../shared/contract/staff';
import type { StaffDelivery, StaffDeliveryAction } from '../../../../shared/contract/staff-delivery';
import { Button, type ButtonKind } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { Notice } from '../../../components/notice';
import { ResourceView } from '../../../components/resource-view';
import { Timeline } from '../../../components/timeline';
import { isWeapp } from '../../../platform/env';
import { focusSoon } from '../../../platform/focus';
import { open, pageUrl } from '../../../platform/navigate';
import type { StaffAnswer } from '../api/types';
import { ActQuestions } from '../case-work/act-form';
import type { ActForm } from '../case-work/acts';
import '../case-work/case-work.css';
import { type FormAct, formOf, type ScanAct, scanActs } from './acts';
import { ParcelFacts, ParcelHead, ParcelTrack } from './facts';
import { LabelCard } from './label';
import { Pack } from './pack';
import { useParcel, type ParcelWork as Work } from './use-parcel';

type Label = StaffAnswer<'GET /staff/deliveries/{id}/label'>;

/** Everything of one parcel and what this officer may do with it now. */
export function ParcelWork({ id, me }: { id: string; me: StaffMe }) {
  const work = useParcel(id);
  const [label, setLabel] = useState<Label | null>(null);
  return (
    <ResourceView resource={work.read} blocks={2} lines={5}>
      {(of) => {
        const scanAct = scanActs.find((action): action is ScanAct => of.actions.includes(action));
        const shown = label?.waybill === of.waybill ? label : null;
        return (
          <View className="case-work">
            <ParcelHead of={of} />
            <FailureNotice failure={work.run.failure} />
            <View className="case-halves">
              <View className="desk-column">
                <Waiting of={of} me={me} />
                {scanAct && (
                  <Pack
                    key={`${scanAct} ${of.version}`}
                    of={of}
                    action={scanAct}
                    busy={work.run.busy}
                    onSend={(body) => void work.run.run(scanAct, body)}
                  />
                )}
                <Acts of={of} work={work} />
              </View>
              <View className="desk-column">
                {printable.includes(of.state) && me.roles.some((role) => senders.includes(role)) && (
                  <LabelCard id={of.id} label={shown} onLabel={setLabel} />
                )}
                <ParcelFacts of={of} />
                <ParcelTrack of={of} />
                <Timeline entries={of.timeline} />
              </View>
            </View>
          </View>
        );
      }}
    </ResourceView>
  );
}

const printable: readonly StaffDelivery['state'][] = ['ordered', 'checking', 'handed-over'];
const senders: readonly StaffMe['roles'][number][] = ['window', 'supervisor'];

/** Why nothing can be done here now, or by somebody else. */
function Waiting({ of, me }: { of: StaffDelivery; me: StaffMe }) {
  const mine = of.check?.by.includes(me.number);
  if (of.state === 'checking' && mine)
    return (
      <Notice tone="amber" title="等同事核对">
        您是第一个核对的人。由另一位同事打开这一页，再扫一次后交给快递。
      </Notice>
    );
  if (of.state === 'to-order')
    return <Notice title="正在叫快递">接单后这里会出现运单号，就可以打印运单、装袋了。</Notice>;
  if (of.nextDeliveryId !== null)
    return (
      <Notice
        title="后面又寄了一件"
        actions={
          <Button
            kind="link"
            onPress={() => void open(pageUrl('/packages/desk/parcel/index', { id: of.nextDeliveryId ?? '' }))}
          >
            看新的一件
          </Button>
        }
      />
    );
  return null;
}

const kinds: Record<ActForm['weight'], ButtonKind> = { main: 'primary', side: 'secondary', hard: 'danger' };

const isFormAct = (action: StaffDeliveryAction): action is FormAct => !scanActs.includes(action);

function Acts({ of, work }: { of: StaffDelivery; work: Work }) {
  const [opened, setOpened] = useState<FormAct | null>(null);
  const box = useRef<HTMLElement>(null);
  const { version } = of;
  // What was being filled in for the state before is not for this one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version of the parcel closes it
  useEffect(() => setOpened(null), [version]);
  useEffect(() => {
    if (opened && !isWeapp) return focusSoon(box.current);
  }, [opened]);
  const offered = of.actions.filter(isFormAct).flatMap((action) => {
    const form = formOf(action, of);
    return form ? [{ action, form }] : [];
  });
  const form = opened && formOf(opened, of);
  if (offered.length === 0) return null;
  const { busy } = work.run;
  const send = (action: FormAct, answers: Record<string, string>) =>
    void work.run.run(action, {
      ...answers,
      // What was said to the receiver stands on this page.
      ...(action === 'resend' && { fen: of.resend?.fen ?? 0 }),
    });
  const press = (action: FormAct, { questions }: ActForm) => {
    work.run.clear();
    if (questions.length > 0) setOpened(action);
    else send(action, {});
  };
  const button = ({ action, form: { title, weight }, form }: (typeof offered)[number], block: boolean) => (
    <Button
      key={action}
      block={block}
      kind={kinds[weight]}
      disabled={busy}
      onPress={() => press(action, form)}
    >
      {title}
    </Button>
  );
  const main = offered.find(({ form: { weight } }) => weight === 'main');
  const rest = offered.filter((each) => each !== main);
  return (
    <Card title={main ? '现在要做的' : '出了问题时'}>
      <View className="desk-column">
        {main && button(main, true)}
        {rest.length > 0 && <View className="desk-buttons">{rest.map((each) => button(each, false))}</View>}
        {opened && form && (
          <View ref={box} className="case-opened" {...(isWeapp ? {} : { tabIndex: -1 })}>
            <ActQuestions
              key={opened}
              form={form}
              busy={busy}
              onSend={(answers) => send(opened, answers)}
              onClose={() => setOpened(null)}
            />
          </View>
        )}
      </View>
    </Card>
  );
}
