import type { ServiceKind } from '../../shared/contract/evaluations';
import { useResource } from '../hooks/use-resource';
import { open, pageUrl } from '../platform/navigate';
import { Card } from './card';
import { Row } from './row';

interface RateRowProps {
  kind: ServiceKind;
  id: string;
  /** Nothing is asked of the server while the service is not over. */
  over: boolean;
}

/** Leads from a service that is over to rating it, or to how it was rated; nothing where it can be neither. */
export function RateRow({ kind, id, over }: RateRowProps) {
  const { data } = useResource('GET /evaluations', over ? { query: { kind, id } } : null);
  const given = data?.given[0];
  if (!over || !data || (!given && data.due.length === 0)) return null;
  return (
    <Card flush>
      {given ? (
        <Row
          icon="message"
          title="我的评价"
          value={given.gradeWords}
          onPress={() => void open(pageUrl('/packages/evaluation/detail/index', { id: given.id }))}
        />
      ) : (
        <Row
          icon="message"
          title="评一评这次服务"
          note="可以不评"
          onPress={() => void open(pageUrl('/packages/evaluation/rate/index', { kind, id }))}
        />
      )}
    </Card>
  );
}
