import Taro from '@tarojs/taro';
import { storage } from '../platform/storage';

/** An invented person of the sandbox. */
export interface Citizen {
  id: string;
  name: string;
  idNumber: string;
  /** Worth knowing when choosing whom to be. */
  about: string;
}

const key = 'sandbox-citizen';

/** Outside the API: the sandbox is served beside it, in development only. */
async function ask(method: 'GET' | 'POST', path: string): Promise<unknown> {
  const { statusCode, data } = await Taro.request<unknown>({ url: `/sandbox${path}`, method });
  return statusCode < 300 ? data : null;
}

function isCitizen(value: unknown): value is Citizen {
  return typeof value === 'object' && value !== null && 'id' in value && 'idNumber' in value;
}

function codeIn(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('code' in value)) return null;
  return typeof value.code === 'string' ? value.code : null;
}

/** The sandbox's people; empty where there is no sandbox (production). */
export async function citizens(): Promise<Citizen[]> {
  const answer = await ask('GET', '/citizens').catch(() => null);
  const list =
    typeof answer === 'object' && answer !== null && 'citizens' in answer ? answer.citizens : answer;
  return Array.isArray(list) ? list.filter(isCitizen) : [];
}

/** Who signs in on this browser in development; null before it was chosen. */
export function chosenCitizen(): string | null {
  const kept = storage.read(key);
  return typeof kept === 'string' ? kept : null;
}

/** The next sign-in will be this person's. */
export function chooseCitizen(id: string): void {
  storage.write(key, id);
}

async function codeFor(kind: 'login-code' | 'phone-code'): Promise<string | null> {
  const id = chosenCitizen() ?? (await citizens())[0]?.id;
  if (!id) return null;
  const code = codeIn(await ask('POST', `/citizens/${encodeURIComponent(id)}/${kind}`).catch(() => null));
  if (code) chooseCitizen(id);
  return code;
}

/** A login code of the chosen citizen, else of the first; null where there is no sandbox. */
export const sandboxLoginCode = () => codeFor('login-code');
/** A phone code, as WeChat's button would give it. */
export const sandboxPhoneCode = () => codeFor('phone-code');
