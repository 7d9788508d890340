import { View } from '@tarojs/components';
import { useState } from 'react';
import { Button, type ButtonKind } from '../../../components/button';
import { ActQuestions } from '../case-work/act-form';
import type { ActForm } from '../case-work/acts';
import { Key } from '../parts/key';
import type { Ticket, TicketAct } from './use-desk';
import { priorities } from './words';

/** Where a number can be sent. */
export interface Ways {
  queues: readonly { id: string; name: string }[];
  windows: readonly string[];
}

const reason = (label: string) => ({ name: 'reason', label, kind: 'line' as const, maxlength: 100 });

/** What has to be said with an act; acts that are not here say nothing. */
function formOf(action: TicketAct, ticket: Ticket, ways: Ways): ActForm | null {
  switch (action) {
    case 'call':
      return {
        title: '提前叫',
        weight: 'main',
        note: '不按顺序叫号要写明原因，会记下来。',
        questions: [reason('原因')],
      };
    case 'park':
      return {
        title: '暂离',
        weight: 'side',
        note: '去复印、填表的，回来后接着排原来的位置。',
        questions: [reason('去做什么')],
      };
    case 'prioritise':
      return {
        title: '优先',
        weight: 'side',
        questions: [
          { name: 'priority', label: '原因', kind: 'choice', options: priorities },
          { ...reason('说明（可以不写）'), name: 'note', optional: true },
        ],
      };
    case 'transfer': {
      const queues = ways.queues
        .filter(({ id }) => id !== ticket.queueId)
        .map(({ id, name }) => ({ value: `queue:${id}`, title: name }));
      const windows = ways.windows.map((name) => ({ value: `window:${name}`, title: `${name}（本队列）` }));
      return {
        title: '转走',
        weight: 'side',
        note: '号码和先后不变。',
        questions: [
          { name: 'to', label: '转到', kind: 'choice', options: [...windows, ...queues] },
          reason('原因'),
        ],
      };
    }
    default:
      return null;
  }
}

/** `queue:…` or `window:…` as the endpoint wants it. */
function bodyOf(answers: Record<string, string>): Record<string, unknown> {
  const { to, ...rest } = answers;
  if (to === undefined) return rest;
  const value = to.slice(to.indexOf(':') + 1);
  return { ...rest, ...(to.startsWith('queue:') ? { queueId: value } : { window: value }) };
}

const titles: Record<TicketAct, string> = {
  'check-in': '签到',
  call: '提前叫',
  recall: '重呼',
  miss: '过号',
  requeue: '重新排队',
  start: '开始办理',
  finish: '办结',
  transfer: '转走',
  park: '暂离',
  unpark: '回到队里',
  prioritise: '优先',
  undo: '撤销',
};
/** In the order of use. */
const order: readonly TicketAct[] = [
  'check-in',
  'start',
  'finish',
  'recall',
  'miss',
  'requeue',
  'unpark',
  'call',
  'transfer',
  'park',
  'prioritise',
];
const primary: readonly TicketAct[] = ['check-in', 'start', 'finish', 'requeue', 'unpark'];

interface TicketActsProps {
  ticket: Ticket;
  ways: Ways;
  /** Letter of the shortcut of an act, where it has one here. */
  keys?: Partial<Record<TicketAct, string>>;
  run: (ticket: Ticket, action: TicketAct, body?: Record<string, unknown>) => Promise<boolean>;
}

/** What can be done with one number now; what has to be said with it is asked right here. */
export function TicketActs({ ticket, ways, keys = {}, run }: TicketActsProps) {
  const [open, setOpen] = useState<TicketAct | null>(null);
  const [busy, setBusy] = useState<TicketAct | null>(null);
  const send = async (action: TicketAct, body?: Record<string, unknown>) => {
    setBusy(action);
    if (await run(ticket, action, body)) setOpen(null);
    setBusy(null);
  };
  const form = open && ticket.actions.includes(open) ? formOf(open, ticket, ways) : null;
  return (
    <>
      <View className="desk-buttons">
        {order
          .filter((action) => ticket.actions.includes(action))
          .map((action) => {
            const kind: ButtonKind = primary.includes(action) ? 'primary' : 'secondary';
            const letter = keys[action];
            return (
              <Button
                key={action}
                block={false}
                kind={kind}
                loading={busy === action}
                // In the list many buttons have the same words: there the number tells them apart.
                {...(!letter && { label: `${titles[action]} ${ticket.ticket ?? ticket.reference ?? ''}` })}
                onPress={() => (formOf(action, ticket, ways) ? setOpen(action) : void send(action))}
              >
                {titles[action]}
                {letter && <Key letter={letter} />}
              </Button>
            );
          })}
      </View>
      {open && form && (
        <ActQuestions
          key={open}
          form={form}
          busy={busy === open}
          onSend={(answers) => void send(open, bodyOf(answers))}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}
