import { View } from '@tarojs/components';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { costWords } from '../../../hooks/delivery';
import { open, pageUrl } from '../../../platform/navigate';
import { openAddressChoice } from '../parts/chosen-address';
import type { Choose } from './use-choose';

/** Where it goes and what that costs, before anything binds. */
export function SendTo({ choose }: { choose: Choose }) {
  const { address, quote, quoted, outOfReach } = choose;
  if (!address) {
    return (
      <Card title="寄到哪里">
        <View>还没有收件地址。现在填，或者等结果好了再填。</View>
        <Button kind="secondary" icon="place" onPress={() => openAddressChoice(null)}>
          填收件地址
        </Button>
      </Card>
    );
  }
  const { id } = address;
  return (
    <Card
      title="寄到哪里"
      aside={
        <View className="line">
          {id && (
            <Button
              kind="link"
              label="修改这个地址"
              onPress={() => void open(pageUrl('/packages/delivery/address/index', { id }))}
            >
              修改
            </Button>
          )}
          <Button kind="link" label="选择别的地址" onPress={() => openAddressChoice(id)}>
            选择
          </Button>
        </View>
      }
    >
      <View>
        <View>
          {address.name} {address.phone}
        </View>
        <View className="text-second">
          {address.regionWords}
          {address.detail}
        </View>
        {!id && <View className="text-second">这个地址已经不在地址簿里，要重新选一个才能改。</View>}
      </View>
      <FailureNotice failure={quoted.data ? null : quoted.failure} onRetry={quoted.reload} />
      {quote ? (
        <View>
          <View className="text-lead">{costWords(quote.fen)}</View>
          <View className="text-second">{quote.words}</View>
        </View>
      ) : (
        !quoted.failure && (
          <View className="text-second">
            {outOfReach ? '结果寄不到这里。选别的地址，或者到窗口领取。' : '正在算快递费…'}
          </View>
        )
      )}
    </Card>
  );
}
