import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { SystemOutcome } from '../../bff/features/cases/apply-from-system';
import type { CaseEvent } from '../../shared/contract/integration';
import { DAY, HOUR, type OpenOffice, ok, openOffice } from '../support/cases';

let world: OpenOffice;
const opened: OpenOffice[] = [];
beforeEach(async () => {
  world = await openOffice();
  opened.push(world);
});
afterAll(async () => {
  for (const each of opened) await each.close();
});

type Given = { action: CaseEvent['action'] } & Record<string, unknown>;

/** A department's system, which numbers its events. */
function systemOf(departments: string[], systemId = 'hr') {
  let count = 0;
  return {
    send: (
      caseNumber: string,
      event: Given,
      more: { at?: Date; id?: string; cases?: OpenOffice['cases'] } = {},
    ) => {
      count += 1;
      const now = world.clock.now();
      return (more.cases ?? world.cases).applyFromSystem({
        systemId,
        systemName: '人社业务系统',
        departments,
        event: {
          id: more.id ?? `e${count}`,
          caseNumber,
          occurredAt: (more.at ?? now).toISOString(),
          ...event,
        } as CaseEvent,
        now,
      });
    },
  };
}

const applied = (state: string): SystemOutcome => ({ outcome: 'applied', state }) as SystemOutcome;
const refusedWith = (code: string): SystemOutcome => ({ outcome: 'refused', code }) as SystemOutcome;

async function submitted() {
  const doc = await world.submitted('wang');
  return { id: doc._id, number: doc.number ?? '' };
}

describe('a department’s system', () => {
  it('moves a case from receipt to the result, each step named to the citizen', async () => {
    const { id, number } = await submitted();
    const both = systemOf(['人社局', '市场监管局']);
    const officer = { name: '冯经办', number: 'D-7' };
    expect(await both.send(number, { action: 'receive', officer })).toEqual(applied('received'));
    expect(await both.send(number, { action: 'accept' })).toEqual(applied('accepted'));
    expect(await both.send(number, { action: 'start-review' })).toEqual(applied('in-review'));
    expect(await both.send(number, { action: 'begin-special-step', name: '公证', reason: '看' })).toEqual(
      refusedWith('CASE_NO_SUCH_STEP'),
    );
    expect(
      await both.send(number, { action: 'begin-special-step', name: '现场查看', reason: '看现场' }),
    ).toEqual(applied('special-step'));
    expect(await both.send(number, { action: 'review', opinion: 'agree' })).toEqual(applied('special-step'));
    expect(await both.send(number, { action: 'end-special-step', outcome: '合格' })).toEqual(
      applied('in-review'),
    );
    expect(await both.send(number, { action: 'decide-approve' })).toEqual(refusedWith('CASE_REVIEWS_OPEN'));
    expect(await both.send(number, { action: 'review', opinion: 'agree' })).toEqual(applied('in-review'));
    expect(await both.send(number, { action: 'review', opinion: 'agree' })).toEqual(
      refusedWith('CASE_REVIEWED'),
    );
    expect(await both.send(number, { action: 'decide-approve' })).toEqual(applied('decided'));
    expect(await both.send(number, { action: 'issue' })).toEqual(applied('issuing'));
    expect(await both.send(number, { action: 'make-ready', how: 'courier' })).toEqual(applied('delivering'));
    expect(await both.send(number, { action: 'hand-over' })).toEqual(applied('completed'));
    const seen = ok(await world.citizen('wang').get(id));
    expect(seen.handler).toMatchObject({ name: '冯经办', number: 'D-7' });
    expect(seen.timeline[0]?.by).toBe('人社业务系统');
    expect(seen.timeline.at(-3)?.by).toBe('冯经办（工号 D-7）');
  });

  it('may decline, ask once for what is missing and refuse, and nothing that is for officers of the hall', async () => {
    const system = systemOf(['人社局']);
    const one = await submitted();
    await system.send(one.number, { action: 'receive' });
    const ask = {
      action: 'request-supplement',
      reason: '缺',
      asked: [{ name: '照片', why: '没有' }],
    } as const;
    expect(await system.send(one.number, ask)).toEqual(applied('supplement-requested'));
    ok(await world.officer('窗', ['window']).act(one.id, 'supplement', { received: [] }));
    expect(await system.send(one.number, ask)).toEqual(refusedWith('CASE_SUPPLEMENT_ONCE'));
    expect(await system.send(one.number, { action: 'decline', reason: '不符', basis: '规定' })).toEqual(
      applied('declined'),
    );
    expect(await system.send(one.number, { action: 'accept' })).toEqual(refusedWith('CASE_STATE'));
  });

  it('leads the cases of its departments and only reviews in others', async () => {
    const { id, number } = await submitted();
    const stranger = systemOf(['民政局'], 'mz');
    const partner = systemOf(['市场监管局'], 'sg');
    const window = world.officer('窗', ['window', 'reviewer']);
    for (const action of ['receive', 'accept', 'start-review'] as const) ok(await window.act(id, action));
    expect(await stranger.send(number, { action: 'review', opinion: 'agree' })).toEqual(
      refusedWith('CASE_STATE'),
    );
    expect(await partner.send(number, { action: 'decide-approve' })).toEqual(refusedWith('CASE_STATE'));
    expect(await partner.send(number, { action: 'review', department: '人社局', opinion: 'agree' })).toEqual(
      refusedWith('CASE_STATE'),
    );
    expect(await partner.send(number, { action: 'review', opinion: 'object', note: '地址不符' })).toEqual(
      applied('in-review'),
    );
    expect(await partner.send('ZTC-20261124-ZZZZZZ', { action: 'receive' })).toEqual(
      refusedWith('CASE_STATE'),
    );
  });

  it('tells a thing once for ever, whoever takes it', async () => {
    const { id, number } = await submitted();
    const system = systemOf(['人社局']);
    const other = await world.process();
    const outcomes = await Promise.all(
      [world.cases, other.cases, world.cases].map((cases) =>
        system.send(number, { action: 'receive' }, { id: 'same', cases }),
      ),
    );
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['applied', 'repeated', 'repeated']);
    await system.send(number, { action: 'accept' });
    expect(await system.send(number, { action: 'receive' }, { id: 'same' })).toEqual({
      outcome: 'repeated',
      state: 'accepted',
    });
    expect((await world.stored(id)).timeline.filter(({ action }) => action === 'receive')).toHaveLength(1);
  });
});

