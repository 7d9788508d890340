import { View } from '@tarojs/components';
import { useMemo, useState } from 'react';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { Segmented } from '../../../components/choice';
import { ErrorSummary, type FieldError } from '../../../components/error-summary';
import { FailureNotice } from '../../../components/failure-notice';
import { Field } from '../../../components/field';
import { ResourceView } from '../../../components/resource-view';
import { Empty } from '../../../components/states';
import { Tag } from '../../../components/tag';
import { useMore } from '../../../hooks/use-more';
import { momentOf } from '../../../hooks/words';
import { ask } from '../api/client';
import type { StaffAnswer, StaffInput } from '../api/types';
import { useRead } from '../api/use-read';
import { Frame } from '../frame';
import './audit.css';

type Query = NonNullable<StaffInput<'GET /staff/audit'>['query']>;
type Entry = StaffAnswer<'GET /staff/audit'>['items'][number];

/** Who did or looked at what. It can be read and searched, and changed by nobody. */
export default function AuditPage() {
  return <Frame title="审计日志">{() => <Log />}</Frame>;
}

/** The log has no total: counting it would mean reading all of it. */
const counted = (page: StaffAnswer<'GET /staff/audit'>) => ({ ...page, total: page.items.length });

const day = /^\d{4}-\d\d-\d\d$/;

function Log() {
  const [number, setNumber] = useState('');
  const [about, setAbout] = useState('');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [outcome, setOutcome] = useState<'all' | 'ok' | 'refused'>('all');
  const [query, setQuery] = useState<Query>({});
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const errorAt = (field: string) => errors.find((one) => one.field === field)?.message;
  const first = useRead('GET /staff/audit', { query });
  const list = useMore(
    useMemo(() => first.data && counted(first.data), [first.data]),
    async (page) => counted(await ask('GET /staff/audit', { query: { ...query, page } })),
  );
  const search = () => {
    const found: FieldError[] = [];
    if (number.trim() && !/^[A-Za-z0-9-]{3,20}$/.test(number.trim())) {
      found.push({ field: 'number', message: '工号是 3 到 20 位字母、数字或 -。' });
    }
    if (about.trim() && !/^[A-Za-z0-9_-]{1,64}$/.test(about.trim())) {
      found.push({ field: 'about', message: '标识只有字母、数字、_ 和 -。' });
    }
    if (from.trim() && !day.test(from.trim())) {
      found.push({ field: 'from', message: '开始日期写成 2026-11-26 这样。' });
    }
    if (to.trim() && !day.test(to.trim())) {
      found.push({ field: 'to', message: '结束日期写成 2026-11-26 这样。' });
    }
    setErrors(found);
    if (found.length > 0) return;
    setQuery({
      ...(number.trim() && { number: number.trim().toUpperCase() }),
      ...(about.trim() && { about: about.trim() }),
      ...(from.trim() && { from: from.trim() }),
      ...(to.trim() && { to: to.trim() }),
      ...(outcome !== 'all' && { outcome }),
    });
    first.reload();
  };
  return (
    <>
      <ErrorSummary errors={errors} />
      <Card>
        <View className="desk-fields">
          <Field
            name="number"
            label="工号"
            error={errorAt('number')}
            value={number}
            onChange={setNumber}
            onConfirm={search}
            maxlength={20}
          />
          <Field
            name="about"
            label="办件、预约或账号的标识"
            error={errorAt('about')}
            value={about}
            onChange={setAbout}
            onConfirm={search}
            maxlength={64}
          />
          <Field
            name="from"
            label="从哪天"
            error={errorAt('from')}
            value={from}
            onChange={setFrom}
            onConfirm={search}
            maxlength={10}
          />
          <Field
            name="to"
            label="到哪天"
            error={errorAt('to')}
            value={to}
            onChange={setTo}
            onConfirm={search}
            maxlength={10}
          />
          <Segmented
            label="结果"
            segments={[
              { value: 'all', title: '全部' },
              { value: 'ok', title: '做成的' },
              { value: 'refused', title: '被拒的' },
            ]}
            value={outcome}
            onChange={setOutcome}
          />
          <Button block={false} onPress={search}>
            查找
          </Button>
        </View>
      </Card>
      <ResourceView resource={first} lines={6}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="没有这样的记录" icon="shield">
              放宽条件再找。
            </Empty>
          ) : (
            <Card flush>
              {list.rows.map((entry) => (
                <Line key={entry.sequence} entry={entry} />
              ))}
            </Card>
          )
        }
      </ResourceView>
      <FailureNotice failure={list.moreFailure} />
      {list.more && (
        <Button kind="secondary" loading={list.loadingMore} onPress={() => void list.more?.()}>
          再往前看
        </Button>
      )}
    </>
  );
}

function Line({ entry }: { entry: Entry }) {
  const about = Object.entries(entry.about).map(([name, value]) => `${name} ${value}`);
  return (
    <View className="audit-line">
      <View className="audit-when">
        #{entry.sequence} {momentOf(entry.at)}
      </View>
      <View className="audit-who">{entry.staff?.number ?? '系统'}</View>
      <View className="audit-act">
        {entry.act}
        {about.length > 0 && <View className="text-small">{about.join(' · ')}</View>}
      </View>
      {entry.outcome === 'ok' ? <Tag tone="green">成</Tag> : <Tag tone="red">{entry.outcome}</Tag>}
      <View className="text-small">{entry.address}</View>
    </View>
  );
}
