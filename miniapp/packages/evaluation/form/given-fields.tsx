import { View } from '@tarojs/components';
import { grades } from '../../../../shared/domain/evaluation';
import { Card } from '../../../components/card';
import { LongField } from '../../../components/long-field';
import { Notice } from '../../../components/notice';
import { GradeChoice } from './grade-choice';
import { TagChoice } from './tag-choice';
import type { GivenForm } from './use-given';

/** The grade, what is often meant with it, and one's own words. */
export function GivenFields({ form }: { form: GivenForm }) {
  const { grade, errors } = form;
  return (
    <>
      <Card title="这次服务怎么样？">
        <GradeChoice
          label="这次服务怎么样？"
          value={grade}
          onChange={form.setGrade}
          error={errors[0]?.message}
        />
      </Card>
      {grade !== null && (
        <Card>
          <TagChoice grade={grade} chosen={form.tags} onToggle={form.toggleTag} />
          <LongField
            name="words"
            label="想说的话（可以不写）"
            hint="不用写姓名、电话"
            value={form.words}
            onChange={form.setWords}
            maxlength={500}
          />
        </Card>
      )}
      {grade !== null && !grades[grade].good && (
        <Notice title="会有人核实、整改，再回访您">
          15 个工作日内办完。核实的人不是被评的那一位，您会收到结果。
        </Notice>
      )}
      <View className="text-second">
        评不评都可以，不影响办事。工作人员看不到是谁评的。一次服务评一次，24 小时内可以改。
      </View>
    </>
  );
}