describe('when it happened counts', () => {
  it('the clocks count from the event, not from its arrival', async () => {
    const { id, number } = await submitted();
    const system = systemOf(['人社局']);
    await world.clock.advance(DAY);
    const yesterday = new Date(world.clock.now().getTime() - 20 * HOUR);
    await system.send(number, { action: 'receive' }, { at: yesterday });
    await system.send(number, { action: 'accept' }, { at: yesterday });
    expect(await world.stored(id)).toMatchObject({
      changedAt: yesterday,
      clocks: { acceptedAt: yesterday },
      promisedBy: new Date('2026-12-05T00:00:00+08:00'),
    });
  });

  it('nothing moves a case before what stands; an opinion is put in its place', async () => {
    const { id, number } = await submitted();
    const system = systemOf(['人社局']);
    const partner = systemOf(['市场监管局'], 'sg');
    for (const action of ['receive', 'accept', 'start-review'] as const)
      await system.send(number, { action });
    const reviewing = world.clock.now();
    await world.clock.advance(6 * HOUR);
    const begun = { action: 'begin-special-step', name: '现场查看', reason: '看现场' } as const;
    expect(await system.send(number, begun)).toEqual(applied('special-step'));
    await world.clock.advance(HOUR);
    const before = new Date(reviewing.getTime() + HOUR);
    expect(await system.send(number, { action: 'end-special-step', outcome: '好' }, { at: before })).toEqual(
      refusedWith('CASE_STATE'),
    );
    expect(await partner.send(number, { action: 'review', opinion: 'agree' }, { at: before })).toEqual(
      applied('special-step'),
    );
    const early = new Date(reviewing.getTime() - HOUR);
    expect(await system.send(number, { action: 'review', opinion: 'agree' }, { at: early })).toEqual(
      refusedWith('CASE_STATE'),
    );
    const [first, second] = ok(await world.citizen('wang').get(id)).timeline;
    expect([first?.what, second?.what]).toEqual([
      '进入“现场查看”程序，这段时间不计入期限',
      '市场监管局出具了意见',
    ]);
    expect((await world.stored(id)).clocks.pauses).toHaveLength(1);
  });

  it('a clock that goes a little fast does not reach into the future', async () => {
    const { id, number } = await submitted();
    const ahead = new Date(world.clock.now().getTime() + 4 * 60_000);
    await systemOf(['人社局']).send(number, { action: 'receive' }, { at: ahead });
    expect((await world.stored(id)).changedAt).toEqual(world.clock.now());
  });
});

describe('how cases stand', () => {
  it('is said by number, of those that were handed in', async () => {
    const { number } = await submitted();
    const standing = await world.cases.standingOf([number, 'ZTC-20261124-ZZZZZZ']);
    expect([...standing]).toEqual([
      [
        number,
        {
          number,
          state: 'submitted',
          venueId: 'hall',
          department: '人社局',
          jointDepartments: ['市场监管局'],
          handedInAt: world.clock.now(),
          changedAt: world.clock.now(),
        },
      ],
    ]);
  });
});
