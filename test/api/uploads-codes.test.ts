import { PDFName, PDFString } from '@cantoo/pdf-lib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UPLOAD_PART_BYTES, uploadsContract } from '../../shared/contract/uploads';
import { startApp, type TestApp } from '../support/app';
import { advanceClock, person, type SignedIn } from '../support/citizens';
import { Client } from '../support/client';
import { begin, fetchLink, partOf, pdf, photo, scriptedPdf, sendParts, upload } from '../support/files';
import { packedBomb, pngOfSize, rawPdf } from '../support/hostile-files';
import { SeenCodes } from '../support/seen-codes';
import { staff } from '../support/staff';

let app: TestApp;
let citizen: SignedIn;
const seen = new SeenCodes();
const gives: SeenCodes['gives'] = (...given) => seen.gives(...given);

beforeAll(async () => {
  app = await startApp({ env: { UPLOADS_PER_DAY: '200' } });
  citizen = await person(app);
});
afterAll(() => app.stop());

/** Sends all of it. @returns the code with which it was refused */
async function refusal(content: Buffer, type = 'application/octet-stream'): Promise<string> {
  const begun = await begin(citizen, content, { type });
  await sendParts(citizen, begun, content);
  const params = { id: begun.id };
  const code = await citizen.refused('POST /uploads/{id}/finish', { params });
  seen.note('POST /uploads/{id}/finish', code);
  // It stays refused, says why, and nothing of it is left to be sent on.
  expect(await citizen.refused('POST /uploads/{id}/finish', { params })).toBe(code);
  const shown = await citizen.get('GET /uploads/{id}', { params });
  expect(shown).toMatchObject({ state: 'refused', refusal: expect.stringMatching(/。$/) });
  expect(await citizen.refused('POST /uploads/{id}/links', { params })).toBe('UPLOAD_STATE');
  return code;
}

describe('what is never taken', () => {
  it('is refused before it is sent', async () => {
    await gives(citizen, 'POST /uploads', 'UPLOAD_HEIC', { body: { type: 'image/heic', size: 10 } });
    await gives(citizen, 'POST /uploads', 'UPLOAD_TYPE', { body: { type: 'application/zip', size: 10 } });
    await gives(citizen, 'POST /uploads', 'UPLOAD_TOO_LARGE', {
      body: { type: 'image/png', size: 10 * 1_024 * 1_024 + 1 },
    });
  });

  it('is found by its content, whatever it is called', async () => {
    const heic = Buffer.concat([
      Buffer.from([0, 0, 0, 24]),
      Buffer.from('ftypheic\0\0\0\0mif1heic'),
      Buffer.alloc(200),
    ]);
    expect(await refusal(heic, 'image/jpeg')).toBe('UPLOAD_HEIC');
    const page = Buffer.from('<!doctype html><script>alert(1)</script>');
    expect(await refusal(page, 'image/png')).toBe('UPLOAD_TYPE');
    expect(await refusal(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'))).toBe(
      'UPLOAD_TYPE',
    );
    expect(await refusal(Buffer.from('PK\x03\x04 and so on, a zip'))).toBe('UPLOAD_TYPE');
    const gif = await sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } })
      .gif()
      .toBuffer();
    expect(await refusal(gif)).toBe('UPLOAD_TYPE');
  });
});

describe('pictures', () => {
  it('that cannot be opened are refused', async () => {
    const whole = await photo(400, 300);
    expect(await refusal(whole.subarray(0, 300), 'image/jpeg')).toBe('UPLOAD_UNREADABLE');
    const broken = await sharp(await photo(400, 300))
      .png()
      .toBuffer();
    broken.fill(0xff, Math.floor(broken.length / 2));
    expect(await refusal(broken)).toBe('UPLOAD_UNREADABLE');
  });

  it('that would unpack to gigabytes are refused by their header', async () => {
    const bomb = await pngOfSize(30_000, 30_000);
    expect(bomb.length).toBeLessThan(10_000);
    expect(await refusal(bomb)).toBe('UPLOAD_PICTURE_TOO_LARGE');
  });

  it('lose whatever was hidden behind them', async () => {
    const polyglot = Buffer.concat([await photo(), Buffer.from('<script>alert(1)</script>PK\x03\x04')]);
    const taken = await upload(citizen, polyglot);
    const link = await citizen.get('POST /uploads/{id}/links', { params: { id: taken.id } });
    const { content } = await fetchLink(app, link);
    expect(content.includes('<script>')).toBe(false);
    expect(content.includes('PK\x03\x04')).toBe(false);
  });
});

