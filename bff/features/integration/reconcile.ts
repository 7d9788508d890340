import type { AnswerOf, BodyOf } from '../../../shared/contract/core';
import type { integrationContract } from '../../../shared/contract/integration';
import { toIso } from '../../../shared/domain/time';
import type { SystemCaller } from '../../http/route';
import { Problem } from '../../problem';
import { maySee } from './judge';
import type { EventDoc } from './model';
import type { IntegrationParts } from './parts';

type Endpoint = (typeof integrationContract)['POST /integration/reconciliations'];

/**
 * Holds what a system has against what is here. Cases that are none of its business are, to it, not here.
 * @throws Problem SIGNATURE_INVALID when the system was taken away meanwhile
 */
export async function reconcile(
  { systems, events, cases }: IntegrationParts,
  caller: SystemCaller,
  given: BodyOf<Endpoint>,
  now: Date,
): Promise<AnswerOf<Endpoint>> {
  const system = await systems.findById(caller.systemId).lean();
  if (!system) throw new Problem('SIGNATURE_INVALID');
  const { systemId } = caller;
  const theirs = new Map(given.cases.map(({ number, state }) => [number, state]));
  const numbers = [...theirs.keys()];
  const ids = [...new Set(given.eventIds)];
  const [standings, waiting, known] = await Promise.all([
    cases.standingOf(numbers),
    events
      .find({ systemId, caseNumber: { $in: numbers }, open: true }, { caseNumber: 1 })
      .lean<Pick<EventDoc, 'caseNumber'>[]>(),
    events
      .find({ _id: { $in: ids.map((id) => `${systemId}:${id}`) } }, { eventId: 1, status: 1, code: 1 })
      .lean<Pick<EventDoc, 'eventId' | 'status' | 'code'>[]>(),
  ]);
  const seen = numbers.filter((number) => {
    const standing = standings.get(number);
    return standing !== undefined && maySee(system, standing);
  });
  const differing = seen.flatMap((number) => {
    const ours = standings.get(number)?.state;
    const said = theirs.get(number);
    if (!ours || !said || ours === said) return [];
    const waits = waiting.filter(({ caseNumber }) => caseNumber === number).length;
    return [{ number, theirs: said, ours, waiting: waits }];
  });
  const cameIn = new Set(known.map(({ eventId }) => eventId));
  return {
    lacking: numbers.filter((number) => !seen.includes(number)),
    differing,
    same: seen.length - differing.length,
    lackingEvents: ids.filter((id) => !cameIn.has(id)),
    refusedEvents: known
      .filter(({ status }) => status === 'refused')
      .map(({ eventId, code }) => ({ id: eventId, code })),
    now: toIso(now),
  };
}
