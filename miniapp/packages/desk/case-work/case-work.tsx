import { View } from '@tarojs/components';
import { useEffect, useRef, useState } from 'react';
import type { StaffCase, StaffCaseAction } from '../../../../shared/contract/staff-cases';
import { Button, type ButtonKind } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { ResourceView } from '../../../components/resource-view';
import { Timeline } from '../../../components/timeline';
import { isWeapp } from '../../../platform/env';
import { focusSoon } from '../../../platform/focus';
import { CaseFees } from '../money/settle';
import { ActQuestions } from './act-form';
import { type ActForm, formOf } from './acts';
import './case-work.css';
import { useColleagues } from './colleagues';
import { CaseFacts, CaseHead, Reviews } from './facts';
import { Materials } from './materials';
import { Missing } from './missing';
import { useCase, type CaseWork as Work } from './use-case';

/** Everything of one case and what this officer may do with it now: at the counter beside the queue, or on its own page. */
export function CaseWork({ id }: { id: string }) {
  const work = useCase(id);
  return (
    <ResourceView resource={work.read} blocks={2} lines={5}>
      {(of) => (
        <View className="case-work">
          <CaseHead of={of} />
          <FailureNotice failure={work.run.failure} />
          <View className="case-halves">
            <View className="desk-column">
              <Card title="材料">
                <Papers of={of} work={work} />
              </Card>
              <CaseFees caseId={of.id} state={of.state} onSettled={work.read.reload} />
              <Acts of={of} work={work} />
              <Reviews of={of} />
            </View>
            <View className="desk-column">
              <CaseFacts of={of} />
              <Timeline entries={of.timeline} />
            </View>
          </View>
        </View>
      )}
    </ResourceView>
  );
}

/** While one of these is offered, what lies on the counter can still be ticked. */
const ticking: readonly StaffCaseAction[] = ['receive', 'record-papers', 'supplement'];

function Papers({ of, work }: { of: StaffCase; work: Work }) {
  const open = of.actions.some((action) => ticking.includes(action));
  const missing = of.materials
    .filter(({ id, status }) => status === 'missing' && !work.ticked.has(id))
    .map(({ name }) => name);
  return (
    <>
      <Materials materials={of.materials} ticked={work.ticked} onTick={open ? work.tick : undefined} />
      {missing.length > 0 && <View className="text-red">还缺：{missing.join('、')}</View>}
      {open && work.dirty && of.actions.includes('record-papers') && (
        <Button
          kind="secondary"
          block={false}
          loading={work.run.busy}
          onPress={() => void work.run.run('record-papers', {})}
        >
          保存勾选
        </Button>
      )}
    </>
  );
}

const kinds: Record<ActForm['weight'], ButtonKind> = { main: 'primary', side: 'secondary', hard: 'danger' };
/** Recording ticks has its button at the list. */
type Pressed = Exclude<StaffCaseAction, 'record-papers'>;

/** What the button of an act is called, how it looks, and what has to be said with it. */
function buttonOf(action: Pressed, of: StaffCase): ActForm {
  if (action === 'request-supplement') return { title: '一次性告知补正', weight: 'side', questions: [] };
  return formOf(action, of);
}

/** Whether this page can ask for an act; a server that was renewed before this page may offer others. */
function isKnown(action: StaffCaseAction, of: StaffCase): action is Pressed {
  if (action === 'record-papers') return false;
  const button: ActForm | undefined = buttonOf(action, of);
  return button !== undefined;
}

function Acts({ of, work }: { of: StaffCase; work: Work }) {
  const [open, setOpen] = useState<Pressed | null>(null);
  const box = useRef<HTMLElement>(null);
  const colleagues = useColleagues(of.actions.includes('assign'));
  const { version } = of;
  // What was being filled in for the state before is not for this one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version of the case closes it
  useEffect(() => setOpen(null), [version]);
  useEffect(() => {
    if (open && !isWeapp) return focusSoon(box.current);
  }, [open]);
  const actions = of.actions.filter((action): action is Pressed => isKnown(action, of));
  if (actions.length === 0) return <View className="text-second">现在没有要您做的。</View>;

  const { busy } = work.run;
  const press = (action: Pressed) => {
    work.run.clear();
    if (action === 'request-supplement' || formOf(action, of).questions.length > 0) setOpen(action);
    else void work.run.run(action, {});
  };
  return (
    <Card title="现在可以做的">
      <View className="desk-buttons">
        {actions.map((action) => {
          const { title, weight } = buttonOf(action, of);
          return (
            <Button
              key={action}
              block={false}
              kind={kinds[weight]}
              disabled={busy}
              onPress={() => press(action)}
            >
              {title}
            </Button>
          );
        })}
      </View>
      {open && (
        <View ref={box} className="case-opened" {...(isWeapp ? {} : { tabIndex: -1 })}>
          {open === 'request-supplement' ? (
            <Missing
              of={of}
              ticked={work.ticked}
              busy={busy}
              onSend={(body) => void work.run.run(open, { ...body })}
              onClose={() => setOpen(null)}
            />
          ) : (
            <ActQuestions
              key={open}
              form={withColleagues(formOf(open, of), colleagues)}
              busy={busy}
              onSend={(answers) => void work.run.run(open, answers)}
              onClose={() => setOpen(null)}
            />
          )}
        </View>
      )}
    </Card>
  );
}

function withColleagues(
  form: ActForm,
  colleagues: { value: string; title: string; note?: string }[],
): ActForm {
  return {
    ...form,
    questions: form.questions.map((question) =>
      question.name === 'staffId' ? { ...question, options: colleagues } : question,
    ),
  };
}
