import { toIso } from '../../../shared/domain/time';
import { endMandate } from './end-mandate';
import type { MandateDoc } from './model';
import type { MandateParts } from './parts';
import { relationWords } from './terms';

/** What mandates hold about a person, for export and erasure (个人信息保护法 第45条, 第47条). */
export function mandateData(parts: MandateParts) {
  const all = (personId: string) =>
    parts.mandates
      .find({ $or: [{ principalId: personId }, { agentId: personId }] })
      .sort({ createdAt: -1 })
      .lean<MandateDoc[]>();
  return {
    name: 'mandates',
    exportFor: async (personId: string | null): Promise<Record<string, unknown>[]> => {
      if (personId === null) return [];
      const docs = await all(personId);
      return docs.map((doc) => ({
        side: doc.principalId === personId ? 'principal' : 'agent',
        relation: relationWords[doc.relation],
        state: doc.state,
        consents: [doc.principalConsent, doc.agentConsent].map(
          (consent) => consent && { version: consent.version, at: toIso(consent.at) },
        ),
        createdAt: toIso(doc.createdAt),
        acceptedAt: doc.acceptedAt && toIso(doc.acceptedAt),
        endedAt: doc.endedAt && toIso(doc.endedAt),
        endedBy: doc.endedBy,
      }));
    },
    /** Ends them first, so that the other side is told; what was agreed goes with the person. */
    erase: async (personId: string | null) => {
      if (personId === null) return { erased: [], kept: [] };
      const now = parts.clock.now();
      for (;;) {
        const open = (await all(personId)).filter(({ state }) => state !== 'ended');
        if (open.length === 0) break;
        for (const doc of open) await endMandate(parts, doc, 'erased', now);
      }
      const nobody = 'erased';
      const acted = await parts.mandates.updateMany({ agentId: personId }, { $set: { agentId: nobody } });
      const given = await parts.mandates.updateMany(
        { principalId: personId },
        { $set: { principalId: nobody } },
      );
      const count = acted.modifiedCount + given.modifiedCount;
      return { erased: count > 0 ? ['代办关系'] : [], kept: [] };
    },
  };
}
