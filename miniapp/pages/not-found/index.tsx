import { Button } from '../../components/button';
import { Page } from '../../components/page';
import { Empty } from '../../components/states';
import { openSearch } from '../../hooks/search-intent';
import { open } from '../../platform/navigate';

/** For an address that leads nowhere: the browser would show nothing at all. */
export default function NotFoundPage() {
  return (
    <Page title="没有这个页面">
      <Empty title="这个地址没有对应的页面" icon="search">
        可能是链接不完整，或者页面已经换了地方。
        <Button onPress={() => void open('/pages/home/index')}>回到首页</Button>
        <Button kind="secondary" onPress={() => openSearch({ focus: true })}>
          去搜事项
        </Button>
      </Empty>
    </Page>
  );
}
