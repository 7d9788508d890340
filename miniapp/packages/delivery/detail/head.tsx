import { View } from '@tarojs/components';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { Fact } from '../../../components/facts';
import { matterTones } from '../../../components/matter-card';
import { Notice } from '../../../components/notice';
import { dial } from '../../../components/phone-row';
import { Tag } from '../../../components/tag';
import { copy } from '../../../hooks/copy';
import './detail.css';
import type { Parcel } from './use-parcel';

/** The head of a parcel: how it stands, who has it, what comes next and by when. */
export function Head({ parcel }: { parcel: Parcel }) {
  const { stateWords, tone, holder, nextStep, byWords, attempt, itemName, caseNumber } = parcel;
  return (
    <Card>
      <View className="line">
        <Tag tone={matterTones[tone]}>{tagWords[tone]}</Tag>
        {attempt > 1 && <Tag tone="grey" icon="refresh">{`第 ${attempt} 次寄`}</Tag>}
      </View>
      <View className="parcel-state">{stateWords}</View>
      {byWords && <View className="parcel-by">{byWords}</View>}
      <View>{nextStep}</View>
      <View>
        {holder && tone !== 'done' && <Fact name="在谁手里">{holder}</Fact>}
        <Fact name="办什么">{itemName}</Fact>
        <Fact name="办件编号" change="复制" onChange={() => void copy(caseNumber)}>
          {caseNumber}
        </Fact>
      </View>
    </Card>
  );
}

const tagWords: Record<Parcel['tone'], string> = {
  action: '等您',
  waiting: '在办',
  done: '已了结',
  lost: '出了问题',
};

/** What is not as it should be, in calm words: what is done about it, and whether one has to do anything. */
export function Troubles({ parcel }: { parcel: Parcel }) {
  const { state, stuck, signedBy, venue } = parcel;
  const ring = (
    <Button kind="link" icon="phone" onPress={() => dial(venue.phone)}>
      打大厅电话
    </Button>
  );
  if (state === 'signed' && signedBy === 'other') {
    return (
      <Notice tone="amber" icon="info" title="是别人代收的" actions={ring}>
        问一问家里人、物业或驿站。不是您收的，也没有人转给您？打大厅电话，大厅去查。
      </Notice>
    );
  }
  if (state === 'signed') {
    return (
      <Notice title="不是您收的？" actions={ring}>
        快递记的是本人签收。没有收到，大厅去查。
      </Notice>
    );
  }
  if (state === 'lost' || state === 'damaged') {
    return (
      <Notice tone="amber" title="不用您做什么，也不收费" actions={ring}>
        大厅在补办，办好再寄一次，会发消息告诉您。
      </Notice>
    );
  }
  if (stuck) {
    return (
      <Notice tone="amber" title="大厅已经在查，不用您做什么" actions={ring}>
        快递几天没有动静，多半只是路上慢了。有消息就告诉您。
      </Notice>
    );
  }
  return null;
}
