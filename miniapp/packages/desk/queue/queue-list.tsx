import { View } from '@tarojs/components';
import { useState } from 'react';
import { Pressable } from '../../../components/pressable';
import { Tag } from '../../../components/tag';
import { a11y } from '../../../platform/a11y';
import { TicketActs, type Ways } from './ticket-acts';
import { type Desk, numberOf, type Queue, type Ticket } from './use-desk';
import { kindWords, waitedWords } from './words';

interface QueueListProps {
  queue: Queue;
  ways: Ways;
  /** 工号 of who looks: what they have at their own window stands on the right already. */
  me: string;
  run: Desk['run'];
}

/** Everyone in the queue today, in the order in which they will be called; a press opens what can be done. */
export function QueueList({ queue, ways, me, run }: QueueListProps) {
  const [open, setOpen] = useState<string | null>(null);
  const others = [...queue.called, ...queue.serving].filter(({ by }) => by?.number !== me);
  const sections: { title: string; tickets: readonly Ticket[]; total?: number; none?: string }[] = [
    { title: '等候', tickets: queue.waiting, total: queue.counts.waiting, none: '现在没有人等。' },
    { title: '别的窗口', tickets: others },
    { title: '过号', tickets: queue.missed },
    { title: '暂离', tickets: queue.parked },
    { title: '预约了还没到', tickets: queue.expected, total: queue.counts.expected },
    { title: '刚办完', tickets: queue.done },
  ];
  return (
    <>
      {sections.map(({ title, tickets, total = tickets.length, none }) =>
        total === 0 && !none ? null : (
          <View key={title} className="queue-section">
            <View className="queue-section-title" {...a11y({ role: 'heading', level: 2 })}>
              {title} {total}
            </View>
            {total === 0 && <View className="text-second">{none}</View>}
            {tickets.map((ticket) => (
              <Line
                key={ticket.id}
                ticket={ticket}
                ways={ways}
                open={open === ticket.id}
                onPress={() => setOpen(open === ticket.id ? null : ticket.id)}
                run={run}
              />
            ))}
          </View>
        ),
      )}
    </>
  );
}

interface LineProps {
  ticket: Ticket;
  ways: Ways;
  open: boolean;
  onPress: () => void;
  run: Desk['run'];
}

function Line({ ticket, ways, open, onPress, run }: LineProps) {
  const can = ticket.actions.some((action) => action !== 'undo');
  const content = (
    <>
      <View className="queue-number">{numberOf(ticket)}</View>
      <View className="queue-main">
        <View className="queue-item">{ticket.itemName}</View>
        <View className="text-small">
          {kindWords(ticket)}
          {ticket.name && ` · ${ticket.name}`}
        </View>
      </View>
      <View className="queue-end">
        {ticket.priority && <Tag tone="blue">{ticket.priority.words}</Tag>}
        <View className="text-small">
          {ticket.state === 'checked-in'
            ? waitedWords(ticket)
            : `${ticket.stateWords} ${ticket.window ?? ''}`}
        </View>
      </View>
    </>
  );
  return (
    <View className="queue-line">
      {can ? (
        <Pressable className="queue-row" expanded={open} onPress={onPress}>
          {content}
        </Pressable>
      ) : (
        <View className="queue-row">{content}</View>
      )}
      {open && can && (
        <View className="queue-acts">
          <TicketActs ticket={ticket} ways={ways} run={run} />
        </View>
      )}
    </View>
  );
}
