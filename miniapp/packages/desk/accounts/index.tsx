import { View } from '@tarojs/components';
import { useEffect, useState } from 'react';
import type { StaffMe } from '../../../../shared/contract/staff';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { Notice } from '../../../components/notice';
import { ResourceView } from '../../../components/resource-view';
import { SearchBox } from '../../../components/search-box';
import { Empty } from '../../../components/states';
import { useAction } from '../../../hooks/use-action';
import { useMore } from '../../../hooks/use-more';
import { act, ask } from '../api/client';
import type { StaffAnswer } from '../api/types';
import { useRead } from '../api/use-read';
import { Frame } from '../frame';
import { AccountForm, type AccountValues } from './account-form';
import { AccountLine } from './account-line';
import './accounts.css';

/** Who may work here, as what and where. Keeping accounts opens no case. */
export default function AccountsPage() {
  return <Frame title="账号">{(me) => <Accounts me={me} />}</Frame>;
}

const pauseMs = 250;

function Accounts({ me }: { me: StaffMe }) {
  const [words, setWords] = useState('');
  const [q, setQ] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setQ(words.trim()), pauseMs);
    return () => clearTimeout(timer);
  }, [words]);
  const query = q === '' ? {} : { q };
  const first = useRead('GET /staff/accounts', { query });
  const list = useMore(first.data, (page) => ask('GET /staff/accounts', { query: { ...query, page } }));
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<StaffAnswer<'POST /staff/accounts'> | null>(null);

  const done = (fresh: StaffAnswer<'POST /staff/accounts'> | null) => {
    setMade(fresh);
    first.reload();
  };
  const create = useAction(async (options, { number, ...values }: AccountValues) => {
    done(await act('POST /staff/accounts', { body: { ...values, number } }, options));
    setAdding(false);
  });

  return (
    <>
      {made && (
        <Notice
          tone="green"
          live
          title={`${made.account.name} ${made.account.number} 的初始密码：${made.initialPassword}`}
          actions={
            <Button kind="link" onPress={() => setMade(null)}>
              已经交给本人
            </Button>
          }
        >
          只显示这一次。当面交给本人，第一次登录时要换掉，并绑定动态码。
        </Notice>
      )}
      <View className="desk-fields">
        <View className="desk-choice">
          <SearchBox label="找账号" placeholder="工号或姓名" value={words} onChange={setWords} />
        </View>
        <Button block={false} kind="secondary" onPress={() => setAdding(!adding)}>
          新增账号
        </Button>
      </View>
      {adding && (
        <Card title="新增账号">
          <FailureNotice failure={create.failure} />
          <AccountForm
            me={me}
            busy={create.busy}
            action="新增账号"
            onSend={(values) => void create.run(values)}
            onClose={() => setAdding(false)}
          />
        </Card>
      )}
      <ResourceView resource={first} lines={5}>
        {({ total }) =>
          total === 0 ? (
            <Empty title={q ? `没有找到“${q}”` : '还没有账号'} icon="people" />
          ) : (
            <Card flush>
              {list.rows.map((account) => (
                <AccountLine key={account.id} account={account} me={me} onDone={done} />
              ))}
            </Card>
          )
        }
      </ResourceView>
      <FailureNotice failure={list.moreFailure} />
      {list.more && (
        <Button kind="secondary" loading={list.loadingMore} onPress={() => void list.more?.()}>
          {`再看一些（共 ${first.data?.total ?? 0} 个）`}
        </Button>
      )}
    </>
  );
}
