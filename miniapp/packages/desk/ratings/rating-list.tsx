import { View } from '@tarojs/components';
import { useState } from 'react';
import type { StaffEvaluation } from '../../../../shared/contract/evaluations';
import type { StaffMe } from '../../../../shared/contract/staff';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { Segmented } from '../../../components/choice';
import { FailureNotice } from '../../../components/failure-notice';
import { ResourceView } from '../../../components/resource-view';
import { Empty } from '../../../components/states';
import { useMore } from '../../../hooks/use-more';
import { open, pageUrl } from '../../../platform/navigate';
import { ask } from '../api/client';
import { useRead } from '../api/use-read';
import { Flags } from './flags';
import { Month, thisMonth } from './month';
import { Rating } from './rating';
import { seesOthers } from './reach';

type Scope = 'mine' | 'bad' | 'flagged' | 'all';

const scopes: Record<Scope, { title: string; none: string; note: string }> = {
  mine: {
    title: '给我的',
    none: '这个月还没有人评价您的服务',
    note: '群众自愿评价；评价的人是谁不会显示，当天的第二天才看得到。',
  },
  bad: { title: '差评', none: '这个月没有差评', note: '不满意和非常不满意的在这里，每一条都要整改。' },
  flagged: {
    title: '要核实的',
    none: '没有要核实的评价',
    note: '一分钟内连着好评、从窗口自己的网络评价的会标出来，由人核实。',
  },
  all: { title: '全部', none: '这个月还没有评价', note: '群众自愿评价；没有评价的不算满意，也不算不满意。' },
};

/** Who neither mends nor supervises reads what was said of themselves; what is conspicuous is for supervisors. */
function scopesFor({ roles }: StaffMe): readonly Scope[] {
  if (roles.includes('supervisor')) return ['mine', 'bad', 'flagged', 'all'];
  return seesOthers(roles) ? ['mine', 'bad', 'all'] : ['mine', 'bad'];
}

/** Ratings of a month within reach. */
export function RatingList({ me }: { me: StaffMe }) {
  const supervises = me.roles.includes('supervisor');
  const [scope, setScope] = useState<Scope>(seesOthers(me.roles) ? 'bad' : 'mine');
  const [month, setMonth] = useState(thisMonth());
  // What is to be looked at is looked at whenever it was given.
  const query = scope === 'flagged' ? { scope } : { scope, month };
  const first = useRead('GET /staff/evaluations', { query });
  const list = useMore(first.data, (page) => ask('GET /staff/evaluations', { query: { ...query, page } }));
  const shown = scopesFor(me);
  return (
    <>
      <View className="rating-bar">
        <Segmented
          label="哪些评价"
          segments={shown.map((value) => ({ value, title: scopes[value].title }))}
          value={scope}
          onChange={setScope}
        />
        {scope !== 'flagged' && <Month month={month} onChange={setMonth} />}
      </View>
      <ResourceView resource={first} blocks={3}>
        {({ total }) =>
          total === 0 ? (
            <Empty title={scopes[scope].none} icon="done">
              {scopes[scope].note}
            </Empty>
          ) : (
            <Card flush>
              {list.rows.map((rating) => (
                <Entry key={rating.id} rating={rating} decides={supervises} onDone={first.reload} />
              ))}
            </Card>
          )
        }
      </ResourceView>
      <FailureNotice failure={list.moreFailure} />
      {list.more && (
        <Button kind="secondary" loading={list.loadingMore} onPress={() => void list.more?.()}>
          {`再看一些（共 ${first.data?.total ?? 0} 条）`}
        </Button>
      )}
    </>
  );
}

interface EntryProps {
  rating: StaffEvaluation;
  decides: boolean;
  onDone: () => void;
}

function Entry({ rating, decides, onDone }: EntryProps) {
  const { rectificationId } = rating;
  return (
    <View className="rating-entry">
      <Rating rating={rating} />
      <Flags rating={rating} decides={decides} onDone={onDone} />
      {rectificationId && (
        <View className="desk-buttons">
          <Button
            kind="link"
            label={`看整改：${rating.itemName ?? rating.venueName}`}
            onPress={() => void open(pageUrl('/packages/desk/rectification/index', { id: rectificationId }))}
          >
            看整改
          </Button>
        </View>
      )}
    </View>
  );
}
