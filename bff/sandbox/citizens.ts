import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkCharacter } from '../../shared/domain/identity';

/** Somebody who does not exist. */
export interface Citizen {
  id: string;
  name: string;
  idNumber: string;
  phone: string;
  openid: string;
  /** Worth knowing when choosing whom to be, in Chinese; empty for the many. */
  about: string;
}

const samples: { name: string; born: string; order: string; about: string }[] = [
  { name: '陈小满', born: '19920521', order: '012', about: '昭阳区，常办事' },
  { name: '王秀兰', born: '19480312', order: '026', about: '1948 年出生，适合看长辈版' },
  { name: '马建国', born: '19750908', order: '031', about: '镇雄县，个体工商户' },
  { name: '阿依·莫色', born: '19990117', order: '048', about: '姓名带间隔号' },
  { name: '李思远', born: '20050630', order: '057', about: '刚满成年的学生' },
  { name: '欧阳春晓', born: '19860214', order: '064', about: '复姓，四个字' },
];

const families = [...'赵钱孙周吴郑冯褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜'];
const middles = [...'云山石水林泉松竹梅雪风雨晴月星辰春夏秋冬'];
const lasts = [...'安康宁和顺喜乐平善诚信义礼智勇毅恒远达明'];
const counties = [
  '530602',
  '530621',
  '530622',
  '530623',
  '530624',
  '530625',
  '530626',
  '530627',
  '530628',
  '530629',
  '530681',
];
const FIRST_BIRTH = Date.UTC(1950, 0, 1);
const BIRTH_DAYS = 19_000;
const DAY_MS = 86_400_000;
const MOST = 200_000;

/** Citizen number n, always the same one: who was who survives a restart by their count alone. */
function citizenNumber(n: number): Citizen {
  const sample = samples[n - 1];
  const county = counties[sample ? n % counties.length : (n * 7) % counties.length] ?? '530602';
  // 7 and 4,999 share no factor with what they are taken modulo, so that neighbours differ and no two are alike.
  const born = sample?.born ?? dayDigits(FIRST_BIRTH + ((n * 4_999) % BIRTH_DAYS) * DAY_MS);
  const order = sample?.order ?? String(100 + (Math.floor(n / (BIRTH_DAYS * counties.length)) % 900));
  const first17 = county + born + order;
  const name =
    sample?.name ??
    `${families[n % families.length]}${middles[Math.floor(n / 31) % middles.length]}${lasts[(n * 3) % lasts.length]}`;
  return {
    id: `c${String(n).padStart(6, '0')}`,
    name,
    idNumber: first17 + checkCharacter(first17),
    phone: `199${String((n * 7_919) % 100_000_000).padStart(8, '0')}`,
    openid: `oZT${createHash('sha256').update(`sandbox citizen ${n}`).digest('base64url').slice(0, 25)}`,
    about: sample?.about ?? '',
  };
}

function dayDigits(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10).replaceAll('-', '');
}

/** The sandbox's people. How many there are is kept on disk. */
export class Citizens {
  private readonly byId = new Map<string, Citizen>();
  private readonly byIdNumber = new Map<string, Citizen>();
  private readonly names = new Set<string>();
  private readonly file: string;

  constructor(dataDir: string) {
    mkdirSync(join(dataDir, 'sandbox'), { recursive: true });
    this.file = join(dataDir, 'sandbox', 'citizens.json');
    this.grow(Math.max(samples.length, this.readCount()));
  }

  all(): Citizen[] {
    return [...this.byId.values()];
  }

  find(id: string): Citizen | undefined {
    return this.byId.get(id);
  }

  /** @returns the new ones; null when the sandbox is full */
  add(count: number): Citizen[] | null {
    const before = this.byId.size;
    if (before + count > MOST) return null;
    const added = this.grow(before + count);
    this.writeCount();
    return added;
  }

  /**
   * Whether a name and a well-formed ID number belong together. Of a citizen both are known, and only the pair
   * is right. Where neither is, somebody playing has invented a person: they may be that person.
   */
  belong(name: string, idNumber: string): boolean {
    const known = this.byIdNumber.get(idNumber);
    return known ? known.name === name : !this.names.has(name);
  }

  private grow(count: number): Citizen[] {
    const added: Citizen[] = [];
    for (let n = this.byId.size + 1; n <= count; n += 1) {
      const citizen = citizenNumber(n);
      this.byId.set(citizen.id, citizen);
      this.byIdNumber.set(citizen.idNumber, citizen);
      this.names.add(citizen.name);
      added.push(citizen);
    }
    return added;
  }

  private readCount(): number {
    try {
      const kept: unknown = JSON.parse(readFileSync(this.file, 'utf8'));
      const count = typeof kept === 'object' && kept !== null && 'count' in kept ? kept.count : 0;
      return Number.isInteger(count) ? Math.min(Number(count), MOST) : 0;
    } catch {
      return 0;
    }
  }

  private writeCount(): void {
    // Written beside and moved into place: a stop in the middle leaves the old file.
    writeFileSync(`${this.file}.new`, JSON.stringify({ count: this.byId.size }));
    renameSync(`${this.file}.new`, this.file);
  }
}
