import * as z from 'zod';
import { MediaError } from '../../media/portable.ts';
import type { WirePart, WireReply } from '../cloud/adapter.ts';
import { ProviderError } from '../cloud/provider-error.ts';
import { errorInside } from '../cloud/status-error.ts';

export const minimaxService = { name: 'minimax', title: 'MiniMax' };

const statusSchema = z.object({
  trace_id: z.string().nullish(),
  base_resp: z.object({ status_code: z.number(), status_msg: z.string().nullish() }).nullish(),
});

const speechSchema = z.object({
  data: z.object({ audio: z.string().nullish(), subtitle_file: z.string().nullish() }).nullish(),
  extra_info: z.object({ usage_characters: z.number().nullish() }).nullish(),
  trace_id: z.string().nullish(),
});

/** Times in milliseconds, places in characters of the text. */
const wordSchema = z.object({
  word: z.string(),
  time_begin: z.number(),
  time_end: z.number(),
  word_begin: z.number().nullish(),
  word_end: z.number().nullish(),
});

const subtitlesSchema = z.array(z.object({ timestamped_words: z.array(wordSchema).nullish() }));

type TimedPiece = z.output<typeof wordSchema>;

/** One JSON object, hexadecimal sound and the address of a file with the times of words. */
export async function* readMiniMax(reply: WireReply): AsyncGenerator<WirePart> {
  const { data, extra_info: info, trace_id: traceId } = speechSchema.parse(await readMiniMaxBody(reply));
  if (data?.audio === undefined || data.audio === null) return;
  yield { type: 'bytes', bytes: fromHex(data.audio) };
  if (typeof data.subtitle_file === 'string') yield* readSubtitles(reply, data.subtitle_file);
  const metadata = {
    ...(typeof info?.usage_characters === 'number' ? { usageCharacters: info.usage_characters } : {}),
    ...(typeof traceId === 'string' ? { traceId } : {}),
  };
  yield { type: 'metadata', metadata };
}

/** A failure has status 200 and a number of its own inside. */
export async function readMiniMaxBody(reply: WireReply): Promise<unknown> {
  const body = await reply.json();
  const { base_resp: status, trace_id: requestId } = statusSchema.parse(body);
  if (status !== undefined && status !== null && status.status_code !== 0) {
    const { status_code: code, status_msg: said } = status;
    const details = typeof requestId === 'string' ? { requestId } : {};
    throw errorInside(minimaxService, httpStatus(code), `${said ?? 'no reason'} (${code})`, details);
  }
  return body;
}

// https://platform.minimax.io/docs/api-reference/errorcode
function httpStatus(code: number): number {
  if (code === 1002 || code === 1039) return 429;
  if (code === 1004 || code === 2049) return 401;
  if (code === 2038 || code === 2042) return 403;
  if (code === 1008 || code === 2056) return 402;
  if (code === 1001) return 504;
  return code === 1000 || code === 1013 || code === 1024 || code === 1033 ? 500 : 400;
}

/** The sound is paid for: it is not asked for again because its times cannot be had. */
async function* readSubtitles(reply: WireReply, url: string): AsyncGenerator<WirePart> {
  let subtitles: z.output<typeof subtitlesSchema>;
  try {
    const file = await reply.follow(url);
    subtitles = subtitlesSchema.parse(await file.json());
  } catch (error) {
    if (!(error instanceof ProviderError || error instanceof z.ZodError)) throw error;
    const why = error instanceof z.ZodError ? z.prettifyError(error) : error.message;
    yield { type: 'warning', message: `MiniMax’s times of words cannot be read: ${why}` };
    return;
  }
  for (const { word, time_begin: start, time_end: end } of joinPieces(
    subtitles.flatMap((segment) => segment.timestamped_words ?? []),
  )) {
    yield { type: 'word', text: word, start: start / 1000, end: end / 1000 };
  }
}

/** A word may come in pieces, and a number once for each word that it is read as. */
function joinPieces(pieces: readonly TimedPiece[]): TimedPiece[] {
  const words: TimedPiece[] = [];
  for (const piece of pieces) {
    const last = words.at(-1);
    const placed = last !== undefined && typeof piece.word_begin === 'number';
    if (placed && piece.word_begin === last.word_begin && piece.word_end === last.word_end) {
      words[words.length - 1] = { ...last, time_end: piece.time_end };
    } else if (placed && piece.word_begin === last.word_end && isSpelt(last.word) && isSpelt(piece.word)) {
      words[words.length - 1] = {
        ...last,
        word: last.word + piece.word,
        word_end: piece.word_end,
        time_end: piece.time_end,
      };
    } else {
      words.push(piece);
    }
  }
  return words.filter(({ word }) => word.trim() !== '');
}

/** In letters, of which several make a word; in Chinese and Japanese each is one. */
function isSpelt(text: string): boolean {
  return (
    /^[\p{L}\p{M}\p{N}’']+$/u.test(text) &&
    !/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)
  );
}

export function fromHex(text: string): Uint8Array {
  if (text.length % 2 === 1 || !/^[0-9a-f]*$/i.test(text)) {
    const found = JSON.stringify(text.slice(0, 40));
    throw new MediaError('not-audio', `It begins with ${found}, which is not hexadecimal.`, { found });
  }
  if (typeof Buffer !== 'undefined') return new Uint8Array(Buffer.from(text, 'hex'));
  return Uint8Array.from({ length: text.length / 2 }, (_, index) =>
    Number.parseInt(text.slice(index * 2, index * 2 + 2), 16),
  );
}
