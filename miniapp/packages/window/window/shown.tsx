import { View } from '@tarojs/components';
import { type ReactNode, useState } from 'react';
import type { WindowPage } from '../../../../shared/contract/windows';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { PhoneRow } from '../../../components/phone-row';
import { Row } from '../../../components/row';
import { open, pageUrl } from '../../../platform/navigate';
import './window.css';

/** 亮身份: who sits there now, by name and 工号, with what they promise. */
export function Officers({ window: { officers } }: { window: WindowPage }) {
  return (
    <Card title="现在谁在这里">
      {officers.length === 0 && <View>现在这个窗口没有人坐着。开门时间叫到号再来。</View>}
      {officers.map(({ name, number, post, promise }) => (
        <View key={number} className="window-officer stack">
          <View>
            <View className="text-lead">{name}</View>
            <View className="text-second">
              工号 {number}
              {post && ` · ${post}`}
            </View>
          </View>
          {promise && <View className="window-promise">{promise}</View>}
        </View>
      ))}
    </Card>
  );
}

/** 亮标准, 亮承诺, 公开流程. */
export function Standards({ window: { promises, standards, process } }: { window: WindowPage }) {
  return (
    <>
      {promises.length > 0 && (
        <Card title="我们承诺">
          <Lines lines={promises} />
        </Card>
      )}
      {standards.length > 0 && (
        <Card title="办事标准">
          <Lines lines={standards} />
        </Card>
      )}
      {process.length > 0 && (
        <Card title="在这里怎么办">
          <Lines
            numbered
            lines={process.map(({ title, words }) => (
              <View key={title}>
                <View className="window-sub">{title}</View>
                <View className="text-second">{words}</View>
              </View>
            ))}
          />
        </Card>
      )}
    </>
  );
}

function Lines({ lines, numbered = false }: { lines: readonly ReactNode[]; numbered?: boolean }) {
  return (
    <View className="stack">
      {lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines never change places on the page
        <View key={at} className="window-step">
          <View className={numbered ? 'window-step-mark window-step-number' : 'window-step-mark'}>
            {numbered ? `${at + 1}.` : '·'}
          </View>
          <View className="row-main">{line}</View>
        </View>
      ))}
    </View>
  );
}

/** A window may do a hundred things; whoever came here mostly wants something else of it. */
const firstItems = 6;

/** What is done here, and by when. */
export function Items({ window: { items } }: { window: WindowPage }) {
  const [all, setAll] = useState(items.length <= firstItems + 1);
  if (items.length === 0) return null;
  return (
    <Card title="这里办什么" flush>
      {(all ? items : items.slice(0, firstItems)).map(({ code, name, byWords }) => (
        <Row
          key={code}
          title={name}
          note={byWords}
          onPress={() => void open(pageUrl('/packages/guide/guide/index', { code }))}
        />
      ))}
      {!all && (
        <Button kind="link" block onPress={() => setAll(true)}>
          {`看全部 ${items.length} 件`}
        </Button>
      )}
    </Card>
  );
}

/** 公开监督: whom to ring, and how complaints about this window went, as figures. */
export function Supervision({ window: { venue, supervision, complaints } }: { window: WindowPage }) {
  const { filed, answered, published } = complaints;
  return (
    <>
      <Card title="投诉这里的">
        {filed === 0 ? (
          <View>最近 12 个月没有人投诉。</View>
        ) : (
          <View>
            最近 12 个月收到 {filed} 件，答复了 {answered} 件，公开了 {published} 件。
          </View>
        )}
        <View className="text-second">投诉了谁，谁就看不到是谁投诉的，也不由他来查。</View>
      </Card>
      <Card title="找谁" flush>
        <PhoneRow who="监督电话" number={supervision.phone} note="服务不好、没有办成，打这个" />
        <PhoneRow who="便民热线" number={supervision.hotline} />
        <Row
          icon="hall"
          title={venue.name}
          note={venue.address}
          onPress={() => void open(pageUrl('/packages/guide/hall/index', { id: venue.id }))}
        />
        <Row
          icon="people"
          title="这个大厅的各个窗口"
          onPress={() => void open(pageUrl('/packages/window/windows/index', { id: venue.id }))}
        />
      </Card>
    </>
  );
}
