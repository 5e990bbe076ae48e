import * as z from 'zod';
import { MediaError } from '../../media/portable.ts';
import { joinSamples } from '../speech.ts';
import type { ServiceAnswer } from '../voice.ts';
import type { AdapterModel, WirePart } from './adapter.ts';
import type { Platform } from './clock.ts';
import type { Answered } from './http-client.ts';
import { ProviderError } from './provider-error.ts';
import { decodeWire } from './wire-audio.ts';

/** A vendor's words, or single characters, as it timed them. Seconds. */
export type HeardText = {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly turn?: number;
};

/** What one answer holds. */
export type ReadSpeech = {
  readonly samples: Float32Array;
  readonly heard: readonly HeardText[];
  readonly turns: readonly { readonly turn: number; readonly start: number; readonly end: number }[];
  readonly warnings: readonly string[];
  readonly answer: ServiceAnswer;
};

export type ReadContext = {
  readonly provider: string;
  readonly title: string;
  readonly model: AdapterModel;
  readonly platform: Platform;
  readonly characters: number;
  readonly signal: AbortSignal | undefined;
};

/** Reads an answer to its end. What is not the sound that was asked for is an error that may be tried again. */
export async function readSpeech(
  parts: AsyncIterable<WirePart>,
  answered: Answered,
  context: ReadContext,
): Promise<ReadSpeech> {
  const blocks: Float32Array[] = [];
  const notes = createNotes();
  for await (const block of decodeAnswer(parts, answered, context, notes)) blocks.push(block);
  const samples = joinSamples(blocks);
  if (samples.length === 0) {
    throw badAnswer(answered, context, 'sent no sound');
  }
  return { samples, ...notes.read(), answer: describeAnswer(answered, context, notes) };
}

/** What is found beside the sound. */
export interface Notes {
  add(part: Exclude<WirePart, { type: 'bytes' | 'file-starts' }>): void;
  read(): Pick<ReadSpeech, 'heard' | 'turns' | 'warnings'>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

export function createNotes(): Notes {
  const heard: HeardText[] = [];
  const turns: { turn: number; start: number; end: number }[] = [];
  const warnings: string[] = [];
  let metadata: Readonly<Record<string, unknown>> = {};
  return {
    get metadata() {
      return metadata;
    },
    add(part) {
      if (part.type === 'warning') warnings.push(part.message);
      else if (part.type === 'metadata') metadata = { ...metadata, ...part.metadata };
      else if (part.type === 'turn') turns.push({ turn: part.turn, start: part.start, end: part.end });
      else if (part.type === 'word') heard.push(part);
      else {
        const turn = part.turn === undefined ? {} : { turn: part.turn };
        for (const [index, text] of part.characters.entries()) {
          const [start, end] = [part.starts[index], part.ends[index]];
          if (start !== undefined && end !== undefined) heard.push({ text, start, end, ...turn });
        }
      }
    },
    read: () => ({ heard, turns, warnings }),
  };
}

export async function* decodeAnswer(
  parts: AsyncIterable<WirePart>,
  answered: Answered,
  context: ReadContext,
  notes: Notes,
): AsyncGenerator<Float32Array> {
  const { model, signal } = context;
  const onPart: Notes['add'] = (part) => notes.add(part);
  const { clean = (error: unknown): unknown => error } = answered;
  let room = longestSound(context.characters) * model.sampleRate;
  try {
    for await (const block of decodeWire(parts, {
      sampleRate: model.sampleRate,
      raw: model.raw,
      signal,
      onPart,
    })) {
      room -= block.length;
      if (room < 0) throw endless(answered, context);
      yield block;
    }
  } catch (cause) {
    signal?.throwIfAborted();
    if (!(cause instanceof MediaError || cause instanceof z.ZodError)) throw clean(cause);
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : cause.message;
    throw clean(badAnswer(answered, context, `sent something else than sound. ${why}`, cause));
  }
}

/** Seconds. Nobody takes a second for a letter, and a minute beside it is for all that is not text. */
function longestSound(characters: number): number {
  return 60 + 2 * characters;
}

/** Bytes of an answer at most: as base64, of 32 bits at 48 kHz in two channels. */
export function mostBytesFor(characters: number): number {
  return Math.min(512 * 2 ** 20, longestSound(characters) * 512 * 1024);
}

function endless({ requestId, attempts, reply }: Answered, context: ReadContext): ProviderError {
  const { provider, title, characters } = context;
  const most = longestSound(characters);
  return new ProviderError(
    `${title} sent more than ${most} s of sound for ${characters} characters: it is given up.`,
    {
      provider,
      code: 'too-large',
      status: reply.status,
      attempts,
      ...(requestId === undefined ? {} : { requestId }),
    },
  );
}

export function describeAnswer(answered: Answered, context: ReadContext, notes: Notes): ServiceAnswer {
  const { platform, provider, model, characters } = context;
  const end = platform.now();
  return {
    provider,
    model: model.id,
    characters,
    latency: end - answered.startedAt,
    timeToFirstByte: (answered.firstByteAt() ?? end) - answered.startedAt,
    attempts: answered.attempts,
    ...(answered.requestId === undefined ? {} : { requestId: answered.requestId }),
    ...(Object.keys(notes.metadata).length === 0 ? {} : { metadata: notes.metadata }),
  };
}

function badAnswer(
  { requestId, attempts, reply }: Answered,
  { provider, title }: ReadContext,
  what: string,
  cause?: unknown,
): ProviderError {
  return new ProviderError(`${title} ${what}${requestId === undefined ? '' : ` (request ${requestId})`}.`, {
    provider,
    code: 'bad-answer',
    status: reply.status,
    retryable: true,
    attempts,
    ...(requestId === undefined ? {} : { requestId }),
    ...(cause === undefined ? {} : { cause }),
  });
}
