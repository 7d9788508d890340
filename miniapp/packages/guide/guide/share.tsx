import type { Guide } from '../../../../shared/contract';
import { Button } from '../../../components/button';
import { copy } from '../../../hooks/copy';
import { isWeapp } from '../../../platform/env';

/** Hands the guide on: WeChat's own share, the browser's, or a link to copy. */
export function ShareGuide({ guide }: { guide: Guide }) {
  const share = () => {
    const link = { title: guide.name, url: window.location.href };
    if (navigator.share) navigator.share(link).catch(() => undefined);
    else void copy(link.url);
  };
  return isWeapp ? (
    <Button kind="secondary" icon="share" openType="share">
      发给家里人
    </Button>
  ) : (
    <Button kind="secondary" icon="share" onPress={share}>
      发给家里人
    </Button>
  );
}
