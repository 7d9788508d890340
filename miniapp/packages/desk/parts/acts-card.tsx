import { View } from '@tarojs/components';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button, type ButtonKind } from '../../../components/button';
import { Card } from '../../../components/card';
import { isWeapp } from '../../../platform/env';
import { focusSoon } from '../../../platform/focus';
import { ActQuestions } from '../case-work/act-form';
import type { ActForm } from '../case-work/acts';
import '../case-work/case-work.css';
import type { ActBody, Work } from './use-work';

/** An act that is offered now. */
export interface Offer<A extends string> {
  action: A;
  form: ActForm;
}

interface ActsCardProps<A extends string> {
  offers: readonly Offer<A>[];
  work: Pick<Work<unknown, A>, 'run' | 'done'>;
  /** What the endpoint wants, from what was typed and chosen. */
  bodyOf: (action: A, answers: Record<string, string>) => ActBody;
  /** Stands above the questions of an act: a number to call. */
  beside?: (action: A) => ReactNode;
  title?: string;
  /** Drawn even when nothing is offered: why not. */
  idle?: ReactNode;
}

/** What moves it on stands first. */
const order: readonly ActForm['weight'][] = ['main', 'side', 'hard'];
const kinds: Record<ActForm['weight'], ButtonKind> = { main: 'primary', side: 'secondary', hard: 'danger' };

/**
 * The acts that are offered now, each with its questions below. A form stays open, with what was typed, until its act was
 * done or somebody closes it: also when a colleague changed the thing meanwhile.
 */
export function ActsCard<A extends string>({
  offers,
  work,
  bodyOf,
  beside,
  title = '现在可以做的',
  idle,
}: ActsCardProps<A>) {
  const [opened, setOpened] = useState<Offer<A> | null>(null);
  const box = useRef<HTMLElement>(null);
  const { done, run } = work;
  // biome-ignore lint/correctness/useExhaustiveDependencies: an act that was done closes its form
  useEffect(() => setOpened(null), [done]);
  useEffect(() => {
    if (opened && !isWeapp) return focusSoon(box.current);
  }, [opened]);
  if (offers.length === 0 && !opened) return idle ?? null;
  const now = offers.find(({ action }) => action === opened?.action);
  const shown = now ?? opened;
  const sorted = [...offers].sort((a, b) => order.indexOf(a.form.weight) - order.indexOf(b.form.weight));
  const send = (action: A, answers: Record<string, string>) =>
    void run.run([action, bodyOf(action, answers)]);
  const press = (offer: Offer<A>) => {
    run.clear();
    if (offer.form.questions.length > 0) setOpened(offer);
    else send(offer.action, {});
  };
  return (
    <Card title={title}>
      {offers.length === 0 && idle}
      <View className="desk-buttons">
        {sorted.map((offer) => (
          <Button
            key={offer.action}
            block={false}
            kind={kinds[offer.form.weight]}
            disabled={run.busy}
            onPress={() => press(offer)}
          >
            {offer.form.title}
          </Button>
        ))}
      </View>
      {shown && (
        <View ref={box} className="case-opened desk-column" {...(isWeapp ? {} : { tabIndex: -1 })}>
          {beside?.(shown.action)}
          <ActQuestions
            key={shown.action}
            form={shown.form}
            busy={run.busy}
            gone={now === undefined}
            refused={run.failure?.fields}
            onSend={(answers) => send(shown.action, answers)}
            onClose={() => setOpened(null)}
          />
        </View>
      )}
    </Card>
  );
}
