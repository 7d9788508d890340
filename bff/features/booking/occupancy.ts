import type { Clock } from '../../clock';
import type { AppointmentModel } from './model';

/** Slot → seats taken. A slot nobody has is absent. */
export type SlotCounts = ReadonlyMap<string, number>;

interface Entry {
  at: number;
  counts: Promise<SlotCounts>;
}

const none: SlotCounts = new Map();
/** Some 400 queues over a fortnight; the oldest make room. */
const MOST_ENTRIES = 6_000;

/**
 * How many seats are taken, counted from the appointments and remembered for a moment: however many people
 * look, a process asks MongoDB about a day once a second at most.
 */
export class Occupancy {
  private readonly entries = new Map<string, Entry>();
  private readonly listeners: ((queueDay: string) => void)[] = [];

  constructor(
    private readonly appointments: AppointmentModel,
    private readonly clock: Clock,
  ) {}

  /** @param maxAge milliseconds an answer may be old */
  async counts(queueDays: readonly string[], maxAge: number): Promise<Map<string, SlotCounts>> {
    const now = this.clock.now().getTime();
    const missing = queueDays.filter((queueDay) => {
      const entry = this.entries.get(queueDay);
      // Both ways: the sandbox's clock can be set back.
      return !entry || Math.abs(now - entry.at) >= maxAge;
    });
    if (missing.length > 0) this.load(missing, now);
    const found = await Promise.all(
      queueDays.map(async (queueDay) => [queueDay, await this.entries.get(queueDay)?.counts] as const),
    );
    return new Map(found.map(([queueDay, counts]) => [queueDay, counts ?? none]));
  }

  /** Something was taken or freed here: the next look is a new one. */
  changed(queueDay: string): void {
    this.entries.delete(queueDay);
    for (const listener of this.listeners) listener(queueDay);
  }

  onChange(listener: (queueDay: string) => void): void {
    this.listeners.push(listener);
  }

  private load(queueDays: readonly string[], now: number): void {
    const loaded = this.read(queueDays);
    for (const queueDay of queueDays) {
      const entry: Entry = { at: now, counts: loaded.then((all) => all.get(queueDay) ?? none) };
      this.entries.delete(queueDay);
      this.entries.set(queueDay, entry);
      entry.counts.catch(() => {
        if (this.entries.get(queueDay) === entry) this.entries.delete(queueDay);
      });
    }
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= MOST_ENTRIES) break;
      this.entries.delete(oldest);
    }
  }

  private async read(queueDays: readonly string[]): Promise<Map<string, Map<string, number>>> {
    const rows = await this.appointments.aggregate<{ _id: { day: string; slot: string }; taken: number }>([
      { $match: { queueDay: { $in: [...queueDays] }, occupies: true } },
      { $group: { _id: { day: '$queueDay', slot: '$slot' }, taken: { $sum: 1 } } },
    ]);
    const days = new Map<string, Map<string, number>>();
    for (const { _id, taken } of rows) {
      const day = days.get(_id.day) ?? new Map<string, number>();
      days.set(_id.day, day.set(_id.slot, taken));
    }
    return days;
  }
}
