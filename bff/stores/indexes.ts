import type { Model } from 'mongoose';

// biome-ignore lint/suspicious/noExplicitAny: a list of models of different documents has no narrower type
export type AnyModel = Model<any>;

/** Creates every collection and index that the models declare. Safe to repeat. */
export async function createIndexes(models: readonly AnyModel[]): Promise<void> {
  for (const model of models) {
    await model.createCollection();
    await model.createIndexes();
  }
}

/** @returns what is declared and not there, one line each: `appointments {"queueDay":1,"person":1}` */
export async function missingIndexes(models: readonly AnyModel[]): Promise<string[]> {
  const missing: string[] = [];
  for (const model of models) {
    const { toCreate } = await model.diffIndexes();
    for (const keys of toCreate ?? [])
      missing.push(`${model.collection.collectionName} ${JSON.stringify(keys)}`);
  }
  return missing;
}
