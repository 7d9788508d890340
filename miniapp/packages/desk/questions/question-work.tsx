import { View } from '@tarojs/components';
import { useMemo } from 'react';
import type { StaffQuestion } from '../../../../shared/contract/questions';
import type { StaffMe } from '../../../../shared/contract/staff';
import { Card } from '../../../components/card';
import { Fact } from '../../../components/facts';
import { FailureNotice } from '../../../components/failure-notice';
import { Notice } from '../../../components/notice';
import { ResourceView } from '../../../components/resource-view';
import { Tag } from '../../../components/tag';
import { momentOf } from '../../../hooks/words';
import { act } from '../api/client';
import type { StaffInput } from '../api/types';
import { useRead } from '../api/use-read';
import { ActsCard } from '../parts/acts-card';
import { type ActBody, useWork } from '../parts/use-work';
import { bodyOf, offersOf, type QuestionAct } from './acts';

type Close = 'POST /staff/questions/{id}/close';

/** All acts have the same shape of request; what each wants in its body is checked by the server. */
function post(action: QuestionAct, { id, version }: StaffQuestion, body: ActBody): Promise<StaffQuestion> {
  const name = `POST /staff/questions/{id}/${action}` as Close;
  return act(name, { params: { id }, body: { version, ...body } as StaffInput<Close>['body'] });
}

interface QuestionWorkProps {
  id: string;
  me: StaffMe;
  /** Something was done: the list is another one. */
  onDone: () => void;
}

/** One question: what was asked, what was answered, and what to do now. */
export function QuestionWork({ id, me, onDone }: QuestionWorkProps) {
  const read = useRead('GET /staff/questions/{id}', { params: { id } });
  const work = useWork(read, async (action: QuestionAct, of, body) => {
    const after = await post(action, of, body);
    onDone();
    return after;
  });
  const departments = useDepartments(me.venue?.id ?? null);
  return (
    <ResourceView resource={work.read} blocks={1} lines={5}>
      {(of) => (
        <View className="desk-column">
          <FailureNotice failure={work.run.failure} />
          <Asked of={of} />
          {of.answer && (
            <Card
              title="答复"
              aside={
                <Tag tone={of.answer.published ? 'green' : 'grey'}>
                  {of.answer.published ? '公开给大家' : '只有提问的人看得到'}
                </Tag>
              }
            >
              <View className="question-words">{of.answer.words}</View>
              <View className="text-second">
                {of.answer.by} · {momentOf(of.answer.at)}
              </View>
            </Card>
          )}
          <ActsCard<QuestionAct>
            offers={offersOf(of, departments)}
            work={work}
            bodyOf={bodyOf}
            idle={<Notice title="已经结束，没有要做的。" />}
          />
        </View>
      )}
    </ResourceView>
  );
}

function Asked({ of }: { of: StaffQuestion }) {
  return (
    <Card title={of.itemName ?? '一般的问题'} aside={<QuestionTags of={of} />}>
      <View className="question-words question-asked">{of.words}</View>
      {(of.safety === 'risky' || of.safety === 'review') && (
        <Notice tone="amber" title="文字要留意">
          内容安全提示里面可能有不合适的内容。照常答复，公开前看清楚。
        </Notice>
      )}
      <View>
        <Fact name="提问的人">{of.asker}</Fact>
        <Fact name="提问">{momentOf(of.askedAt)}</Fact>
        <Fact name="答复部门">
          {of.department} · {of.venueName}
        </Fact>
        {of.byWords && <Fact name="期限">{of.byWords}</Fact>}
      </View>
    </Card>
  );
}

/** How a question stands, each a word. */
export function QuestionTags({ of }: { of: StaffQuestion }) {
  const tone = of.state === 'asked' ? 'amber' : of.state === 'answered' ? 'green' : 'grey';
  return (
    <View className="line">
      {of.overdue && <Tag tone="red">已超期</Tag>}
      <Tag tone={tone}>{of.stateWords}</Tag>
    </View>
  );
}

/** Departments that have a window in the hall. */
function useDepartments(venueId: string | null): string[] {
  const { data } = useRead('GET /venues/{id}', venueId ? { params: { id: venueId } } : null);
  return useMemo(
    () => [...new Set(data?.windows.map(({ department }) => department).filter(Boolean) ?? [])],
    [data],
  );
}
