import { View } from '@tarojs/components';
import type { StaffRectification, StaffRectificationAction } from '../../../../shared/contract/evaluations';
import { FailureNotice } from '../../../components/failure-notice';
import { Notice } from '../../../components/notice';
import { PhoneRow } from '../../../components/phone-row';
import { ResourceView } from '../../../components/resource-view';
import { Tag } from '../../../components/tag';
import { Timeline } from '../../../components/timeline';
import { act } from '../api/client';
import { useRead } from '../api/use-read';
import '../case-work/case-work.css';
import { ActsCard } from '../parts/acts-card';
import { type ActBody, useWork } from '../parts/use-work';
import { RatingCard } from '../ratings/rating';
import { bodyOf, offersOf } from './acts';

/** All acts have the same shape of request; what each wants in its body is checked by the server. */
function post(
  action: StaffRectificationAction,
  { id, version }: StaffRectification,
  body: ActBody,
): Promise<StaffRectification> {
  const name = `POST /staff/rectifications/{id}/${action}` as 'POST /staff/rectifications/{id}/close';
  return act(name, { params: { id }, body: { version, ...body } });
}

/** One rectification: the rating that opened it, who is to be called, and what to do now. */
export function RectificationWork({ id }: { id: string }) {
  const work = useWork(useRead('GET /staff/rectifications/{id}', id ? { params: { id } } : null), post);
  return (
    <ResourceView resource={work.read} blocks={2} lines={4}>
      {(of) => (
        <View className="case-work">
          <Head of={of} />
          <FailureNotice failure={work.run.failure} />
          <View className="rating-halves">
            <View className="desk-column">
              <RatingCard rating={of.evaluation} />
              <Timeline entries={of.timeline} />
            </View>
            <View className="desk-column">
              <ActsCard<StaffRectificationAction>
                offers={offersOf(of)}
                work={work}
                bodyOf={bodyOf}
                beside={(action) => action === 'call-back' && <WhomToCall of={of} />}
                idle={<Notice title={idleWords(of)} />}
              />
            </View>
          </View>
        </View>
      )}
    </ResourceView>
  );
}

function Head({ of }: { of: StaffRectification }) {
  return (
    <View className="case-head">
      <View className="text-title">{of.evaluation.itemName ?? '一次服务'}</View>
      <View className="line">
        <RectificationTags of={of} />
        {of.byWords && <View>{of.byWords}</View>}
      </View>
    </View>
  );
}

/** How a rectification stands, each a word. */
export function RectificationTags({ of }: { of: StaffRectification }) {
  const over = of.state === 'closed' || of.state === 'dismissed';
  return (
    <>
      <Tag tone={over ? 'green' : 'amber'}>{of.stateWords}</Tag>
      {of.overdue && <Tag tone="red">已超期</Tag>}
      {of.escalated && <Tag tone="red">上级督办</Tag>}
    </>
  );
}

function idleWords({ state }: StaffRectification): string {
  if (state === 'appealed') return '等主管认定。';
  if (state === 'rectified') return '已经整改，等主管回访。';
  if (state === 'called-back') return '已经回访，等主管办结。';
  if (state === 'closed' || state === 'dismissed') return '已经结束，没有要做的。';
  return '现在没有要您做的。';
}

function WhomToCall({ of: { callBack } }: { of: StaffRectification }) {
  if (!callBack)
    return <Notice title="没有可以打的电话">评价的人没有留电话。记“没有打通”，说明里写明。</Notice>;
  return (
    <View>
      <PhoneRow who={`打给 ${callBack.name}`} number={callBack.phone} />
      <View className="text-second">只用来回访这一次，不抄下来，也不告诉被评价的人。</View>
    </View>
  );
}
