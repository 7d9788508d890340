import { View } from '@tarojs/components';
import type { StaffMe } from '../../../../shared/contract/staff';
import type { StaffComplaint } from '../../../../shared/contract/staff-complaints';
import { FailureNotice } from '../../../components/failure-notice';
import { Notice } from '../../../components/notice';
import { PhoneRow } from '../../../components/phone-row';
import { ResourceView } from '../../../components/resource-view';
import { Timeline } from '../../../components/timeline';
import '../case-work/case-work.css';
import { useColleagues } from '../case-work/colleagues';
import { ActsCard } from '../parts/acts-card';
import { bodyOf, type FormAct, formOf, isFormAct } from './acts';
import './complaint.css';
import { Dispatch } from './dispatch';
import { ComplaintFacts, ComplaintHead, Replies } from './facts';
import { Publication } from './publication';
import { Similar } from './similar';
import { useComplaint, type ComplaintWork as Work } from './use-complaint';

/** What one complaint says on the left; what this officer may do with it now, and what was done, on the right. */
export function ComplaintWork({ id, me }: { id: string; me: StaffMe }) {
  const work = useComplaint(id);
  return (
    <ResourceView resource={work.read} blocks={2} lines={5}>
      {(of) => (
        <View className="case-work">
          <ComplaintHead of={of} />
          <FailureNotice failure={work.run.failure} />
          <View className="complaint-halves">
            <View className="desk-column">
              <ComplaintFacts of={of} />
              <Replies of={of} />
            </View>
            <View className="desk-column">
              <Dispatch of={of} work={work} />
              <Acts of={of} work={work} me={me} />
              <Similar of={of} work={work} />
              <Publication of={of} work={work} />
              <Timeline entries={of.timeline} />
            </View>
          </View>
        </View>
      )}
    </ResourceView>
  );
}

function Acts({ of, work, me }: { of: StaffComplaint; work: Work; me: StaffMe }) {
  const colleagues = useColleagues(of.actions.includes('assign'));
  const proposed = (of.proposal?.handlers ?? []).map(({ id, name, number, department }) => ({
    value: id,
    title: `${name} ${number}`,
    note: [department, '建议'].filter(Boolean).join(' · '),
  }));
  const others = [
    ...proposed,
    ...colleagues.filter(
      ({ value }) => value !== me.id && proposed.every((officer) => officer.value !== value),
    ),
  ];
  const offers = of.actions.filter(isFormAct).flatMap((action) => {
    const form = formOf(action, of, others);
    // The one press of the proposal takes it as well.
    const weight = of.proposal && action === 'accept' ? 'side' : form?.weight;
    return form && weight ? [{ action, form: { ...form, weight } }] : [];
  });
  return (
    <ActsCard<FormAct>
      offers={offers}
      work={work}
      bodyOf={bodyOf}
      beside={(action) => action === 'call-back' && <WhomToCall of={of} />}
      idle={of.actions.length === 0 && <Notice title={idleWords(of)} />}
    />
  );
}

/** Why nothing is to be done here, or by somebody else. */
function idleWords({ state, handler, lead }: StaffComplaint): string {
  if (lead) return `跟着 ${lead.number} 一起核查和答复，这里不用另外做。`;
  if (state === 'assigned' || state === 'investigating')
    return `${handler ?? '承办人'} 正在办，现在没有要您做的。`;
  if (state === 'replied' || state === 'called-back')
    return '由没有承办过的分派或主管回访、归档；都承办过的，请管理员给一位同事加上“分派”。';
  return '现在没有要您做的。';
}

function WhomToCall({ of: { phone, complainant, anonymous } }: { of: StaffComplaint }) {
  if (phone) {
    return (
      <View>
        <PhoneRow who={`打给 ${complainant ?? '投诉人'}`} number={phone} />
        <View className="text-second">先说您是政务服务中心的，再问答复收到没有、满意不满意。</View>
      </View>
    );
  }
  return (
    <Notice title="没有可以打的电话">
      {anonymous
        ? '匿名投诉，投诉人凭查询码看答复。记“没有打通”，说明里写“匿名”。'
        : '投诉人没有留电话。记“没有打通”，说明里写明。'}
    </Notice>
  );
}
