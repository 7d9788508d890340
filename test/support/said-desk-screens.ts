import type { StaffRole } from '../../shared/domain/staff';
import type { TestApp } from './app';
import { person } from './citizens';
import { actOn, answer, complain, HALL, ownWords } from './complaint-desk';
import { rated } from './evaluations';
import { photo, upload } from './files';
import { longOverdue } from './late-complaint';
import { ask } from './questions';
import { staff } from './staff';

/** A screen of the staff, who has it, and the text that shows that it has everything. */
export interface DeskScreen {
  name: string;
  path: string;
  ready: RegExp;
  /** Nobody is signed in where there is none. */
  role?: StaffRole;
}

const longWords = `${'窗口的人没有说清要带什么，来了三次。'.repeat(8)}单号${'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'.repeat(3)}`;

/** The screens of complaints, questions and ratings, with something at every step in them. */
export async function saidDeskScreens(app: TestApp): Promise<DeskScreen[]> {
  const [dispatcher, handler] = await Promise.all([
    staff(app, 'dispatcher', { venueId: null }),
    staff(app, 'supervisor', { venueId: HALL }),
  ]);
  const given = async (id: string) => {
    await actOn(dispatcher, id, 'accept');
    await actOn(dispatcher, id, 'assign', { staffId: handler.member.id });
    await actOn(handler, id, 'take-up');
  };
  const who = await person(app);

  const gist = `上午在身份证窗口排了四十分钟，轮到我说系统坏了${ownWords()}`;
  const alike = await complain(await person(app), { what: `${gist}，我也是。` });
  const fresh = await complain(who, {
    what: `${gist}，让我改天再来。`,
    wanted: '给个说法，别让人白跑。',
    photos: [(await upload(who, await photo())).id],
  });

  const late = await complain(who, { category: 'late', what: longWords });
  await given(late.id);
  await actOn(handler, late.id, 'ask-extension', { days: 3, why: '要等公安部门回函' });
  await longOverdue(app, late.id);

  const replied = await complain(who, { category: 'matter-not-done', publishConsent: true });
  await given(replied.id);
  await actOn(handler, replied.id, 'reply', answer({ ending: 'impossible', endingWords: longWords }));

  const drafted = await complain(who, {
    category: 'hours',
    publishConsent: true,
    what: `两点到窗口没有人，打了 13900001111 也没有人接，车牌云C12345。${ownWords()}`,
  });
  await given(drafted.id);
  const words = answer();
  await actOn(handler, drafted.id, 'reply', words);
  await who.get('POST /complaints/{id}/feedback', { params: { id: drafted.id }, body: { satisfied: true } });
  await actOn(dispatcher, drafted.id, 'draft-publication', {
    what: '两点到窗口没有人，打了 13900001111 也没有人接。',
    found: words.found,
    done: words.done,
    basis: words.basis,
  });

  await ask(app, who, `身份证丢了，人在外地，能不能在昭通补？${longWords}`.slice(0, 400));
  const { evaluation } = await rated(app, 1, { title: '居住证申领' }, { words: longWords });

  const page = '/packages/desk';
  const complaint = (name: string, { id }: { id: string }, ready: RegExp): DeskScreen => ({
    name,
    path: `${page}/complaint/index?id=${id}`,
    ready,
    role: 'supervisor',
  });
  return [
    {
      name: 'complaints',
      path: `${page}/complaints/index`,
      ready: new RegExp(alike.number),
      role: 'supervisor',
    },
    complaint('complaint', fresh, /并到这件/),
    complaint('complaint-late', late, /同意延长/),
    complaint('complaint-replied', replied, /记下回访/),
    complaint('complaint-drafted', drafted, /公开稿：发生了什么/),
    { name: 'questions', path: `${page}/questions/index`, ready: /人在外地/, role: 'reviewer' },
    { name: 'ratings', path: `${page}/ratings/index`, ready: /居住证申领/, role: 'supervisor' },
    {
      name: 'rectification',
      path: `${page}/rectification/index?id=${evaluation.id}`,
      ready: /核实属实/,
      role: 'supervisor',
    },
  ];
}