describe('a PDF that acts or carries', () => {
  const set = (name: string, value: object) =>
    pdf((document) => {
      document.catalog.set(PDFName.of(name), document.context.obj(value as never));
    });
  const cases: Record<string, () => Promise<Buffer>> = {
    'runs a script when opened': scriptedPdf,
    'starts a program': () => set('OpenAction', { Type: 'Action', S: 'Launch', F: PDFString.of('calc.exe') }),
    'opens an address by itself': () =>
      set('OpenAction', { Type: 'Action', S: 'URI', URI: PDFString.of('https://x.example') }),
    'runs a script on closing': () => set('AA', { WC: { S: 'JavaScript', JS: PDFString.of('1') } }),
    'has scripts by name': () =>
      set('Names', {
        JavaScript: { Names: [PDFString.of('a'), { S: 'JavaScript', JS: PDFString.of('1') }] },
      }),
    'has a form of the XFA kind': () => set('AcroForm', { XFA: PDFString.of('<xdp/>'), Fields: [] }),
    'carries a file': () =>
      pdf(async (document) => {
        await document.attach(Buffer.from('MZ'), 'a.exe', { mimeType: 'application/octet-stream' });
      }),
    'has a film': () =>
      pdf((document) => {
        document
          .getPage(0)
          .node.set(
            PDFName.of('Annots'),
            document.context.obj([{ Type: 'Annot', Subtype: 'RichMedia', Rect: [0, 0, 1, 1] }]),
          );
      }),
    'writes the name in another way': async () => rawPdf('/OpenAction << /S /J#61vaScript /J#53 (1) >>'),
    'has the script in an object that is replaced later': async () =>
      rawPdf('', '9 0 obj\n<< /S /JavaScript /JS (1) >>\nendobj\n9 0 obj\n<< >>\nendobj\n'),
    'sends a form': async () => rawPdf('', '9 0 obj\n<< /S /SubmitForm /F (https://x.example) >>\nendobj\n'),
  };

  it.each(Object.keys(cases))('%s is refused', async (name) => {
    expect(await refusal(await (cases[name] as () => Promise<Buffer>)(), 'application/pdf')).toBe(
      'UPLOAD_PDF_ACTIVE',
    );
  });

  it('that is locked is refused', async () => {
    const locked = await pdf((document) => {
      document.encrypt({ ownerPassword: 'a', userPassword: 'b', permissions: {} });
    });
    expect(await refusal(locked)).toBe('UPLOAD_PDF_LOCKED');
  });

  it('that is broken, costs too much or is something else as well is refused', async () => {
    expect(await refusal(Buffer.from('%PDF-1.7\nnothing else\n%%EOF\n'))).toBe('UPLOAD_UNREADABLE');
    expect(await refusal(packedBomb())).toBe('UPLOAD_UNREADABLE');
    const zipEnd = Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]);
    expect(await refusal(Buffer.concat([await pdf(), zipEnd]))).toBe('UPLOAD_UNREADABLE');
    const inside = Buffer.concat([
      await pdf(),
      zipEnd.subarray(0, 20),
      Buffer.from([7, 0]),
      Buffer.from('\n%%EOF\n'),
    ]);
    expect(await refusal(inside)).toBe('UPLOAD_UNREADABLE');
    expect(await refusal(Buffer.concat([await pdf(), Buffer.from('<script>alert(1)</script>')]))).toBe(
      'UPLOAD_UNREADABLE',
    );
  });

  it('while links that wait to be tapped and a page to open at are fine', async () => {
    const calm = await pdf((document) => {
      document.catalog.set(PDFName.of('OpenAction'), document.context.obj([document.getPage(0).ref, 'Fit']));
      document.getPage(0).node.set(
        PDFName.of('Annots'),
        document.context.obj([
          {
            Type: 'Annot',
            Subtype: 'Link',
            Rect: [0, 0, 9, 9],
            A: { S: 'URI', URI: PDFString.of('https://www.gov.cn') },
          },
        ]),
      );
    });
    expect((await upload(citizen, calm, { type: 'application/pdf' })).state).toBe('ready');
  });
});

