import { call, useSignedIn } from '../../../api';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { OrderLine } from '../../../components/order-line';
import { Page } from '../../../components/page';
import { ResourceView } from '../../../components/resource-view';
import { SignInCard } from '../../../components/sign-in-card';
import { Empty } from '../../../components/states';
import { useMore } from '../../../hooks/use-more';
import { useResource } from '../../../hooks/use-resource';

/** What I owe, then what I paid and what came back. */
export default function OrdersPage() {
  const signedIn = useSignedIn();
  return (
    <Page title="我的缴费">
      {signedIn ? (
        <Orders />
      ) : (
        <SignInCard title="登录后看您的缴费">要付的费用、付过的和退回的，都在这里。</SignInCard>
      )}
    </Page>
  );
}

function Orders() {
  const first = useResource('GET /orders', {}, { freshFor: 0 });
  const list = useMore(first.data, (page) => call('GET /orders', { query: { page } }));
  const owed = list.rows.filter(({ tone }) => tone === 'action');
  const others = list.rows.filter(({ tone }) => tone !== 'action');
  return (
    <ResourceView resource={first} blocks={1} lines={5}>
      {({ total }) =>
        total === 0 ? (
          <Empty title="没有要付的，也没有付过的" icon="money">
            多数事不收费；要收的会先说清多少钱、依据什么，再请您付。
          </Empty>
        ) : (
          <>
            {owed.length > 0 && (
              <Card title="等您付" flush>
                {owed.map((order) => (
                  <OrderLine key={order.id} order={order} />
                ))}
              </Card>
            )}
            {others.length > 0 && (
              <Card title={owed.length > 0 ? '其他' : '付过的'} flush>
                {others.map((order) => (
                  <OrderLine key={order.id} order={order} />
                ))}
              </Card>
            )}
            <FailureNotice failure={list.moreFailure} />
            {list.more && (
              <Button kind="secondary" loading={list.loadingMore} onPress={() => void list.more?.()}>
                {`再看一些（共 ${total} 笔）`}
              </Button>
            )}
          </>
        )
      }
    </ResourceView>
  );
}
