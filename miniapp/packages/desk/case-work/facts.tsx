import { View } from '@tarojs/components';
import type { CaseDeadline } from '../../../../shared/contract/cases';
import type { StaffCase, StaffCaseRow } from '../../../../shared/contract/staff-cases';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { Fact } from '../../../components/facts';
import { Notice } from '../../../components/notice';
import { Tag, type Tone } from '../../../components/tag';
import { momentOf } from '../../../hooks/words';
import { open, pageUrl } from '../../../platform/navigate';
import { hows } from './acts';

/** How pressing a case is, in a word and a tone. */
export const urgencies: Record<StaffCaseRow['urgency'], { words: string; tone: Tone }> = {
  overdue: { words: '已超期', tone: 'red' },
  near: { words: '快到期', tone: 'amber' },
  half: { words: '已过一半', tone: 'amber' },
  calm: { words: '在期限内', tone: 'blue' },
  waiting: { words: '等申请人', tone: 'grey' },
  over: { words: '已结束', tone: 'green' },
};

/** Number, state and what runs out next. */
export function CaseHead({ of }: { of: StaffCase }) {
  const { words, tone } = urgencies[of.urgency];
  return (
    <View className="case-head">
      <View className="case-title">
        <View className="text-title">{of.itemName}</View>
        <View className="case-number">{of.number}</View>
      </View>
      <View className="line">
        <Tag tone="blue">{of.stateWords}</Tag>
        <Tag tone={tone}>{words}</Tag>
        {of.due && <View>{of.due.words}</View>}
      </View>
      {of.paused && (
        <Notice tone="amber" title="计时暂停">
          {of.paused.words}
        </Notice>
      )}
      {of.extension?.state === 'asked' && (
        <Notice tone="amber" title="申请了延长期限，等批准">
          {of.extension.askedBy}：{of.extension.reason}
        </Notice>
      )}
    </View>
  );
}

function limit(name: string, deadline: CaseDeadline | null) {
  return (
    deadline && (
      <Fact name={name}>
        {deadline.words}
        {deadline.provisional && '（次年放假安排没公布，暂定）'}
      </Fact>
    )
  );
}

/** Who, since when, until when, and how it was decided. */
export function CaseFacts({ of }: { of: StaffCase }) {
  return (
    <Card title="基本情况">
      <View>
        <Fact name="申请人">
          {of.applicantName}
          {of.byAgent && '（代办人提交）'}
        </Fact>
        {of.applicantPhone && <Fact name="电话">{of.applicantPhone}</Fact>}
        {of.receiptNumber && <Fact name="收件编号">{of.receiptNumber}</Fact>}
        {of.handedInAt && (
          <Fact name="提交">
            {momentOf(of.handedInAt)}，{of.channel === 'online' ? '网上' : '窗口'}
          </Fact>
        )}
        <Fact name="部门">{[of.department, ...of.jointDepartments].join('、')}</Fact>
        {of.handler && (
          <Fact name="首办责任人">
            {of.handler.name} {of.handler.number} {of.handler.window}
          </Fact>
        )}
        {limit('受理期限', of.acceptance)}
        {limit('承诺期限', of.promised)}
        {limit('法定期限', of.legal)}
        {limit('送达期限', of.delivery)}
        {of.note && <Fact name="申请人说明">{of.note}</Fact>}
        {of.supplement && (
          <Fact name="补正">
            <View>{of.supplement.asked.map(({ name, why }) => `${name}（${why}）`).join('；')}</View>
            <View className="text-second">{of.supplement.dueWords}</View>
          </Fact>
        )}
        {of.declined && (
          <Fact name="不予受理">
            {of.declined.reason}（{of.declined.basis}）
          </Fact>
        )}
        {of.decision && (
          <Fact name="决定">
            {of.decision.outcome === 'approved' ? '准予' : '不予许可'}，{of.decision.by}，
            {momentOf(of.decision.at)}
            {of.decision.refusal && `：${of.decision.refusal.reason}（${of.decision.refusal.basis}）`}
          </Fact>
        )}
        {of.result && <Result of={of.result} />}
      </View>
    </Card>
  );
}

/** How the result reaches the citizen, and the way to the parcel that brings it. */
function Result({ of }: { of: NonNullable<StaffCase['result']> }) {
  const { deliveryId } = of;
  return (
    <Fact name="送达">
      {hows[of.how]}，{momentOf(of.readyAt)} 做好
      {deliveryId && (
        <Button
          kind="link"
          onPress={() => void open(pageUrl('/packages/desk/parcel/index', { id: deliveryId }))}
        >
          看寄件
        </Button>
      )}
    </Fact>
  );
}

const opinions = { agree: '同意', object: '不同意' } as const;

/** What the departments said, and the special steps. */
export function Reviews({ of }: { of: StaffCase }) {
  if (of.reviews.length === 0 && of.specialSteps.length === 0) return null;
  return (
    <Card title="审查">
      <View>
        {of.reviews.map(({ department, opinion, note, by, at }) => (
          <Fact key={department} name={department}>
            {opinion ? `${opinions[opinion]}${note ? `：${note}` : ''}` : '还没有出具意见'}
            {by && at && (
              <View className="text-second">
                {by} {momentOf(at)}
              </View>
            )}
          </Fact>
        ))}
        {of.specialSteps.map(({ name, reason, counted, from, until, outcome }) => (
          <Fact key={`${name} ${from}`} name={name}>
            {reason}
            <View className="text-second">
              {momentOf(from)} 开始，{until ? `${momentOf(until)} 结束` : '进行中'}，
              {counted ? '计入期限' : '不计入期限'}
              {outcome && `：${outcome}`}
            </View>
          </Fact>
        ))}
      </View>
    </Card>
  );
}
