import { useEffect, useRef, useState } from 'react';
import type { StaffMe } from '../../../../shared/contract/staff';
import { call } from '../../../api/client';
import { asFailure, type Failure } from '../../../api/failure';
import { useLive } from '../../../hooks/use-live';
import type { Resource } from '../../../hooks/use-resource';
import { act } from '../api/client';
import type { StaffAnswer } from '../api/types';
import { useRead } from '../api/use-read';

export type Queue = StaffAnswer<'GET /staff/queues/{id}'>;
export type QueueRow = StaffAnswer<'GET /staff/queues'>['items'][number];
export type Ticket = Queue['waiting'][number];
export type TicketAct = Ticket['actions'][number];

/** What was done last, for the undo bar. */
export interface Done {
  words: string;
  ticket: Ticket;
}

export interface Desk {
  queues: Resource<StaffAnswer<'GET /staff/queues'>>;
  queueId: string | null;
  choose: (id: string) => void;
  queue: Resource<Queue>;
  /** Pushes come in: what stands here is at most two seconds old. */
  live: boolean;
  /** The numbers that I called, the latest first. */
  mineCalled: Ticket[];
  /** Whom I serve, the latest first. */
  mineServing: Ticket[];
  callNext: () => void;
  /** `call next` has no answer yet; everything else can still be done. */
  calling: boolean;
  /** Does one act on a ticket. @returns whether it was done */
  run: (ticket: Ticket, action: TicketAct, body?: Record<string, unknown>) => Promise<boolean>;
  checkIn: (text: string) => Promise<boolean>;
  walkIn: (body: WalkIn) => Promise<boolean>;
  done: Done | null;
  forget: () => void;
  failure: Failure | null;
}

export interface WalkIn {
  itemCode?: string;
  priority?: NonNullable<Ticket['priority']>['kind'];
}

const verbs: Record<TicketAct, string> = {
  'check-in': '已签到',
  call: '已叫',
  recall: '又叫了一次',
  miss: '已过号',
  requeue: '已重新排队',
  start: '开始办理',
  finish: '已办结',
  transfer: '已转走',
  park: '已暂离',
  unpark: '已回到队里',
  prioritise: '已优先',
  undo: '已撤销',
};

/** `A012`, or the reference of who has no number yet. */
export function numberOf({ ticket, reference }: Ticket): string {
  return ticket ?? reference ?? '';
}

const slowly = 60_000;
/** Check-in codes begin with this; everything else that is typed or scanned is a reference. */
const codeMark = /^ZT1\./;

/** The state of one desk: its queue, kept live, and everything that can be done to it. */
export function useDesk(me: StaffMe): Desk {
  const queues = useRead('GET /staff/queues', {}, { every: slowly });
  const [chosen, setChosen] = useState<string | null>(null);
  const rows = queues.data?.items ?? [];
  const queueId = chosen ?? (rows.find(({ mine }) => mine) ?? rows[0])?.id ?? null;
  const queue = useRead('GET /staff/queues/{id}', queueId ? { params: { id: queueId } } : null, {
    every: slowly,
  });
  const [done, setDone] = useState<Done | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [calling, setCalling] = useState(false);

  // What is pushed is public and has no clock in it that matters: only when it differs is the desk's own view asked for.
  const seen = useRef('');
  const look = (data: unknown) => {
    const { now: _, ...rest }: { now?: unknown } = typeof data === 'object' && data !== null ? data : {};
    const print = JSON.stringify(rest);
    if (print === seen.current) return;
    seen.current = print;
    queue.reload();
  };
  const live = useLive({
    path: queueId && `/queues/${queueId}/live`,
    onPush: look,
    ask() {
      if (!queueId) return;
      call('GET /queues/{id}/live', { params: { id: queueId } }).then(look, () => queue.reload());
    },
  });

  const { window } = me;
  const { reload: reloadQueues } = queues;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another window serves other queues
  useEffect(() => reloadQueues(), [window?.id]);

  /** Does something, says what went wrong, and looks at the queue again in either case. */
  const doing = async (work: () => Promise<Done | null>): Promise<boolean> => {
    setFailure(null);
    try {
      const what = await work();
      if (what) setDone(what);
      return true;
    } catch (thrown) {
      setFailure(asFailure(thrown));
      return false;
    } finally {
      queue.reload();
    }
  };

  const mine = (list: readonly Ticket[] = []) => list.filter(({ by }) => by?.number === me.number);

  return {
    queues,
    queueId,
    choose: (id) => {
      setDone(null);
      setFailure(null);
      setChosen(id);
    },
    queue,
    live,
    mineCalled: mine(queue.data?.called).sort((a, b) => (b.calledAt ?? '').localeCompare(a.calledAt ?? '')),
    mineServing: mine(queue.data?.serving).sort((a, b) =>
      (b.servingSince ?? '').localeCompare(a.servingSince ?? ''),
    ),
    calling,
    callNext() {
      if (!queueId || calling) return;
      setCalling(true);
      void doing(async () => {
        const { ticket } = await act('POST /staff/queues/{id}/call-next', { params: { id: queueId } });
        return ticket && { words: `已叫 ${numberOf(ticket)}`, ticket };
      }).finally(() => setCalling(false));
    },
    run: (ticket, action, body) =>
      doing(async () => {
        const after = await actOn(ticket, action, body);
        return { words: `${numberOf(after)} ${verbs[action]}`, ticket: after };
      }),
    checkIn: (text) =>
      doing(async () => {
        const typed = text.trim();
        const body = codeMark.test(typed) ? { code: typed } : { reference: typed.toUpperCase() };
        const after = await act('POST /staff/check-ins', { body });
        return { words: `${numberOf(after)} 已签到（${after.queueName}）`, ticket: after };
      }),
    walkIn: (body) =>
      doing(async () => {
        if (!queueId) return null;
        const after = await act('POST /staff/queues/{id}/tickets', { params: { id: queueId }, body });
        return { words: `取号 ${numberOf(after)}`, ticket: after };
      }),
    done,
    forget: () => setDone(null),
    failure,
  };
}

/** All acts on a ticket have the same shape of request; what each wants in its body is checked by the server. */
function actOn(ticket: Ticket, action: TicketAct, body?: Record<string, unknown>): Promise<Ticket> {
  const name = `POST /staff/appointments/{id}/${action}` as 'POST /staff/appointments/{id}/start';
  const params = { id: ticket.id };
  return act(name, { params, ...(body && { body }) } as { params: { id: string } });
}