describe('parts', () => {
  it('of another size, beyond the end, or after the end are refused', async () => {
    const content = Buffer.alloc(UPLOAD_PART_BYTES + 10, 1);
    const { id } = await begin(citizen, content, { type: 'image/png' });
    const put = (n: string, body: ArrayBuffer) => ({ params: { id, n }, body });
    await gives(citizen, 'PUT /uploads/{id}/parts/{n}', 'UPLOAD_PART', put('0', new ArrayBuffer(10)));
    await gives(citizen, 'PUT /uploads/{id}/parts/{n}', 'UPLOAD_PART', put('1', new ArrayBuffer(11)));
    await gives(citizen, 'PUT /uploads/{id}/parts/{n}', 'UPLOAD_PART', put('2', new ArrayBuffer(10)));
    expect(
      await citizen.refused('PUT /uploads/{id}/parts/{n}', put('0', new ArrayBuffer(UPLOAD_PART_BYTES + 1))),
    ).toBe('BODY_TOO_LARGE');
    expect(await citizen.refused('PUT /uploads/{id}/parts/{n}', put('../0', new ArrayBuffer(10)))).toBe(
      'VALIDATION_FAILED',
    );
    await gives(citizen, 'POST /uploads/{id}/finish', 'UPLOAD_INCOMPLETE', { params: { id } });
    const taken = await upload(citizen, await photo());
    const late = { params: { id: taken.id, n: '0' }, body: partOf(await photo(), 0) };
    await gives(citizen, 'PUT /uploads/{id}/parts/{n}', 'UPLOAD_STATE', late);
  });

  it('that are not what was announced are noticed by the checksum', async () => {
    const content = await photo();
    const begun = await begin(citizen, content);
    const other = Buffer.from(content);
    other[other.length - 3] = (other[other.length - 3] ?? 0) ^ 1;
    await sendParts(citizen, begun, other);
    await gives(citizen, 'POST /uploads/{id}/finish', 'UPLOAD_DAMAGED', { params: { id: begun.id } });
  });
});

describe('the quota', () => {
  it('is of files and of bytes, for each person', async () => {
    const own = await startApp({ env: { UPLOADS_PER_DAY: '3', UPLOAD_MEGABYTES_PER_DAY: '10' } });
    try {
      const many = await person(own);
      for (let n = 0; n < 3; n += 1)
        await many.get('POST /uploads', { body: { type: 'image/jpeg', size: 5 } });
      await gives(many, 'POST /uploads', 'UPLOAD_QUOTA', { body: { type: 'image/jpeg', size: 5 } });
      const large = await person(own);
      await large.get('POST /uploads', { body: { type: 'image/jpeg', size: 9 * 1_024 * 1_024 } });
      expect(
        await large.refused('POST /uploads', { body: { type: 'image/jpeg', size: 2 * 1_024 * 1_024 } }),
      ).toBe('UPLOAD_QUOTA');
      // What was refused took nothing.
      await large.get('POST /uploads', { body: { type: 'image/jpeg', size: 900 * 1_024 } });
    } finally {
      await own.stop();
    }
  });
});

describe('an upload', () => {
  it("of another citizen's does not exist", async () => {
    const { id } = await upload(citizen, await photo());
    const thief = await person(app);
    const params = { id };
    await gives(thief, 'GET /uploads/{id}', 'NOT_FOUND', { params });
    await gives(thief, 'PUT /uploads/{id}/parts/{n}', 'NOT_FOUND', {
      params: { id, n: '0' },
      body: new ArrayBuffer(5),
    });
    await gives(thief, 'POST /uploads/{id}/finish', 'NOT_FOUND', { params });
    await gives(thief, 'POST /uploads/{id}/links', 'NOT_FOUND', { params });
    const reviewer = await staff(app, 'reviewer');
    await gives(reviewer, 'POST /staff/uploads/{id}/links', 'NOT_FOUND', { params });
    for (const way of ['..%2f..%2fetc%2fpasswd', '%2e%2e', 'a/b']) {
      const response = await fetch(`${app.api}/uploads/${way}`, {
        headers: { authorization: `Bearer ${citizen.token}` },
      });
      expect([400, 404]).toContain(response.status);
    }
  });

  it('that was not taken has no link', async () => {
    const begun = await begin(citizen, await photo());
    await gives(citizen, 'POST /uploads/{id}/links', 'UPLOAD_STATE', { params: { id: begun.id } });
  });
});

describe('a link', () => {
  it('holds for two minutes, as it was given, while the file is there', async () => {
    const { id } = await upload(citizen, await photo());
    const { url, until } = await citizen.get('POST /uploads/{id}/links', { params: { id } });
    expect(url).not.toContain(id);
    expect(new Date(until).getTime() - app.clock.now().getTime()).toBeLessThanOrEqual(120_000);
    expect((await fetchLink(app, { url })).response.status).toBe(200);
    const token = url.split('/').at(-1) ?? '';
    const visitor = new Client(app.api);
    const at = Math.floor(token.length / 2);
    const flipped = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
    for (const changed of [flipped, `${token}A`, token.slice(0, -1), 'x'.repeat(60)])
      await gives(visitor, 'GET /files/{token}', 'FILE_LINK_OVER', { params: { token: changed } });
    await advanceClock(app, 121);
    await gives(visitor, 'GET /files/{token}', 'FILE_LINK_OVER', { params: { token } });
  });

  it('ends with the file', async () => {
    const someone = await person(app);
    const { id } = await upload(someone, await photo());
    const { url } = await someone.get('POST /uploads/{id}/links', { params: { id } });
    await someone.get('DELETE /me');
    expect((await fetchLink(app, { url })).response.status).toBe(410);
  });
});

it('every refusal of uploads was seen', () => {
  expect(seen.missing(uploadsContract)).toEqual([]);
});
