import { View } from '@tarojs/components';
import { asksForElderMode } from '../../../shared/domain/words';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { ItemRow } from '../../components/item-row';
import { Notice } from '../../components/notice';
import { Page } from '../../components/page';
import { dial } from '../../components/phone-row';
import { Pressable } from '../../components/pressable';
import { AgeNote, SlowNote } from '../../components/resource-view';
import { SearchBox } from '../../components/search-box';
import { Skeleton } from '../../components/skeleton';
import { Empty, ErrorState } from '../../components/states';
import { useSizes } from '../../hooks/use-sizes';
import { a11y } from '../../platform/a11y';
import { open } from '../../platform/navigate';
import { AskedBefore } from './asked-before';
import { Filters } from './filters';
import { type ItemSearch, useItemSearch } from './use-item-search';

/** Search as one types, filters with counts, and every service item there is. */
export default function ServicesPage() {
  const search = useItemSearch();
  const { wanted, want, found, failure, loading, retry } = search;
  // What the phone kept of an earlier version has no answers.
  const asked = wanted.q !== '' && <AskedBefore q={wanted.q.trim()} answers={found?.answers ?? []} />;
  return (
    <Page title="办事" tab>
      <SearchBox
        label="搜事项"
        placeholder="事项名、部门或拼音首字母"
        value={wanted.q}
        onChange={(q) => want({ q })}
        focusTurn={search.focusTurn}
      />
      {asksForElderMode(wanted.q) && <ElderOffer />}
      <Recent search={search} />
      {found && <Filters wanted={wanted} facets={found.facets} onChange={want} />}
      {search.slow && <SlowNote />}
      {loading && <Skeleton blocks={4} lines={3} />}
      {failure && !found && <ErrorState title={failure.message} next={failure.next} onRetry={retry} />}
      {found && <AgeNote at={search.at} failed={failure !== null} onRetry={retry} />}
      {/* Where there is no item an answer may be all there is. */}
      {found?.total === 0 && asked}
      {found && <Results search={search} />}
      {found && found.total > 0 && asked}
    </Page>
  );
}

function Results({ search }: { search: ItemSearch }) {
  const { found, more, loadingMore } = search;
  if (!found) return null;
  if (found.total === 0) return <NothingFound search={search} />;
  const rest = found.total - found.items.length;
  return (
    <>
      <View className="text-second" {...a11y({ role: 'status', live: 'polite' })}>
        共 {found.total} 项
      </View>
      <Card flush>
        {found.items.map((item) => (
          <ItemRow key={item.code} item={item} />
        ))}
      </Card>
      {found.next && (
        <Button kind="secondary" loading={loadingMore} onPress={() => void more()}>
          {`再看 ${Math.min(20, rest)} 条（还有 ${rest} 条）`}
        </Button>
      )}
      <View className="text-small">事项和时限是示例数据，以窗口公布的为准。</View>
    </>
  );
}

function NothingFound({ search: { wanted, want } }: { search: ItemSearch }) {
  const narrowed = wanted.list || wanted.department || wanted.county || wanted.venue;
  return (
    <Empty title={wanted.q ? `没有找到“${wanted.q.trim()}”` : '这样筛选没有事项'} icon="search">
      <View className="text-second">换个说法试试，例如 身份证、社保卡、营业执照；也可以打电话问。</View>
      {narrowed && (
        <Button
          kind="secondary"
          onPress={() =>
            want({ list: undefined, department: undefined, county: undefined, venue: undefined })
          }
        >
          去掉筛选再找
        </Button>
      )}
      <Button kind="secondary" icon="message" onPress={() => void open('/packages/questions/ask/index')}>
        问一个问题
      </Button>
      <Button kind="secondary" icon="phone" onPress={() => dial('12345')}>
        打 12345 问
      </Button>
    </Empty>
  );
}

function Recent({ search: { wanted, want, recent, forgetRecent } }: { search: ItemSearch }) {
  if (wanted.q !== '' || recent.length === 0) return null;
  return (
    <View className="line" {...a11y({ role: 'group', label: '最近搜过' })}>
      <View className="text-second">最近搜过</View>
      {recent.map((words) => (
        <Pressable key={words} className="segment" label={`搜 ${words}`} onPress={() => want({ q: words })}>
          {words}
        </Pressable>
      ))}
      <Button kind="link" label="清掉最近搜过的" onPress={forgetRecent}>
        清掉
      </Button>
    </View>
  );
}

/** Elder mode can be reached by searching for it (MIIT 适老化通用设计规范). */
function ElderOffer() {
  const { elderMode, setElderMode } = useSizes();
  return (
    <Notice
      icon="text"
      title={elderMode ? '正在使用长辈版' : '要用长辈版吗？'}
      actions={
        <Button kind="link" onPress={() => setElderMode(!elderMode)}>
          {elderMode ? '回到标准版' : '切换到长辈版'}
        </Button>
      }
    >
      字更大，按钮更大，首页只有四件事。
    </Notice>
  );
}
