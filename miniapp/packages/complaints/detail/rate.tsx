import { Card } from '../../../components/card';
import { Row } from '../../../components/row';
import { open, pageUrl } from '../../../platform/navigate';
import type { ComplaintDetail } from '../parts/form';

/** The way to rating how it was handled; voluntary. */
export function Rate({ detail: { id, canEvaluate, evaluationId } }: { detail: ComplaintDetail }) {
  if (!canEvaluate && !evaluationId) return null;
  return (
    <Card flush>
      <Row
        icon="edit"
        title={evaluationId ? '看我的评价' : '评价这次办理'}
        note={evaluationId ? undefined : '自愿，不评也可以'}
        onPress={() => void open(pageUrl('/packages/evaluation/rate/index', { kind: 'complaint', id }))}
      />
    </Card>
  );
}
