import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { Guide } from '../../../../shared/contract';
import { Card } from '../../../components/card';
import { PhoneRow } from '../../../components/phone-row';
import { Row } from '../../../components/row';
import { open, pageUrl } from '../../../platform/navigate';
import { Asked } from './asked';
import { Faq } from './faq';

/** Everything below what to bring: who, how, how long, what comes out, what it costs, where, and what if not. */
export function About({ guide }: { guide: Guide }) {
  const audience = guide.audience.map((one) => (one === 'person' ? '个人' : '单位')).join('、');
  return (
    <>
      <Card title="谁可以办">
        <View>{audience}</View>
        <Lines lines={guide.conditions} />
      </Card>
      <Card title="怎么办">
        <Lines
          numbered
          lines={guide.steps.map(({ name, detail }) => (
            <View key={name}>
              <View className="guide-step-name">{name}</View>
              <View className="text-second">{detail}</View>
            </View>
          ))}
        />
      </Card>
      <Card title="多久办好">
        <View>{guide.deadlineWords}</View>
        <View className="text-second">
          承诺 {guide.promised.words}，法定 {guide.legal.words}
        </View>
        {guide.specialSteps.map((step) => (
          <View key={step.name} className="text-second">
            {step.name}：{step.timeWords}（{step.counted ? '算在时限内' : '不算在时限内'}；{step.basis}）
          </View>
        ))}
      </Card>
      <Card title="办完拿到什么">
        <View>
          {guide.result.name}（{guide.result.kind}）
        </View>
        <View className="text-second">有效期：{guide.result.validity}</View>
        {guide.result.deliverable && <View className="text-second">可以免费寄到家里。</View>}
      </Card>
      <Card title="收费">
        {guide.fees.length === 0 && <View>不收费。</View>}
        {guide.fees.map((fee) => (
          <View key={fee.name}>
            <View>
              {fee.name}：{fee.standard}
            </View>
            <View className="text-second">依据：{fee.basis}</View>
            {fee.exemption && <View className="text-second">减免：{fee.exemption}</View>}
          </View>
        ))}
      </Card>
      <Card title="到哪里办" flush>
        <Row
          icon="hall"
          title={guide.venueName}
          note={`${guide.contact.address} · ${guide.contact.hours}`}
          onPress={() => void open(pageUrl('/packages/guide/hall/index', { id: guide.venueId }))}
        />
        {guide.venueCount > 1 && (
          <Row
            icon="place"
            title={`能办的大厅共 ${guide.venueCount} 个`}
            onPress={() => void open(pageUrl('/packages/guide/halls/index', { item: guide.code }))}
          />
        )}
      </Card>
      <Card title="电话" flush>
        <PhoneRow who="咨询" number={guide.contact.enquiryPhone} />
        <PhoneRow who="监督" number={guide.contact.supervisionPhone} note="服务不好、没有办成，打这个" />
        <PhoneRow who="这份指南写得不对" number="12345" note="说一声，我们核对后改" />
      </Card>
      {guide.faq.length > 0 && <Faq faq={guide.faq} />}
      <Asked code={guide.code} />
      <Card title="依据和救济">
        <Lines lines={guide.basis} />
        <Lines lines={guide.remedies} />
        <View className="text-small">
          实施主体：{guide.implementingBody}
          {guide.jointDepartments.length > 0 && `；联办：${guide.jointDepartments.join('、')}`}
        </View>
        <View className="text-small">
          {guide.type} · 实施编码 {guide.codes.implementation} · 版本 {guide.version}
        </View>
        {guide.sample && <View className="text-small">这份指南是示例数据，以窗口公布的为准。</View>}
      </Card>
    </>
  );
}

function Lines({ lines, numbered = false }: { lines: readonly ReactNode[]; numbered?: boolean }) {
  return (
    <View className="guide-list">
      {lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a guide never change places on the page
        <View key={at} className="guide-list-line">
          <View className="guide-list-mark">{numbered ? `${at + 1}.` : '·'}</View>
          <View className="row-main">{line}</View>
        </View>
      ))}
    </View>
  );
}
