import { useSignedIn } from '../../api';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { Segmented } from '../../components/choice';
import { FailureNotice } from '../../components/failure-notice';
import { MatterCard } from '../../components/matter-card';
import { Page } from '../../components/page';
import { ResourceView } from '../../components/resource-view';
import { Row } from '../../components/row';
import { SearchBox } from '../../components/search-box';
import { SignInCard } from '../../components/sign-in-card';
import { Empty } from '../../components/states';
import { openSearch } from '../../hooks/search-intent';
import { open } from '../../platform/navigate';
import { type MatterView, useMatters } from './use-matters';

/** Everything I wait for in one list, what needs me first; and the history. */
export default function MattersPage() {
  const signedIn = useSignedIn();
  return (
    <Page title="我的事" tab>
      {signedIn ? (
        <MatterList />
      ) : (
        <SignInCard title="登录后看您的事">约好的时间、签到码、要您做的事，都会在这里。</SignInCard>
      )}
      <Card flush>
        <Row
          icon="search"
          title="查别的办件"
          note="凭办件编号查，不用登录"
          onPress={() => void open('/packages/cases/lookup/index')}
        />
      </Card>
    </Page>
  );
}

const views: { value: MatterView; title: string }[] = [
  { value: 'open', title: '在办' },
  { value: 'closed', title: '以往' },
];

function MatterList() {
  const list = useMatters();
  const { view, q } = list;
  return (
    <>
      <Segmented label="看哪些" segments={views} value={view} onChange={list.setView} />
      <SearchBox
        label="按编号或事项找"
        placeholder="预约号、办件编号或事项名"
        value={list.words}
        onChange={list.setWords}
      />
      <ResourceView resource={list} blocks={2} lines={4}>
        {({ total }) =>
          total === 0 ? (
            <NoMatters view={view} q={q} />
          ) : (
            <>
              {list.rows.map((matter) => (
                <MatterCard key={`${matter.kind} ${matter.id}`} matter={matter} />
              ))}
              <FailureNotice failure={list.moreFailure} />
              {list.more && (
                <Button kind="secondary" loading={list.loadingMore} onPress={() => void list.more?.()}>
                  {`再看一些（共 ${total} 件）`}
                </Button>
              )}
            </>
          )
        }
      </ResourceView>
    </>
  );
}

function NoMatters({ view, q }: { view: MatterView; q: string }) {
  if (q !== '') {
    return (
      <Empty title={`没有找到“${q}”`} icon="search">
        {view === 'open' ? '办完或取消了的在“以往”里。' : '还在办的在“在办”里。'}
      </Empty>
    );
  }
  if (view === 'closed') return <Empty title="还没有办完的事">办完、取消、过期的都会留在这里。</Empty>;
  return (
    <Empty title="现在没有在等的事" icon="done">
      约了窗口、交了申请，时间和进度就在这里。
      <Button onPress={() => openSearch({ focus: true })}>找一件事来办</Button>
    </Empty>
  );
}
