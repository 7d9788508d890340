/** A parcel as the sandbox shows it. */
export interface SandboxParcel {
  orderId: string;
  waybill: string;
  deliveryId: string;
  cancelled: boolean;
  subscribed: boolean;
  events: { at: string; type: number; words: string }[];
}

/** The sandbox's doors are at `URL/sandbox`. */
interface Has {
  url: string;
}

export async function askSandbox(
  method: string,
  { url }: Has,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const response = await fetch(`${url}/sandbox${path}`, {
    method,
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === '' ? null : JSON.parse(text);
}

export async function parcelsOf(at: Has): Promise<SandboxParcel[]> {
  return ((await askSandbox('GET', at, '/parcels')) as { parcels: SandboxParcel[] }).parcels;
}

/** Does something to a parcel: `advance`, `refuse`, `nobody-home`, `return`, `lose`, `stuck`, `cancel`, `sign`, `sign-other`. */
export async function parcelDoor(at: Has, waybill: string, act: string): Promise<SandboxParcel> {
  return (await askSandbox('POST', at, `/parcels/${waybill}/${act}`)) as SandboxParcel;
}

export interface PushAnswer {
  status: number;
  text: string;
}

/** Lets WeChat or 快递100 tell of it again: `all`, `twice`, `backwards`, `forged`. */
export async function pushAgain(
  at: Has,
  waybill: string,
  how: { how: string; via?: string; mode?: string },
): Promise<PushAnswer[]> {
  const { answers } = (await askSandbox('POST', at, `/parcels/${waybill}/push`, how)) as {
    answers: PushAnswer[];
  };
  return answers;
}

/** Whether parcels move by themselves, and whether anybody tells of it. */
export async function parcelSettings(at: Has, how: { moves?: boolean; pushes?: boolean }): Promise<void> {
  await askSandbox('PUT', at, '/parcels/settings', how);
}
