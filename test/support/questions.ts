import type { QuestionDetail } from '../../shared/contract/questions';
import type { TestApp } from './app';
import { person, type SignedIn } from './citizens';
import { Client } from './client';
import { staff } from './staff';

/** An item whose questions are the police's to answer. */
export async function askedItem(app: TestApp): Promise<{ code: string; name: string; department: string }> {
  const { items } = await new Client(app.api).get('GET /items', {
    query: { q: '居民身份证换领', county: '530600' },
  });
  const [first] = items;
  if (!first) throw new Error('the sample has no such item');
  return first;
}

/** Asks about an item. */
export async function ask(app: TestApp, who: SignedIn, words: string): Promise<QuestionDetail> {
  const { code } = await askedItem(app);
  return who.get('POST /questions', { body: { words, itemCode: code } });
}

/** An officer of the department answers, and publishes it in other words where they are given. */
export async function answer(
  app: TestApp,
  id: string,
  words: string,
  publishAs: string | null = null,
): Promise<void> {
  const { department } = await askedItem(app);
  const officer = await staff(app, 'reviewer', { department });
  await officer.get('POST /staff/questions/{id}/answer', { params: { id }, body: { words, publishAs } });
}

/** A question of somebody else that everybody may read with its answer. */
export async function published(app: TestApp, question: string, words: string): Promise<void> {
  const { id } = await ask(app, await person(app), question);
  await answer(app, id, words, question);
}
