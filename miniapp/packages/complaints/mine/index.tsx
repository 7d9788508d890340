import { View } from '@tarojs/components';
import { useState } from 'react';
import { call, useSignedIn } from '../../../api';
import { BottomBar } from '../../../components/bottom-bar';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { Segmented } from '../../../components/choice';
import { FailureNotice } from '../../../components/failure-notice';
import { matterTones } from '../../../components/matter-card';
import { Page } from '../../../components/page';
import { PersonView } from '../../../components/person-view';
import { Row } from '../../../components/row';
import { SignInCard } from '../../../components/sign-in-card';
import { Empty } from '../../../components/states';
import { Tag } from '../../../components/tag';
import { useMore } from '../../../hooks/use-more';
import { useResource } from '../../../hooks/use-resource';
import { momentOf } from '../../../hooks/words';
import { open } from '../../../platform/navigate';
import '../parts/complaints.css';
import { detailUrl } from '../parts/use-complaint';

type Shown = 'open' | 'closed';

const views: { value: Shown; title: string }[] = [
  { value: 'open', title: '在办' },
  { value: 'closed', title: '以往' },
];

/** My complaints by name; those without one are found by their code. */
export default function MinePage() {
  const signedIn = useSignedIn();
  return (
    <Page
      title="我的投诉"
      footer={
        <BottomBar>
          <Button onPress={() => void open('/packages/complaints/file/index')}>写一份投诉</Button>
        </BottomBar>
      }
    >
      {signedIn ? (
        <Complaints />
      ) : (
        <SignInCard title="登录后看您的投诉">实名的投诉在这里；匿名的不用登录，凭查询码看。</SignInCard>
      )}
      <Card flush>
        <Row
          icon="search"
          title="查匿名投诉"
          note="凭编号和查询码查，不用登录"
          onPress={() => void open('/packages/complaints/lookup/index')}
        />
      </Card>
    </Page>
  );
}

function Complaints() {
  const [state, setState] = useState<Shown>('open');
  const query = { state };
  const first = useResource('GET /complaints', { query }, { freshFor: 0 });
  const list = useMore(first.data, (page) => call('GET /complaints', { query: { ...query, page } }));
  return (
    <>
      <Segmented label="看哪些" segments={views} value={state} onChange={setState} />
      <PersonView resource={first} blocks={2} lines={4}>
        {({ total }) =>
          total === 0 ? (
            <Empty title={state === 'open' ? '现在没有在办的投诉' : '还没有办结的投诉'} icon="done">
              {state === 'open' ? '办结、撤回了的在“以往”里。' : '办结、撤回、没有受理的都会留在这里。'}
            </Empty>
          ) : (
            <>
              {list.rows.map((one) => (
                <Card key={one.id}>
                  <View className="line">
                    <Tag tone={matterTones[one.tone]}>{one.stateWords}</Tag>
                    <View className="text-small">{one.number}</View>
                  </View>
                  <View className="text-lead">{one.title}</View>
                  <View className="text-second">
                    {one.categoryWords} · {momentOf(one.filedAt)} 提交
                  </View>
                  {one.byWords && <View className="complaint-by">{one.byWords}</View>}
                  <View>{one.nextStep}</View>
                  <View className="text-second">{one.holder}</View>
                  <Button
                    kind="secondary"
                    label={`看办到哪一步：${one.title} ${one.number}`}
                    onPress={() => void open(detailUrl({ id: one.id }))}
                  >
                    看办到哪一步
                  </Button>
                </Card>
              ))}
              <FailureNotice failure={list.moreFailure} />
              {list.more && (
                <Button kind="secondary" loading={list.loadingMore} onPress={() => void list.more?.()}>
                  {`再看一些（共 ${total} 份）`}
                </Button>
              )}
            </>
          )
        }
      </PersonView>
    </>
  );
}
