import type { FaqEntry } from '../../../shared/contract/questions';
import { Answered } from '../../components/answered';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { open, pageUrl } from '../../platform/navigate';

/** Answers that others got to what was searched, and the way to all of them. */
export function AskedBefore({ q, answers }: { q: string; answers: readonly FaqEntry[] }) {
  if (answers.length === 0) return null;
  return (
    <Card title="大家问过的">
      <Answered entries={answers} />
      <Button kind="link" onPress={() => void open(pageUrl('/packages/questions/faq/index', { q }))}>
        看全部，或者自己问
      </Button>
    </Card>
  );
}
