import { Card } from '../../components/card';
import { Row } from '../../components/row';
import { useResource } from '../../hooks/use-resource';
import { open } from '../../platform/navigate';

/** What I asked, complained of and rated, and what is published of all that. */
export function Said({ signedIn }: { signedIn: boolean }) {
  return (
    <Card flush>
      {signedIn && <RatingsRow />}
      {signedIn && (
        <Row
          icon="message"
          title="我的咨询"
          note="问过的和答复"
          onPress={() => void open('/packages/questions/mine/index')}
        />
      )}
      {signedIn && (
        <Row
          icon="warning"
          title="我的投诉"
          note="办到哪一步、谁在办"
          onPress={() => void open('/packages/complaints/mine/index')}
        />
      )}
      <Row
        icon="edit"
        title="我要投诉"
        note="事没办成、多要材料、态度不好；可以匿名"
        onPress={() => void open('/packages/complaints/file/index')}
      />
      <Row
        icon="document"
        title="公开栏"
        note="投诉和评价的数字、公开的答复"
        onPress={() => void open('/packages/complaints/published/index')}
      />
    </Card>
  );
}

/** Rating is voluntary: how many could be rated is said in plain words, without a mark that wants to go away. */
function RatingsRow() {
  const { data } = useResource('GET /evaluations', {});
  const due = data?.due.length ?? 0;
  return (
    <Row
      icon="edit"
      title="我的评价"
      note="可以评，也可以不评"
      value={due > 0 ? `${due} 件可以评` : undefined}
      onPress={() => void open('/packages/evaluation/mine/index')}
    />
  );
}
