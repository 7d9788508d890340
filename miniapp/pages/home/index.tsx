import { Page } from '../../components/page';
import { ResourceView } from '../../components/resource-view';
import { usePreferences } from '../../platform/preferences';
import { ElderHome } from './elder-home';
import { StandardHome } from './standard-home';
import { useHome } from './use-home';

/** What about my matter, then search, then the rest; elder mode has a home page of its own. */
export default function HomePage() {
  const home = useHome();
  const { elderMode } = usePreferences();
  return (
    <Page title="昭通一站办" tab>
      <ResourceView resource={home} blocks={4}>
        {(data) => (elderMode ? <ElderHome home={data} /> : <StandardHome home={data} />)}
      </ResourceView>
    </Page>
  );
}
