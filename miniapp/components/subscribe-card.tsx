import { View } from '@tarojs/components';
import { type SubscriptionMoment, useSubscription } from '../hooks/use-subscription';
import { Button } from './button';
import { Card } from './card';
import { FailureNotice } from './failure-notice';
import { Notice } from './notice';

/** Offers messages by WeChat: says why, asks after a tap only, and takes a no for an answer. */
export function SubscribeCard({ moment }: { moment: SubscriptionMoment }) {
  const { offer, ask, said } = useSubscription(moment);
  if (said) {
    return (
      <Notice icon="message" live>
        {said}
      </Notice>
    );
  }
  if (!offer) return null;
  return (
    <Card>
      <FailureNotice failure={ask.failure} />
      <View>{offer.why}</View>
      <Button kind="secondary" icon="message" loading={ask.busy} onPress={() => void ask.run()}>
        {offer.label}
      </Button>
      <View className="text-second">不要也没关系，“我的”的“消息”里都有。</View>
    </Card>
  );
}
