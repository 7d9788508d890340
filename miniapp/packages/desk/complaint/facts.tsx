import { View } from '@tarojs/components';
import type { StaffComplaint, StaffComplaintRow } from '../../../../shared/contract/staff-complaints';
import { complaintStates } from '../../../../shared/domain/complaint';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { Fact } from '../../../components/facts';
import { Notice } from '../../../components/notice';
import { Tag, type Tone } from '../../../components/tag';
import { momentOf } from '../../../hooks/words';
import { open, pageUrl } from '../../../platform/navigate';
import { Photos } from './photos';

const tones: Record<(typeof complaintStates)[StaffComplaintRow['state']]['tone'], Tone> = {
  action: 'blue',
  waiting: 'blue',
  done: 'green',
  lost: 'grey',
};
const escalations = ['', '大厅主管督办', '市级主管督办'] as const;

/** What is pressing or special about a complaint, each a word. */
export function ComplaintTags({ of }: { of: StaffComplaintRow }) {
  const escalated = escalations[of.escalated];
  return (
    <>
      <Tag tone={tones[complaintStates[of.state].tone]}>{of.stateWords}</Tag>
      {of.overdue && <Tag tone="red">已超期</Tag>}
      {escalated && <Tag tone="red">{escalated}</Tag>}
      {of.round === 2 && <Tag tone="amber">第二次核查</Tag>}
      {of.anonymous && <Tag tone="grey">匿名</Tag>}
    </>
  );
}

/** Number, how it stands, by when, and why somebody has to see to it. */
export function ComplaintHead({ of }: { of: StaffComplaint }) {
  const { extension } = of;
  return (
    <View className="case-head">
      <View className="case-title">
        <View className="text-title">{of.categoryWords}</View>
        <View className="case-number">{of.number}</View>
      </View>
      <View className="line">
        <ComplaintTags of={of} />
        {of.byWords && <View>{of.byWords}</View>}
      </View>
      {of.task && of.actions.length > 0 && <Notice tone="amber" title={`要处理：${of.task}`} />}
      {extension.state === 'asked' && (
        <Notice tone="amber" title={`申请延长 ${extension.days ?? ''} 个工作日，等主管决定`}>
          {extension.why}
        </Notice>
      )}
      {(of.safety === 'risky' || of.safety === 'review') && (
        <Notice tone="amber" title="文字或照片要留意">
          内容安全提示里面可能有不合适的内容。投诉照常办理，公开前看清楚。
        </Notice>
      )}
    </View>
  );
}

/** What happened, in the words of whoever complained, and what it is about. */
export function ComplaintFacts({ of }: { of: StaffComplaint }) {
  const { caseId } = of;
  return (
    <Card title="发生了什么">
      <View className="complaint-words">{of.what}</View>
      <Photos of={of.photos} />
      <View>
        {of.wanted && (
          <Fact name="想要">
            <View className="complaint-words">{of.wanted}</View>
          </Fact>
        )}
        <Fact name="时间">{of.whenWords ?? '没有说'}</Fact>
        <Fact name="地点">{of.placeWords ?? '没有说'}</Fact>
        {of.itemName && <Fact name="事项">{of.itemName}</Fact>}
        {of.caseNumber && (
          <Fact name="办件">
            {of.caseNumber}
            {caseId && (
              <Button
                kind="link"
                onPress={() => void open(pageUrl('/packages/desk/case/index', { id: caseId }))}
              >
                看办件
              </Button>
            )}
          </Fact>
        )}
        <Fact name="投诉人">{of.complainant ?? '匿名'}</Fact>
        <Fact name="提交">{momentOf(of.filedAt)}</Fact>
        <Fact name="承办">{of.handler ?? '还没有分派'}</Fact>
        <Together of={of} />
        {of.extension.state === 'approved' && (
          <Fact name="延期">
            已同意延长 {of.extension.days} 个工作日：{of.extension.why}
          </Fact>
        )}
        {of.extension.state === 'refused' && <Fact name="延期">没有同意延长</Fact>}
      </View>
      {of.supplements.map(({ at, words, photos }) => (
        <View key={at} className="complaint-part">
          <View className="complaint-part-title">补充 {momentOf(at)}</View>
          {words && <View className="complaint-words">{words}</View>}
          <Photos of={photos} />
        </View>
      ))}
    </Card>
  );
}

/** Complaints that are handled with this one. */
function Together({ of: { lead, members } }: { of: StaffComplaint }) {
  const others = lead ? [lead] : members;
  if (others.length === 0) return null;
  return (
    <Fact name={lead ? '并到' : '并来的'}>
      <View className="desk-buttons">
        {others.map(({ id, number }) => (
          <Button
            key={id}
            kind="link"
            onPress={() => void open(pageUrl('/packages/desk/complaint/index', { id }))}
          >
            {number}
          </Button>
        ))}
      </View>
      <View className="text-second">
        {lead ? '跟着那一件一起核查和答复。' : '一起核查，答复会分别送到每一位投诉人。'}
      </View>
    </Fact>
  );
}

const endings = { done: '已办成', impossible: '依法不能办', planned: '有计划' } as const;

/** What was answered so far, the latest first. */
export function Replies({ of }: { of: StaffComplaint }) {
  if (of.replies.length === 0) return null;
  return (
    <Card title="答复">
      {[...of.replies].reverse().map((reply) => (
        <View key={reply.at} className="complaint-part">
          <View className="text-second">
            {reply.round === 2 && '第二次核查 · '}
            {reply.by} · {momentOf(reply.at)}
          </View>
          <Said name="查到了什么" words={reply.found} />
          <Said name="做了什么" words={reply.done} />
          <Said name="依据" words={reply.basis} />
          {reply.ending && (
            <Said
              name="结果"
              words={[endings[reply.ending], reply.planBy && `${reply.planBy} 前办成`, reply.endingWords]
                .filter(Boolean)
                .join('，')}
            />
          )}
        </View>
      ))}
    </Card>
  );
}

function Said({ name, words }: { name: string; words: string }) {
  return (
    <View>
      <View className="complaint-part-title">{name}</View>
      <View className="complaint-words">{words}</View>
    </View>
  );
}
