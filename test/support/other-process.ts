import mongoose from 'mongoose';
import type { Deps } from '../../bff/deps';
import { createSession, type SessionDoor } from '../../bff/features/session';

/** The session feature as another process has it: the same stores, and no memory in common. */
export function otherProcess(deps: Deps, more: Partial<Deps> = {}): SessionDoor {
  const mongo = mongoose.createConnection().setClient(deps.mongo.getClient());
  return createSession({ ...deps, mongo, ...more });
}
