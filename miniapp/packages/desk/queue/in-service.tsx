import { View } from '@tarojs/components';
import { Tag } from '../../../components/tag';
import { a11y } from '../../../platform/a11y';
import { HandIn } from '../hand-in/hand-in';
import { TicketActs, type Ways } from './ticket-acts';
import { type Desk, numberOf, type Ticket } from './use-desk';
import { kindWords } from './words';

interface InServiceProps {
  desk: Desk;
  ways: Ways;
}

const keys = { recall: 'R', miss: 'M', start: 'S', finish: 'F' } as const;

/** Whom I called and whom I serve: the large numbers of this desk, and the papers of who is at the window. */
export function InService({ desk, ways }: InServiceProps) {
  const { mineCalled, mineServing, run } = desk;
  return (
    <>
      {mineCalled.map((ticket) => (
        <Current key={ticket.id} ticket={ticket} ways={ways} run={run} />
      ))}
      {mineServing.map((ticket) => (
        <View key={ticket.id} className="desk-column">
          <Current ticket={ticket} ways={ways} run={run} />
          <HandIn ticket={ticket} />
        </View>
      ))}
      {mineCalled.length + mineServing.length === 0 && (
        <View className="current current-none">
          <View className="text-lead">窗口前没有人</View>
          <View className="text-second">叫下一位后，号码和材料清单在这里。</View>
        </View>
      )}
    </>
  );
}

function Current({ ticket, ways, run }: { ticket: Ticket; ways: Ways; run: Desk['run'] }) {
  const called = ticket.state === 'called';
  return (
    <View className={called ? 'current current-called' : 'current'}>
      <View className="current-head">
        <View className="current-number" {...a11y({ role: 'heading', level: 2 })}>
          {numberOf(ticket)}
        </View>
        <View className="current-main">
          <View className="text-lead">{ticket.itemName}</View>
          <View className="text-second">
            {kindWords(ticket)}
            {ticket.name && ` · ${ticket.name}`}
          </View>
          <View className="line">
            <Tag tone={called ? 'amber' : 'green'}>
              {called ? `已叫 ${ticket.calls} 次` : ticket.stateWords}
            </Tag>
            {ticket.priority && <Tag tone="blue">{ticket.priority.words}</Tag>}
          </View>
        </View>
      </View>
      <TicketActs ticket={ticket} ways={ways} keys={keys} run={run} />
    </View>
  );
}
