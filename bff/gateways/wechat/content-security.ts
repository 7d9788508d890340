import { z } from 'zod';
import { Problem } from '../../problem';
import { type OutboundCall, OutboundFailure } from '../outbound';
import { type ContentSecurity, ContentUnchecked, type ContentVerdict, worstOf } from '.';
import type { WeChatCaller } from './caller';
import { BUSY, saysTokenStale } from './errcodes';
import { readJson, WeChatRefusal } from './replies';

/** What WeChat takes in one call. UTF-16 units, which are never fewer than its characters. */
const PIECE = 2_500;
/** Pieces repeat the end of the one before, so that nothing hides where they were cut. */
const OVERLAP = 60;
/** 评论: the nearest of WeChat's four. */
const SCENE = 2;
const IMAGE = 2;

/** They did not open the mini-program within two hours. */
const STALE_VISIT = 61010;
const TOO_OFTEN = new Set([44991, 45009, 45011]);

const textReply = z.looseObject({
  result: z.looseObject({ suggest: z.enum(['pass', 'review', 'risky']) }),
});
const pictureReply = z.looseObject({ trace_id: z.string().min(1).max(128) });

/** msg_sec_check and media_check_async of WeChat. */
export function createContentSecurity({ askWithToken, deadline }: WeChatCaller): ContentSecurity {
  return {
    async checkText({ openid, words }) {
      let worst: ContentVerdict = 'pass';
      for (const content of piecesOf(words)) {
        const call: OutboundCall = {
          method: 'POST',
          path: '/wxa/msg_sec_check',
          json: { content, version: 2, scene: SCENE, openid },
          signal: deadline(),
        };
        const { result } = await askWithToken(
          'msg_sec_check',
          call,
          readJson('msg_sec_check', textReply),
        ).catch(refuse);
        worst = worstOf(worst, result.suggest);
      }
      return worst;
    },

    async checkPicture({ openid, url }) {
      const call: OutboundCall = {
        method: 'POST',
        path: '/wxa/media_check_async',
        json: { media_url: url, media_type: IMAGE, version: 2, scene: SCENE, openid },
        signal: deadline(),
      };
      const { trace_id } = await askWithToken(
        'media_check_async',
        call,
        readJson('media_check_async', pictureReply),
      ).catch(refuse);
      return trace_id;
    },
  };
}

/** Cut so that no piece is too long and no character is cut through. */
function piecesOf(words: string): string[] {
  const pieces: string[] = [];
  for (let from = 0; from < words.length; ) {
    const to = from + PIECE >= words.length ? words.length : whole(words, from + PIECE);
    pieces.push(words.slice(from, to));
    if (to === words.length) break;
    from = whole(words, to - OVERLAP);
  }
  return pieces.filter((piece) => piece.trim() !== '');
}

/** The same place, or the one before it when it lies within a pair of surrogates. */
function whole(words: string, at: number): number {
  const unit = words.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at;
}

/** @throws ContentUnchecked; what is no failure of WeChat's stays what it is */
function refuse(error: unknown): never {
  if (error instanceof WeChatRefusal) {
    const { errcode } = error;
    const options = { cause: error };
    if (errcode === STALE_VISIT) throw new ContentUnchecked('stale', errcode, options);
    if (TOO_OFTEN.has(errcode)) throw new ContentUnchecked('too-often', errcode, options);
    if (errcode === BUSY || saysTokenStale(error)) throw new ContentUnchecked('away', errcode, options);
    throw new ContentUnchecked('refused', errcode, options);
  }
  if (error instanceof OutboundFailure || error instanceof Problem)
    throw new ContentUnchecked('away', null, { cause: error });
  throw error;
}
