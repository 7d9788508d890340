import type { sessionContract } from '../../../shared/contract/session';
import { toIso } from '../../../shared/domain/time';
import { prepare } from '../../http/etag';
import type { Routes } from '../../http/route';
import { chooseConsent } from './consents';
import { endOwnSession, endSessions } from './end-sessions';
import { eraseData } from './erase-data';
import { exportData } from './export-data';
import type { SessionDoc } from './model';
import type { SessionParts } from './parts';
import { presentMe, presentSession } from './presenter';
import type { PrivacyNotice } from './privacy-notice';
import { changeAccount, takePhone } from './profile';
import { signIn } from './sign-in';
import { verifyIdentity } from './verify-identity';

export function sessionRoutes(parts: SessionParts, notice: PrivacyNotice): Routes<typeof sessionContract> {
  const preparedNotice = prepare(notice);
  return {
    'POST /sessions': async ({ body, context: { userAgent, now } }) => {
      const { token, expiresAt, accountId } = await signIn(parts, { code: body.code, userAgent, now });
      return { token, expiresAt: toIso(expiresAt), me: await presentMe(parts, accountId) };
    },
    'DELETE /sessions/current': async ({ caller }) => {
      await endSessions(parts, [caller.sessionId]);
      return undefined;
    },
    'GET /me': async ({ caller }) => presentMe(parts, caller.accountId),
    'GET /me/sessions': async ({ caller, context: { now } }) => {
      const sessions = await parts.sessions
        .find({ accountId: caller.accountId, expiresAt: { $gt: now } })
        .sort({ createdAt: -1 })
        .lean<SessionDoc[]>();
      const items = sessions.map((session) => presentSession(session, caller.sessionId));
      return { items, next: null, total: items.length };
    },
    'DELETE /me/sessions/{id}': async ({ caller, params }) => {
      await endOwnSession(parts, caller.accountId, params.id);
      return undefined;
    },
    'POST /me/phone': async ({ caller, body }) => {
      await takePhone(parts, caller.accountId, body.code);
      return presentMe(parts, caller.accountId);
    },
    'PUT /me/identity': async ({ caller, body, context: { address, now } }) => {
      await verifyIdentity(parts, { accountId: caller.accountId, address, ...body, now });
      return presentMe(parts, caller.accountId);
    },
    'PUT /me/settings': async ({ caller, body }) => {
      await changeAccount(parts, caller.accountId, { settings: body });
      return presentMe(parts, caller.accountId);
    },
    'POST /me/consents': async ({ caller, body, context: { now } }) => {
      await chooseConsent(parts, caller, body, now);
      return presentMe(parts, caller.accountId);
    },
    'GET /me/export': async ({ caller, context: { now } }) => exportData(parts, caller, now),
    'DELETE /me': async ({ caller, context: { operationId, now } }) =>
      eraseData(parts, { accountId: caller.accountId, operationId, now }),
    'GET /notices/privacy': async () => preparedNotice,
  };
}
