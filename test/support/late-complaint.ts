import type { Model } from 'mongoose';
import type { ComplaintDoc } from '../../bff/features/complaints/model';
import type { TestApp } from './app';

const TWELVE_DAYS = 12 * 24 * 60 * 60_000;

/**
 * Has a complaint that somebody looks into be from twelve days ago, overdue, and with the hall's supervisor. No clock moves it on:
 * moving the app's would end the sessions and bookings of everything else that a test shows.
 */
export async function longOverdue({ deps: { mongo } }: Pick<TestApp, 'deps'>, id: string): Promise<void> {
  const complaints = mongo.model('Complaint') as unknown as Model<ComplaintDoc>;
  const doc = await complaints.findById(id).lean<ComplaintDoc>();
  if (!doc?.replyBy) throw new Error('nobody has to answer it yet');
  const earlier = (time: Date) => new Date(time.getTime() - TWELVE_DAYS);
  const replyBy = earlier(doc.replyBy);
  await complaints.updateOne(
    { _id: id },
    {
      $set: {
        filedAt: earlier(doc.filedAt),
        acceptBy: doc.acceptBy && earlier(doc.acceptBy),
        replyFrom: doc.replyFrom && earlier(doc.replyFrom),
        assignedAt: doc.assignedAt && earlier(doc.assignedAt),
        replyBy,
        by: replyBy,
        escalated: 1,
        timeline: [
          ...doc.timeline.map((event) => ({ ...event, at: earlier(event.at) })),
          {
            at: replyBy,
            from: doc.state,
            action: 'escalate',
            by: { role: 'system' },
            facts: {},
          },
        ],
      },
      $unset: { dueAt: 1 },
      $inc: { version: 1, writes: 1 },
    },
  );
}
