import { createHash } from 'node:crypto';
import { Secret } from 'otpauth';
import { type StaffRole, staffRoleWords } from '../../shared/domain/staff';
import type { Deps } from '../deps';
import { purposes, type StaffAccountDoc, staffModels } from '../features/staff/model';
import { Passwords } from '../features/staff/passwords';
import { ROSTER } from '../features/staff/roster';
import { codeOfStep, stepOf } from '../features/staff/second-factor';

/** Known to everyone, like all sample data. */
export const SAMPLE_PASSWORD = 'Sample-2026';

const people: { part: string; roles: StaffRole[]; names: [city: string, county: string] }[] = [
  { part: 'W1', roles: ['window'], names: ['杨晓云', '罗小芳'] },
  { part: 'W2', roles: ['window'], names: ['李明山', '邓志强'] },
  { part: 'REV', roles: ['reviewer'], names: ['张文静', '马丽华'] },
  { part: 'APP', roles: ['approver'], names: ['赵国平', '陈永昌'] },
  { part: 'DIS', roles: ['dispatcher'], names: ['孙倩', '吴佳'] },
  { part: 'SUP', roles: ['supervisor'], names: ['周正', '刘建平'] },
  { part: 'SUP2', roles: ['supervisor'], names: ['何秀兰', '唐永贵'] },
  { part: 'ADM', roles: ['administrator'], names: ['管理员甲', '管理员乙'] },
  { part: 'AUD', roles: ['auditor'], names: ['审计员甲', '审计员乙'] },
];
const places = ['530600', '530602'] as const;

export interface SampleMember {
  number: string;
  name: string;
  role: string;
  venueId: string | null;
  password: string;
}

/** Who works at the city hall and at one county: invented, the same people every time. */
export function sampleStaff(): SampleMember[] {
  return members().map(({ number, name, roles, venueId }) => ({
    number,
    name,
    role: roles.map((role) => staffRoleWords[role]).join('、'),
    venueId,
    password: SAMPLE_PASSWORD,
  }));
}

type Needs = Pick<Deps, 'settings' | 'mongo' | 'clock' | 'cipher'>;

/**
 * Puts the sample staff in where they are missing; who is there keeps their password.
 * @throws in production
 */
export async function seedStaff({ settings, mongo, clock, cipher }: Needs): Promise<void> {
  if (settings.production) throw new Error('Sample staff are never loaded in production');
  const { accounts, rosters } = staffModels(mongo);
  // As cheap as can be: the password is no secret, and the first sign-in brings it to the set cost.
  const password = await new Passwords({ logN: 4, r: 8, p: 1 }).hash(SAMPLE_PASSWORD);
  for (const { number, name, roles, venueId } of members()) {
    const account: Omit<StaffAccountDoc, '_id'> = {
      number,
      name,
      roles,
      venueId,
      department: null,
      password,
      initialUntil: null,
      secret: cipher.seal(secretOf(number), purposes.accountSecret),
      codeStep: -1,
      revision: 1,
      createdAt: clock.now(),
      lastSignInAt: null,
      closedAt: null,
      sample: true,
    };
    await accounts.updateOne({ _id: idOf(number) }, { $setOnInsert: account }, { upsert: true });
  }
  const [city] = members().filter(
    ({ roles, venueId }) => roles.includes('administrator') && venueId === null,
  );
  if (city)
    await rosters.updateOne({ _id: ROSTER }, { $addToSet: { ids: idOf(city.number) } }, { upsert: true });
}

/** The authenticator app of everybody who has set one up in this development store. */
export function authenticator({ mongo, clock, cipher }: Needs) {
  const { accounts } = staffModels(mongo);
  return {
    /**
     * A code that is good now: of this half minute, or of the next when this one's was used.
     * @returns null when there is nobody with that number, or nothing was set up; `wait` seconds until there is one
     */
    codeFor: async (number: string): Promise<{ code: string } | { wait: number } | null> => {
      const account = await accounts.findOne({ number }).lean<StaffAccountDoc>();
      if (!account?.secret) return null;
      const now = stepOf(clock.now());
      const step = Math.max(now, account.codeStep + 1);
      if (step > now + 1) return { wait: (step - now - 1) * 30 };
      return { code: codeOfStep(cipher.open(account.secret, purposes.accountSecret), step) };
    },
    /** After the clock was set back: codes used in a future that is no more do not count. */
    forgetFuture: async (): Promise<void> => {
      const now = stepOf(clock.now());
      await accounts.updateMany({ codeStep: { $gt: now + 1 } }, { $set: { codeStep: now } });
    },
  };
}

function members() {
  return places.flatMap((place, index) =>
    people.map(({ part, roles, names }) => ({
      number: `${place}-${part}`,
      name: names[index] ?? names[0],
      roles,
      // The city's own administrator and auditor keep the whole city.
      venueId: place === '530600' && /^(ADM|AUD)$/.test(part) ? null : `v${place}`,
    })),
  );
}

const idOf = (number: string) => `sample-${number}`;

/** The same at every start, so that an authenticator app set up once goes on being right. */
function secretOf(number: string): string {
  const digest = createHash('sha1').update(`sample staff ${number}`).digest();
  return new Secret({ buffer: Uint8Array.from(digest).buffer }).base32;
}
