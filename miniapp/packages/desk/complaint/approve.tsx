import { View } from '@tarojs/components';
import { useState } from 'react';
import type { PersonalMark, StaffComplaint } from '../../../../shared/contract/staff-complaints';
import { Button } from '../../../components/button';
import { CheckRow } from '../../../components/choice';
import { Notice } from '../../../components/notice';
import { a11y } from '../../../platform/a11y';
import { Marked, wordsOfMark } from './marked';
import { mayStay, originalOf, type PublishedWords, publishedFields } from './marks';
import type { ComplaintWork } from './use-complaint';

type DraftOf = NonNullable<StaffComplaint['publication']['draft']>;

interface BesideProps {
  original: PublishedWords;
  originalMarks: readonly PersonalMark[];
  draft: DraftOf;
}

/** Original and draft, field by field, with what was found in each. */
export function Beside({ original, originalMarks, draft }: BesideProps) {
  return (
    <View>
      {publishedFields.map(({ field, label }) => (
        <View key={field} className="complaint-pair">
          <View className="complaint-side">
            <View className="complaint-part-title">{`原文：${label}`}</View>
            <Marked text={original[field]} field={field} marks={originalMarks} />
          </View>
          <View className="complaint-side">
            <View className="complaint-part-title">{`公开稿：${label}`}</View>
            <Marked text={draft[field]} field={field} marks={draft.marks} />
          </View>
        </View>
      ))}
    </View>
  );
}

interface ApproveProps {
  of: StaffComplaint;
  draft: DraftOf;
  work: ComplaintWork;
}

/** The second person's look: what was still found in the draft is ticked one by one before it is published. */
export function Approve({ of, draft, work }: ApproveProps) {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [warned, setWarned] = useState(false);
  const keyOf = (mark: PersonalMark) => `${draft[mark.field]} ${mark.from}`;
  const must = draft.marks.filter((mark) => !mayStay(mark));
  const may = draft.marks.filter(mayStay);
  const left = may.filter((mark) => !ticked.has(keyOf(mark))).length;
  const publish = () => {
    setWarned(left > 0);
    if (left === 0) void work.run.run(['approve-publication', { lookedAt: draft.marks.length }]);
  };
  return (
    <View className="desk-column">
      <Beside original={originalOf(of)} originalMarks={of.publication.marks} draft={draft} />
      <View className="text-second">{draft.by} 写的公开稿。看清楚没有人能被认出来，再批准。</View>
      {must.length > 0 && (
        <Notice tone="red" title={`还有 ${must.length} 处要改掉，才能公开`}>
          {must.map((mark) => wordsOfMark(mark, draft)).join('；')}
        </Notice>
      )}
      {may.length > 0 && (
        <View {...a11y({ role: 'group', label: '公开稿里还标出的地方' })}>
          <View className="complaint-part-title">
            {`公开稿里还标出 ${may.length} 处，看过、可以留的逐处勾上`}
          </View>
          {may.map((mark) => (
            <CheckRow
              key={`${mark.field} ${mark.from}`}
              checked={ticked.has(keyOf(mark))}
              onChange={(on) => {
                const next = new Set(ticked);
                if (on) next.add(keyOf(mark));
                else next.delete(keyOf(mark));
                setTicked(next);
              }}
              title={wordsOfMark(mark, draft)}
            />
          ))}
        </View>
      )}
      {warned && left > 0 && (
        <View className="text-red" {...a11y({ role: 'alert' })}>
          {`还有 ${left} 处没有看过：能留的勾上，不能留的让写的人改掉。`}
        </View>
      )}
      {must.length === 0 && (
        <View className="desk-buttons">
          <Button block={false} loading={work.run.busy} onPress={publish}>
            批准公开
          </Button>
        </View>
      )}
    </View>
  );
}
