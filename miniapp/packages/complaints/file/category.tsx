import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import type { ComplaintCategory } from '../../../../shared/contract/complaints';
import { complaintCategories } from '../../../../shared/domain/complaint';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { Notice } from '../../../components/notice';
import { PhoneRow } from '../../../components/phone-row';
import { Row } from '../../../components/row';
import { Tag } from '../../../components/tag';
import { back, open } from '../../../platform/navigate';
import { changeForm, useDraft } from '../parts/draft';
import { useKnown } from './use-known';
import { stepUrl } from './use-step';

const categories = Object.entries(complaintCategories) as [
  ComplaintCategory,
  (typeof complaintCategories)[ComplaintCategory],
][];

/** What kind of thing it is, and the ways to complaints that were sent. */
export function CategoryStep() {
  const { from } = useRouter().params;
  const { form, unsettled } = useDraft();
  const { conflict, startAnew } = useKnown();
  const choose = (category: ComplaintCategory) => {
    changeForm({ category });
    if (from === 'check') void back();
    else void open(stepUrl(2));
  };
  return (
    <>
      {unsettled && (
        <Notice
          tone="amber"
          title="上次提交还没有等到系统确认"
          actions={
            <Button kind="link" onPress={() => void open('/packages/complaints/check/index')}>
              接着提交
            </Button>
          }
        >
          再提交一次不会重复。
        </Notice>
      )}
      {!unsettled && from !== 'check' && form.what.trim() !== '' && form.category && (
        <Notice
          icon="edit"
          title={conflict ? '有一份没写完的投诉，说的是别的事' : '有一份没写完的投诉'}
          actions={
            <>
              <Button kind="link" onPress={() => void open(stepUrl(2))}>
                接着写
              </Button>
              <Button kind="link" onPress={startAnew}>
                不要了，重新写
              </Button>
            </>
          }
        >
          {complaintCategories[form.category].words}：{form.what.trim().slice(0, 30)}
          {form.what.trim().length > 30 && '…'}
        </Notice>
      )}
      <Card title="是哪一类事" flush>
        {categories.map(([category, { words, hint }]) => (
          <Row
            key={category}
            title={words}
            note={hint}
            value={
              form.category === category ? (
                <Tag tone="blue" icon="check">
                  已选
                </Tag>
              ) : undefined
            }
            onPress={() => choose(category)}
          />
        ))}
      </Card>
      {from !== 'check' && (
        <>
          <View className="text-second">
            提交后 1
            个工作日内答复是否受理，一直看得到谁在办、几时办好。被投诉的人看不到是谁投诉的，也不能自己处理。
          </View>
          <Card flush>
            <Row
              icon="matters"
              title="我的投诉"
              note="办到哪一步、答复、满不满意"
              onPress={() => void open('/packages/complaints/mine/index')}
            />
            <Row
              icon="search"
              title="查匿名投诉"
              note="凭编号和查询码查，不用登录"
              onPress={() => void open('/packages/complaints/lookup/index')}
            />
            <Row
              icon="document"
              title="公开的投诉和数字"
              note="别人投诉了什么、怎么解决的"
              onPress={() => void open('/packages/complaints/published/index')}
            />
            <PhoneRow who="便民热线" number="12345" note="也可以打电话投诉" />
          </Card>
        </>
      )}
    </>
  );
}
