import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useState } from 'react';
import { perform, remember } from '../../../api';
import { Answered } from '../../../components/answered';
import { BottomBar } from '../../../components/bottom-bar';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { ErrorSummary, type FieldError } from '../../../components/error-summary';
import { Fact } from '../../../components/facts';
import { FailureNotice } from '../../../components/failure-notice';
import { LongField } from '../../../components/long-field';
import { Page } from '../../../components/page';
import { SlowNote } from '../../../components/resource-view';
import { useAction } from '../../../hooks/use-action';
import { useResource } from '../../../hooks/use-resource';
import { a11y } from '../../../platform/a11y';
import { open, pageUrl, replace } from '../../../platform/navigate';
import { useFound } from '../parts/use-found';

const shortest = 4;
const longest = 500;
/** Of what was answered before, so many are shown; more stand on a page of their own. */
const most = 4;

/** Asks a question, of an item or in general. What somebody asked before is shown while it is typed. */
export default function AskPage() {
  const { item: given } = useRouter().params;
  const [item, setItem] = useState(given);
  const [words, setWords] = useState('');
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  // The guide it was opened from is on the phone already.
  const guide = useResource('GET /items/{code}', item ? { params: { code: item } } : null, {
    freshFor: 3_600_000,
  });
  const q = words.trim().slice(0, 100);
  const wanted = q.length >= 2 ? { q } : item ? { item } : null;
  const answered = useFound(wanted).data?.items.slice(0, most) ?? [];

  const send = useAction(async (options, text: string) => {
    const body = { words: text, ...(item && { itemCode: item }) };
    const asked = await perform('POST /questions', { body }, options);
    remember('GET /questions/{id}', { params: { id: asked.id } }, asked, null);
    await replace(pageUrl('/packages/questions/detail/index', { id: asked.id, did: 'asked' }));
  }, 'identity');
  const submit = () => {
    const text = words.trim();
    const short = text.length < shortest;
    setErrors(short ? [{ field: 'words', message: `再写清楚一点，至少 ${shortest} 个字。` }] : []);
    if (!short) void send.run(text);
  };

  const whom = guide.data?.department;
  return (
    <Page
      title="问一个问题"
      footer={
        <BottomBar>
          <Button loading={send.busy} onPress={submit}>
            {send.busy ? '正在发出…' : whom ? `问${whom}` : '把问题发出去'}
          </Button>
        </BottomBar>
      }
    >
      <ErrorSummary errors={errors} />
      <FailureNotice failure={send.failure} onRetry={send.failure?.unknownOutcome ? submit : undefined} />
      {send.slow && <SlowNote />}
      <Card>
        {item && (
          <Fact name="关于" change="不限" onChange={() => setItem(undefined)}>
            {guide.data?.name ?? '这件事'}
          </Fact>
        )}
        <LongField
          name="words"
          label="想问什么"
          hint="写清楚是什么情况。不用写姓名、电话、身份证号。"
          error={errors[0]?.message}
          value={words}
          onChange={setWords}
          maxlength={longest}
        />
      </Card>
      <View {...a11y({ live: 'polite' })}>
        {answered.length > 0 && (
          <Card title={words.trim() ? '有人问过相近的' : '这件事常有人问'}>
            <View className="text-second">点开就能看到答复，没有解决再发出去。</View>
            <Answered entries={answered} />
          </Card>
        )}
      </View>
      <View className="text-second">
        {whom ? `由${whom}答复。` : '由政务服务中心分给管这件事的部门答复。'}
        发出以后会说几天内答，答了发消息告诉您。答得好的，去掉个人信息以后也给后来的人看。
      </View>
      <Button
        kind="link"
        icon="search"
        onPress={() => void open(pageUrl('/packages/questions/faq/index', { item }))}
      >
        看大家问过的
      </Button>
    </Page>
  );
}
