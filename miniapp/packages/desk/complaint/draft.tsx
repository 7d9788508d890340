import { View } from '@tarojs/components';
import { useState } from 'react';
import type { StaffComplaint } from '../../../../shared/contract/staff-complaints';
import { Button } from '../../../components/button';
import { ErrorSummary, type FieldError } from '../../../components/error-summary';
import { a11y } from '../../../platform/a11y';
import { isWeapp } from '../../../platform/env';
import { LongField } from '../parts/long-field';
import { Marked, wordsOfMark } from './marked';
import { marksOf, mayStay, originalOf, type PublishedWords, publishedFields, withoutMarks } from './marks';
import type { ComplaintWork } from './use-complaint';

interface DraftProps {
  of: StaffComplaint;
  work: ComplaintWork;
  onClose: () => void;
}

const nameOf = (field: string) => `draft-${field}`;
const onGo = (name: string) => document.querySelector<HTMLElement>(`textarea[name="${name}"]`)?.focus();

/** The words for publication beside the original; what is marked there is taken out already where the draft begins. */
export function Draft({ of, work, onClose }: DraftProps) {
  const original = originalOf(of);
  const { marks, draft } = of.publication;
  const [words, setWords] = useState<PublishedWords>(() => {
    if (draft) return { what: draft.what, found: draft.found, done: draft.done, basis: draft.basis };
    const begin = { ...original };
    for (const { field } of publishedFields) begin[field] = withoutMarks(original[field], field, marks);
    return begin;
  });
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const send = () => {
    const lacking = publishedFields.filter(({ field, atLeast }) => words[field].trim().length < atLeast);
    setErrors(
      lacking.map(({ field, label, atLeast }) => ({
        field: nameOf(field),
        message: `填写${label}，至少 ${atLeast} 个字。`,
      })),
    );
    if (lacking.length === 0) void work.run.run(['draft-publication', { ...words }]);
  };
  return (
    <View className="case-form">
      <ErrorSummary errors={errors} {...(!isWeapp && { onGo })} />
      <View className="text-second">
        {marks.length === 0
          ? '原文里没有自动找到姓名、电话、证件号、车牌和住址；自己再看一遍，还有没有能认出是谁的地方。'
          : `原文里标出了 ${marks.length} 处能认出个人的地方，公开稿里已经换掉。再看一遍，还有没有漏的。`}
      </View>
      {marks.length > 0 && (
        <View className="line">
          {marks.map((mark) => (
            <View key={`${mark.field} ${mark.from}`} className="complaint-found">
              {wordsOfMark(mark, original)}
            </View>
          ))}
        </View>
      )}
      {publishedFields.map(({ field, label, maxlength }) => (
        <View key={field} className="complaint-pair">
          <View className="complaint-side">
            <View className="complaint-part-title">{`原文：${label}`}</View>
            <Marked text={original[field]} field={field} marks={marks} />
          </View>
          <View className="complaint-side">
            <LongField
              name={nameOf(field)}
              label={`公开稿：${label}`}
              error={
                errors.find((error) => error.field === nameOf(field))?.message ??
                work.run.failure?.fields[`body.${field}`]
              }
              value={words[field]}
              onChange={(value) => setWords({ ...words, [field]: value })}
              maxlength={maxlength}
              rows={4}
            />
          </View>
        </View>
      ))}
      <Left words={words} />
      <View className="desk-buttons">
        <Button block={false} loading={work.run.busy} onPress={send}>
          交另一位主管批准
        </Button>
        <Button kind="secondary" block={false} onPress={onClose}>
          返回
        </Button>
      </View>
    </View>
  );
}

/** What is still found in the draft, while it is typed. */
function Left({ words }: { words: PublishedWords }) {
  const left = marksOf(words);
  if (left.length === 0) return null;
  return (
    <View {...a11y({ role: 'status', live: 'polite' })}>
      <View className="complaint-part-title">公开稿里还有</View>
      <View className="line">
        {left.map((mark) => (
          <View key={`${mark.field} ${mark.from}`} className="complaint-found">
            {`${wordsOfMark(mark, words)}${mayStay(mark) ? '' : '，要改掉'}`}
          </View>
        ))}
      </View>
    </View>
  );
}
