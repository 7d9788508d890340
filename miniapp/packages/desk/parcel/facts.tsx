import { View } from '@tarojs/components';
import type { StaffDelivery, StaffDeliveryRow } from '../../../../shared/contract/staff-delivery';
import { carriers } from '../../../../shared/domain/delivery';
import { moneyWords } from '../../../../shared/domain/words';
import { Card } from '../../../components/card';
import { Fact } from '../../../components/facts';
import { Notice } from '../../../components/notice';
import { PhoneRow } from '../../../components/phone-row';
import { Tag, type Tone } from '../../../components/tag';
import { momentOf } from '../../../hooks/words';

const gone: readonly StaffDeliveryRow['state'][] = ['order-failed', 'lost', 'damaged'];
const done: readonly StaffDeliveryRow['state'][] = ['signed', 'collected', 'resent', 'reissued', 'cancelled'];

/** Red for what went wrong, amber for what somebody has to see to, green for what is over. */
export function toneOf({ state, task }: Pick<StaffDeliveryRow, 'state' | 'task'>): Tone {
  if (gone.includes(state)) return 'red';
  if (task !== null) return 'amber';
  return done.includes(state) ? 'green' : 'blue';
}

/** What it is, how it stands, and why somebody has to see to it. */
export function ParcelHead({ of }: { of: StaffDelivery }) {
  return (
    <View className="case-head">
      <View className="case-title">
        <View className="text-title">{of.itemName}</View>
        <View className="case-number">{of.caseNumber}</View>
      </View>
      <View className="line">
        <Tag tone={toneOf(of)}>{of.stateWords}</Tag>
        {of.valuable && <Tag tone="amber">贵重件，两人核对</Tag>}
        {of.attempt > 1 && <Tag tone="grey">{`第 ${of.attempt} 次寄`}</Tag>}
      </View>
      {of.task && (
        <Notice tone="amber" title="要处理">
          {of.task}
        </Notice>
      )}
    </View>
  );
}

/** Where it goes, with whom, and what it costs. */
export function ParcelFacts({ of }: { of: StaffDelivery }) {
  const { address, carrier, cost } = of;
  return (
    <Card title="寄件信息">
      <View>
        {address ? (
          <>
            <Fact name="收件人">
              {address.name} {address.phone}
            </Fact>
            <Fact name="地址">
              {address.regionWords}
              {address.detail}
            </Fact>
          </>
        ) : (
          <Fact name="地址">收件人还没有填</Fact>
        )}
        {carrier && <Fact name="快递">{carriers[carrier].name}</Fact>}
        {of.waybill && <Fact name="运单号">{of.waybill}</Fact>}
        <Fact name="快递费">
          {cost.fen === 0 ? cost.words : `${moneyWords(cost.fen)}，${cost.paid ? '已付' : '还没有付'}`}
        </Fact>
        {of.check && (
          <Fact name="第一次核对">
            {of.check.by}，{momentOf(of.check.at)}
          </Fact>
        )}
        <Fact name="寄出大厅">{of.venueName}</Fact>
      </View>
      {carrier && <PhoneRow who={`${carriers[carrier].name} 客服`} number={carriers[carrier].phone} />}
    </Card>
  );
}

/** The carrier's own words, the newest first. */
export function ParcelTrack({ of }: { of: StaffDelivery }) {
  if (of.track.length === 0) return null;
  return (
    <Card title="快递动态">
      <View>
        {of.track.map(({ at, words }) => (
          <View key={`${at} ${words}`} className="timeline-entry">
            <View>{words}</View>
            <View className="text-second">{momentOf(at)}</View>
          </View>
        ))}
      </View>
    </Card>
  );
}
