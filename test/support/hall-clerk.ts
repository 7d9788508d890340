import { randomUUID } from 'node:crypto';
import type { Clock } from '../../bff/clock';
import type { Booking } from '../../bff/features/booking';
import type { RequestContext, StaffCaller } from '../../bff/http/route';
import type { DeskTicket, deskContract } from '../../shared/contract/desk';

/** A clerk who asks the routes of one process directly, as the HTTP layer would after its checks. */
export class HallClerk {
  readonly staff: StaffCaller;
  constructor(
    readonly name: string,
    private readonly booking: Booking,
    private readonly clock: Clock,
  ) {
    this.staff = {
      sessionId: name,
      staffId: name,
      number: name,
      name,
      roles: ['window', 'supervisor'],
      venueId: 'hall',
      department: null,
      windowId: 'w1',
      window: '1 号窗口',
    };
  }

  /** @throws Problem */
  async say<N extends keyof typeof deskContract>(
    name: N,
    given: object,
    key = randomUUID().replaceAll('-', ''),
  ) {
    const context: RequestContext = {
      requestId: 'test',
      now: this.clock.now(),
      address: '127.0.0.1',
      userAgent: 'test',
      operationId: key,
    };
    const route = this.booking.routes[name] as (call: object) => Promise<unknown>;
    return route({ caller: this.staff, context, query: {}, ...given });
  }

  take() {
    return this.say('POST /staff/queues/{id}/tickets', {
      params: { id: 'q1' },
      body: {},
    }) as Promise<DeskTicket>;
  }

  next(key?: string) {
    return this.say('POST /staff/queues/{id}/call-next', { params: { id: 'q1' } }, key) as Promise<{
      ticket: DeskTicket | null;
    }>;
  }

  act(act: 'start' | 'finish' | 'recall' | 'miss' | 'requeue' | 'unpark' | 'undo' | 'check-in', id: string) {
    return this.say(`POST /staff/appointments/{id}/${act}`, { params: { id } }) as Promise<DeskTicket>;
  }
}
