import { Image, View } from '@tarojs/components';
import { useEffect, useState } from 'react';
import { moneyWords } from '../../../../shared/domain/words';
import { asFailure, type Failure, type Order } from '../../../api';
import { fetchPicture } from '../../../api/picture';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { Sheet } from '../../../components/sheet';
import { Skeleton } from '../../../components/skeleton';
import { savePicture } from '../../../platform/files/save-picture';
import './order.css';

/** Outside WeChat: paying works in the mini-program, and this is the way there. */
export function InWeChat({ order }: { order: Order }) {
  const { picture, failure, again } = useCode(order.id);
  const [large, setLarge] = useState(false);
  const label = `小程序码，用微信扫开，付 ${moneyWords(order.fen)}`;
  return (
    <Card title="在微信里付">
      <View>
        这里是浏览器，付款要在微信小程序“昭通一站办”里。用微信“扫一扫”扫下面的码，打开就是这笔费用；付好后这一页会自己更新。
      </View>
      <FailureNotice failure={failure} onRetry={again} />
      {picture && (
        <>
          <Code picture={picture} label={label} />
          <View className="text-second">就在这部手机上付的：先存下图片，再在微信“扫一扫”里从相册选它。</View>
          <Button kind="secondary" icon="picture" onPress={() => savePicture(picture, `${order.number}.png`)}>
            存下这张图
          </Button>
          <Button kind="link" icon="scan" onPress={() => setLarge(true)}>
            放大
          </Button>
          <Sheet open={large} title="用微信扫一扫" onClose={() => setLarge(false)}>
            <Code picture={picture} label={label} large />
          </Sheet>
        </>
      )}
      {!picture && !failure && <Skeleton blocks={1} lines={4} />}
    </Card>
  );
}

function Code({ picture, label, large = false }: { picture: string; label: string; large?: boolean }) {
  return (
    <Image
      className={large ? 'order-code order-code-large' : 'order-code'}
      mode="aspectFit"
      src={picture}
      nativeProps={{ alt: label }}
    />
  );
}

/** The picture of the code, fetched once for each order. */
function useCode(id: string): { picture: string | null; failure: Failure | null; again: () => void } {
  const [state, setState] = useState<{ picture: string | null; failure: Failure | null }>(nothing);
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each turn asks again
  useEffect(() => {
    let left = false;
    setState(nothing);
    fetchPicture('GET /orders/{id}/code', { params: { id } }).then(
      (picture) => !left && setState({ picture, failure: null }),
      (thrown: unknown) => !left && setState({ picture: null, failure: asFailure(thrown) }),
    );
    return () => {
      left = true;
    };
  }, [id, turn]);
  return { ...state, again: () => setTurn((last) => last + 1) };
}

const nothing = { picture: null, failure: null };
