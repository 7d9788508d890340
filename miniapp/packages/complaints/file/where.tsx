import { View } from '@tarojs/components';
import { useState } from 'react';
import { addDays } from '../../../../shared/domain/time';
import { dayWords } from '../../../../shared/domain/words';
import { Card } from '../../../components/card';
import { CheckRow, RadioGroup } from '../../../components/choice';
import { ErrorSummary } from '../../../components/error-summary';
import { Field } from '../../../components/field';
import { Icon } from '../../../components/icon';
import { Sheet } from '../../../components/sheet';
import { today } from '../../../hooks/words';
import { Chips } from '../parts/chips';
import { changeForm, useDraft } from '../parts/draft';
import { PlaceCard } from './place';
import type { Step } from './use-step';

/** Where and when it happened, by name or not, and whether the answer may be published. */
export function WhereStep({ step }: { step: Step }) {
  const { form, photos } = useDraft();
  const { anonymous, place } = form;
  const error = step.errorAt('anonymous');
  const mine = place?.kind === 'case' || place?.kind === 'appointment';
  return (
    <>
      <ErrorSummary errors={step.errors} onGo={step.goToField} />
      <PlaceCard />
      <WhenCard />
      <View id="anonymous" className={error ? 'field-wrong' : ''}>
        <Card title="用不用真名">
          {error && (
            <View className="field-error">
              <Icon name="warning" />
              {error}
            </View>
          )}
          <RadioGroup
            label="用不用真名"
            options={[
              {
                value: 'named',
                title: '实名',
                note: '经办的人能联系您、回访您，被投诉的人看不到您是谁；在“我的事”里跟进。',
              },
              {
                value: 'anonymous',
                title: '匿名',
                note: '不记您是谁，也就联系不到您；给您一个查询码，凭它看进度和答复。',
              },
            ]}
            value={anonymous === null ? null : anonymous ? 'anonymous' : 'named'}
            onChange={(value) => changeForm({ anonymous: value === 'anonymous' })}
          />
          {anonymous && mine && (
            <View className="text-second">是哪一件只用来避开经办过的人，投诉里不记，只写大厅和事项。</View>
          )}
          {anonymous && photos.length > 0 && (
            <View className="text-second">看一下照片里有没有拍到自己的姓名、证件或车牌。</View>
          )}
        </Card>
      </View>
      <Card title="办结以后">
        <CheckRow
          checked={form.publishConsent}
          onChange={(publishConsent) => changeForm({ publishConsent })}
          title="可以公开给别人参考"
          note="有专人先去掉姓名、电话这些个人信息再公开。不勾选也一样办理。"
        />
      </Card>
    </>
  );
}

const daysBack = 30;
const earlier = '一个月以前';

function WhenCard() {
  const { form } = useDraft();
  const [choosing, setChoosing] = useState(false);
  const { on, around } = form;
  const now = today();
  const yesterday = addDays(now, -1);
  const other = on !== null && on !== now && on !== yesterday;
  const value = on === now ? 'today' : on === yesterday ? 'yesterday' : other ? 'other' : null;
  const days = Array.from({ length: daysBack }, (_, at) => addDays(now, -at));
  return (
    <Card title="什么时候">
      <Chips
        label="什么时候"
        options={[
          { value: 'today', title: '今天' },
          { value: 'yesterday', title: '昨天' },
          { value: 'other', title: other ? dayWords(on, now) : '其他日子' },
        ]}
        value={value}
        onChange={(chosen) => {
          if (chosen === 'other') setChoosing(true);
          else changeForm({ on: chosen === 'today' ? now : yesterday });
        }}
      />
      <Field
        name="around"
        label="大概几点"
        hint="可以不填，比如 上午十点左右"
        value={around}
        maxlength={30}
        onChange={(words) => changeForm({ around: words })}
      />
      <Sheet open={choosing} title="哪一天" onClose={() => setChoosing(false)}>
        <RadioGroup
          label="哪一天"
          options={[
            ...days.map((day) => ({ value: day, title: dayWords(day, now) })),
            { value: earlier, title: earlier },
          ]}
          value={on ?? (around === earlier ? earlier : null)}
          onChange={(day) => {
            changeForm(day === earlier ? { on: null, around: earlier } : { on: day });
            setChoosing(false);
          }}
        />
      </Sheet>
    </Card>
  );
}
