import { View } from '@tarojs/components';
import { useState } from 'react';
import type { VenueDetail } from '../../../../shared/contract/venues';
import { weekdayNames } from '../../../../shared/domain/words';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { ErrorSummary, type FieldError } from '../../../components/error-summary';
import { FailureNotice } from '../../../components/failure-notice';
import { Field } from '../../../components/field';
import { ResourceView } from '../../../components/resource-view';
import { toast } from '../../../components/toast';
import { useAction } from '../../../hooks/use-action';
import { useResource } from '../../../hooks/use-resource';
import { act } from '../api/client';
import type { StaffAnswer } from '../api/types';
import { Hits } from './hits';
import { periodsText, readPeriods } from './periods';

/** The weekly hours of a hall. */
export function Hours({ venueId }: { venueId: string }) {
  const venue = useResource('GET /venues/{id}', { params: { id: venueId } });
  return (
    <ResourceView resource={venue} blocks={1} lines={7}>
      {(known) => <Week key={known.id} venue={known} onDone={venue.reload} />}
    </ResourceView>
  );
}

function Week({ venue, onDone }: { venue: VenueDetail; onDone: () => void }) {
  const [week, setWeek] = useState<readonly string[]>(() =>
    weekdayNames.map((_, at) =>
      periodsText(venue.hours.find(({ weekday }) => weekday === at + 1)?.periods ?? []),
    ),
  );
  const [reason, setReason] = useState('');
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const [hits, setHits] = useState<StaffAnswer<'PUT /staff/venues/{id}/hours'>['hits'] | null>(null);
  const errorAt = (field: string) => errors.find((one) => one.field === field)?.message;

  const send = useAction(async (options, confirmed: boolean) => {
    const answer = await act(
      'PUT /staff/venues/{id}/hours',
      {
        params: { id: venue.id },
        body: {
          week: week.map((text) => readPeriods(text) ?? []),
          reason: reason.trim(),
          ...(confirmed && hits && { confirm: { expected: hits.count } }),
        },
      },
      options,
    );
    setHits(answer.done ? null : answer.hits);
    if (!answer.done) return;
    toast('时间已改');
    onDone();
  });
  const look = () => {
    const found: FieldError[] = week.flatMap((text, at) =>
      readPeriods(text) === null
        ? [{ field: `day${at}`, message: `${weekdayNames[at]}的时间写成 8:30-12:00 14:00-17:30 这样。` }]
        : [],
    );
    if (reason.trim().length < 2) found.push({ field: 'reason', message: '写明原因，受影响的人会看到。' });
    setErrors(found);
    setHits(null);
    if (found.length === 0) void send.run(false);
  };
  return (
    <>
      <ErrorSummary errors={errors} />
      <FailureNotice failure={send.failure} />
      <Card title="每周开放时间">
        <View className="text-second">休息的日子空着。</View>
        <View className="desk-fields">
          {weekdayNames.map((name, at) => (
            <Field
              key={name}
              name={`day${at}`}
              label={name}
              error={errorAt(`day${at}`)}
              value={week[at] ?? ''}
              onChange={(text) => setWeek(week.map((old, other) => (other === at ? text : old)))}
              maxlength={60}
            />
          ))}
          <Field
            name="reason"
            label="为什么改（群众会看到）"
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
          action="改成新的开放时间"
          busy={send.busy}
          onConfirm={() => void send.run(true)}
          onClose={() => setHits(null)}
        />
      )}
    </>
  );
}
