import { View } from '@tarojs/components';
import { useState } from 'react';
import { dayWords } from '../../../../shared/domain/words';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { ErrorSummary, type FieldError } from '../../../components/error-summary';
import { FailureNotice } from '../../../components/failure-notice';
import { Field } from '../../../components/field';
import { ResourceView } from '../../../components/resource-view';
import { Row } from '../../../components/row';
import { toast } from '../../../components/toast';
import { useAction } from '../../../hooks/use-action';
import { today } from '../../../hooks/words';
import { act } from '../api/client';
import type { StaffAnswer } from '../api/types';
import { useRead } from '../api/use-read';
import { Hits } from './hits';
import { periodsText, readPeriods } from './periods';

const day = /^\d{4}-\d\d-\d\d$/;

/** Closes or shortens days: whom it hits is shown before it is done. */
export function Closures({ venueId }: { venueId: string }) {
  const list = useRead('GET /staff/venues/{id}/closures', { params: { id: venueId } });
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [hours, setHours] = useState('');
  const [reason, setReason] = useState('');
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const [hits, setHits] = useState<StaffAnswer<'POST /staff/venues/{id}/closures'>['hits'] | null>(null);
  const errorAt = (field: string) => errors.find((one) => one.field === field)?.message;
  const until = to.trim() || from.trim();

  const send = useAction(async (options, confirmed: boolean) => {
    const answer = await act(
      'POST /staff/venues/{id}/closures',
      {
        params: { id: venueId },
        body: {
          from: from.trim(),
          to: until,
          periods: readPeriods(hours) ?? [],
          reason: reason.trim(),
          ...(confirmed && hits && { confirm: { expected: hits.count } }),
        },
      },
      options,
    );
    setHits(answer.closure ? null : answer.hits);
    if (!answer.closure) return;
    for (const clear of [setFrom, setTo, setHours, setReason]) clear('');
    toast('已公布');
    list.reload();
  });
  const end = useAction(async (options, closureId: string) => {
    await act(
      'DELETE /staff/venues/{id}/closures/{closureId}',
      { params: { id: venueId, closureId } },
      options,
    );
    list.reload();
  });

  const look = () => {
    const found: FieldError[] = [];
    if (!day.test(from.trim())) found.push({ field: 'from', message: '开始日期写成 2026-11-26 这样。' });
    if (!day.test(until)) found.push({ field: 'to', message: '结束日期写成 2026-11-26 这样，或空着。' });
    else if (until < from.trim()) found.push({ field: 'to', message: '结束日期不能早于开始日期。' });
    if (readPeriods(hours) === null) {
      found.push({ field: 'hours', message: '时间写成 8:30-12:00 14:00-17:30 这样，或空着。' });
    }
    if (reason.trim().length < 2) found.push({ field: 'reason', message: '写明原因，群众会看到。' });
    setErrors(found);
    setHits(null);
    if (found.length === 0) void send.run(false);
  };

  return (
    <>
      <ErrorSummary errors={errors} />
      <FailureNotice failure={send.failure ?? end.failure} />
      <Card title="停办或缩短一天、几天">
        <View className="desk-fields">
          <Field
            name="from"
            label="从哪天"
            hint="如 2026-11-26"
            error={errorAt('from')}
            value={from}
            onChange={setFrom}
            maxlength={10}
          />
          <Field
            name="to"
            label="到哪天（含）"
            hint="只有一天就空着"
            error={errorAt('to')}
            value={to}
            onChange={setTo}
            maxlength={10}
          />
          <Field
            name="hours"
            label="这些天只开"
            hint="如 8:30-12:00；全天停办就空着"
            error={errorAt('hours')}
            value={hours}
            onChange={setHours}
            maxlength={60}
          />
          <Field
            name="reason"
            label="原因（群众会看到）"
            hint="如 停电检修"
            error={errorAt('reason')}
            value={reason}
            onChange={setReason}
            maxlength={60}
          />
        </View>
        <View className="desk-buttons">
          <Button block={false} kind={hits ? 'secondary' : 'primary'} loading={send.busy} onPress={look}>
            看看会影响谁
          </Button>
        </View>
      </Card>
      {hits && (
        <Hits
          hits={hits}
          action={`公布：${periodWords(from.trim(), until)}${hours.trim() ? `只开 ${hours.trim()}` : '停办'}`}
          busy={send.busy}
          onConfirm={() => void send.run(true)}
          onClose={() => setHits(null)}
        />
      )}
      <ResourceView resource={list} blocks={1}>
        {({ items }) => (
          <Card title="已公布的" flush={items.length > 0}>
            {items.length === 0 && <View className="text-second">没有。</View>}
            <View>
              {items.map((closure) => (
                <Row
                  key={closure.id}
                  title={`${periodWords(closure.from, closure.to)} ${
                    closure.periods.length > 0 ? `只开 ${periodsText(closure.periods)}` : '停办'
                  }`}
                  note={`${closure.reason}${closure.applying ? ' · 正在通知受影响的人' : ''}`}
                  value={
                    <Button
                      kind="secondary"
                      block={false}
                      label={`撤回 ${closure.reason}`}
                      loading={end.busy}
                      onPress={() => void end.run(closure.id)}
                    >
                      撤回
                    </Button>
                  }
                />
              ))}
            </View>
          </Card>
        )}
      </ResourceView>
    </>
  );
}

function periodWords(from: string, to: string): string {
  return from === to ? dayWords(from, today()) : `${dayWords(from, today())} 到 ${dayWords(to, today())}`;
}
