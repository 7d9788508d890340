import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import Koa from 'koa';
import { connectMongo } from '../../bff/stores/mongo';

/** Bare koa that takes a JSON body and inserts it as one document, in a process of its own. Says its URL when it is ready. */
const mongo = await connectMongo(process.env.MONGODB_URI ?? '', 20_000);
const bare = mongo.collection<{ _id: string }>('bench_bare');
const koa = new Koa();
koa.use(async (ctx) => {
  const body = (await json(ctx.req)) as Record<string, unknown>;
  const _id = randomUUID();
  await bare.insertOne({ ...body, _id });
  ctx.status = 201;
  ctx.body = { id: _id };
});
const server = koa.listen(0, '127.0.0.1');
server.once('listening', () => {
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
process.once('disconnect', () => process.exit(0));
