import { View } from '@tarojs/components';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { ResourceView } from '../../../components/resource-view';
import { Row } from '../../../components/row';
import { Empty } from '../../../components/states';
import { useMore } from '../../../hooks/use-more';
import { momentOf } from '../../../hooks/words';
import { ask } from '../api/client';
import { useRead } from '../api/use-read';

/** What came from WeChat Pay and did not match, so that nothing was released for it. */
export function Alarms() {
  const first = useRead('GET /staff/payment-alarms', {});
  const list = useMore(first.data, (page) => ask('GET /staff/payment-alarms', { query: { page } }));
  return (
    <>
      <View className="text-second">
        金额、商户或小程序对不上的付款通知，一律不放行，也不改任何一笔费用；查清前办件不往下走。
      </View>
      <ResourceView resource={first} lines={4}>
        {({ total }) =>
          total === 0 ? (
            <Empty title="没有警报" icon="done">
              对不上的通知会留在这里，写明哪里不对。
            </Empty>
          ) : (
            <Card flush>
              {list.rows.map(({ id, at, words, orderNumber }) => (
                <Row
                  key={id}
                  icon="warning"
                  title={words}
                  note={
                    <>
                      <View>{momentOf(at)}</View>
                      {orderNumber && <View className="money-number">费用 {orderNumber}</View>}
                    </>
                  }
                />
              ))}
            </Card>
          )
        }
      </ResourceView>
      <FailureNotice failure={list.moreFailure} />
      {list.more && (
        <Button kind="secondary" loading={list.loadingMore} onPress={() => void list.more?.()}>
          再往前看
        </Button>
      )}
    </>
  );
}
