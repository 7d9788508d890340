import { useState } from 'react';
import { Segmented } from '../../../components/choice';
import { Frame } from '../frame';
import { Alarms } from './alarms';
import { AskRefund } from './ask-refund';
import { Days } from './days';
import './money.css';
import { Refunds } from './refunds';

type View = 'refunds' | 'ask' | 'days' | 'alarms';

const views: { value: View; title: string }[] = [
  { value: 'refunds', title: '退款' },
  { value: 'ask', title: '查费用、退一笔' },
  { value: 'days', title: '每日对账' },
  { value: 'alarms', title: '警报' },
];

/** The money of a hall: refunds that wait, giving some back, whether bill and books agree, what did not match. */
export default function MoneyPage() {
  return <Frame title="收费">{() => <Money />}</Frame>;
}

function Money() {
  const [view, setView] = useState<View>('refunds');
  return (
    <>
      <Segmented label="看什么" segments={views} value={view} onChange={setView} />
      {view === 'refunds' && <Refunds />}
      {view === 'ask' && <AskRefund onAsked={() => setView('refunds')} />}
      {view === 'days' && <Days />}
      {view === 'alarms' && <Alarms />}
    </>
  );
}
