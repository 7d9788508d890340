import { Client } from './client';

/** An invented citizen of the sandbox. */
export interface SandboxCitizen {
  id: string;
  name: string;
  idNumber: string;
  phone: string;
}

interface Place {
  url: string;
  api: string;
}

/** Makes invented citizens. */
export async function inventCitizens(app: Place, count: number): Promise<SandboxCitizen[]> {
  const { citizens } = (await post(`${app.url}/sandbox/citizens`, { count })) as {
    citizens: SandboxCitizen[];
  };
  return citizens;
}

/** A code as wx.login would give it, or as the phone button would. */
export async function codeFor(
  app: Place,
  citizen: SandboxCitizen,
  kind: 'login' | 'phone' = 'login',
): Promise<string> {
  const { code } = (await post(`${app.url}/sandbox/citizens/${citizen.id}/${kind}-code`, {})) as {
    code: string;
  };
  return code;
}

export interface SignedIn extends Client {
  citizen: SandboxCitizen;
}

/** A citizen with a session and nothing else. */
export async function signIn(app: Place, citizen?: SandboxCitizen): Promise<SignedIn> {
  const who = citizen ?? ((await inventCitizens(app, 1))[0] as SandboxCitizen);
  const client = new Client(app.api) as SignedIn;
  client.citizen = who;
  const { token } = await client.get('POST /sessions', { body: { code: await codeFor(app, who) } });
  client.token = token;
  return client;
}

/** A citizen who accepted the privacy notice. */
export async function consented(app: Place, citizen?: SandboxCitizen): Promise<SignedIn> {
  const client = await signIn(app, citizen);
  const { version } = await client.get('GET /notices/privacy');
  await client.get('POST /me/consents', { body: { version } });
  return client;
}

/** A citizen who may book: consent and real name. */
export async function person(app: Place, citizen?: SandboxCitizen): Promise<SignedIn> {
  const client = await consented(app, citizen);
  const { name, idNumber } = client.citizen;
  await client.get('PUT /me/identity', { body: { name, idNumber } });
  return client;
}

/** Moves the BFF's and the sandbox's clock. @param advance seconds */
export async function advanceClock(app: Place, advance: number): Promise<void> {
  await post(`${app.url}/sandbox/clock`, { advance });
}

async function post(url: string, body: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response.json();
}
