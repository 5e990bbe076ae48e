import { type Audio, audioDuration, levelBlocks, measureEnvelope, resample } from '../dsp/index.ts';
import type { Word } from '../timeline/index.ts';
import {
  collectDialogue,
  type Dialogue,
  type DialogueTurn,
  type DialogueVoice,
  type SegmentCache,
  segmentKey,
  type VoiceService,
  type WordAligner,
  wordsToSay,
} from '../voices/index.ts';
import type { DialogueBlock } from './choose-path.ts';
import type { Draft } from './draft-script.ts';
import type { Take } from './material.ts';
import { measureTake } from './measure-take.ts';
import type { TurnReport } from './render-script.ts';
import { voiceFailure } from './render-sound.ts';
import { runAll } from './run-all.ts';
import type { Spool } from './spool.ts';

export type DialogueRenderOptions = {
  readonly draft: Draft;
  readonly dialogue: DialogueVoice;
  readonly blocks: readonly DialogueBlock[];
  readonly spool: Spool;
  /** Finds the words where the model does not say when they are heard. */
  readonly aligner: WordAligner;
  readonly cache: SegmentCache | undefined;
  readonly seed: string;
  readonly language: string;
  readonly maxConcurrency: number | undefined;
  readonly signal: AbortSignal | undefined;
  readonly onRendered?: (done: number, total: number) => void;
};

/** One stretch of a dialogue as the model spoke it. */
export type SpokenBlock = {
  /** Seconds. */
  readonly duration: number;
  /** In order; together they are the stretch. */
  readonly turns: readonly SpokenTurn[];
};

/** What of a stretch belongs to one turn; its sound lies in the spool alone, under the turn's index. */
export type SpokenTurn = {
  readonly index: number;
  readonly take: Take;
  /** Where in the stretch it begins, seconds. */
  readonly at: number;
};

export type DialogueRendering = {
  readonly blocks: readonly SpokenBlock[];
  readonly warnings: readonly string[];
  readonly turnReports: readonly TurnReport[];
};

/** Lets a model speak the stretches, several at a time. */
export async function renderDialogue(options: DialogueRenderOptions): Promise<DialogueRendering> {
  const { blocks, signal, maxConcurrency = 4 } = options;
  let done = 0;
  const rendered = await runAll(
    blocks,
    { limit: maxConcurrency, signal, finishRunning: options.cache !== undefined },
    async (block, _index, inner) => {
      const outcome = await renderBlock(options, block, inner);
      options.onRendered?.(++done, blocks.length);
      return outcome;
    },
  );
  return {
    blocks: rendered.map(({ block }) => block),
    warnings: rendered.flatMap(({ warnings }) => warnings),
    turnReports: rendered.flatMap(({ reports }) => reports),
  };
}

type RenderedBlock = {
  readonly block: SpokenBlock;
  readonly warnings: readonly string[];
  readonly reports: readonly TurnReport[];
};

async function renderBlock(
  options: DialogueRenderOptions,
  block: DialogueBlock,
  signal: AbortSignal,
): Promise<RenderedBlock> {
  const { spool } = options;
  const turns = turnsIn(options.draft, block);
  const { spoken, words } = await speakBlock(options, turns, block, signal);
  const { audio } = spoken;
  const duration = audioDuration(audio);
  const bounds = boundsBetween(words, duration);
  const parts: SpokenTurn[] = [];
  for (const [order, own] of words.entries()) {
    const index = block.first + order;
    const at = bounds[order] ?? 0;
    const part = slice(audio, at, bounds[order + 1] ?? duration);
    const sound = spool.sampleRate === part.sampleRate ? part : resample(part, spool.sampleRate);
    const envelope = measureEnvelope(sound);
    await spool.write(index, sound.samples, levelBlocks(envelope));
    const placed = own.map((word) => ({ ...word, start: word.start - at, end: word.end - at }));
    parts.push({ index, at, take: measureTake(index, sound, placed, envelope) });
  }
  return {
    block: { duration, turns: parts },
    warnings: spoken.warnings.map((message) => `${nameOf(block)}: ${message}`),
    reports: parts.map(({ index, take }, order) => reportOf(index, turns[order], spoken, take.duration)),
  };
}

type SpokenWords = { readonly spoken: Dialogue; readonly words: readonly (readonly Word[])[] };

/** From the cache, else from the model, and then into the cache, with the times that were found. */
async function speakBlock(
  options: DialogueRenderOptions,
  turns: readonly DialogueTurn[],
  block: DialogueBlock,
  signal: AbortSignal,
): Promise<SpokenWords> {
  const { dialogue, cache, seed, language } = options;
  const service = serviceOf(options.draft);
  const key =
    service === undefined
      ? undefined
      : segmentKey({ ...service, voice: 'dialogue' }, { text: JSON.stringify(turns), language });
  const kept = key === undefined ? undefined : await cache?.read(key);
  const texts = turns.map(({ text }) => wordsToSay({ ...(service && { service }) }, text));
  if (kept?.words.length === texts.flat().length && kept.audio.sampleRate === dialogue.sampleRate) {
    return { spoken: { ...kept, words: [], spans: [], answers: [] }, words: share(kept.words, texts) };
  }
  const spoken = await converse(dialogue, { turns, seed, language }, block, signal);
  const words = await wordsOf(options, texts, spoken, signal);
  if (key === undefined || cache === undefined) return { spoken, words };
  try {
    await cache.write(key, { audio: spoken.audio, words: words.flat(), warnings: spoken.warnings });
    return { spoken, words };
  } catch (error) {
    const warning = `It could not be kept for another time: ${error instanceof Error ? error.message : String(error)}`;
    return { spoken: { ...spoken, warnings: [...spoken.warnings, warning] }, words };
  }
}

function serviceOf({ requests }: Draft): VoiceService | undefined {
  return requests.find(({ voice }) => voice.service !== undefined)?.voice.service;
}

function share(words: readonly Word[], texts: readonly (readonly string[])[]): Word[][] {
  let first = 0;
  return texts.map(({ length }) => {
    first += length;
    return words.slice(first - length, first);
  });
}

function turnsIn(draft: Draft, { first, end }: DialogueBlock): DialogueTurn[] {
  const requests = new Map(draft.requests.map((request) => [request.key, request]));
  return draft.turns.slice(first, end).map(({ keys: [key = ''] }) => {
    const request = requests.get(key);
    if (request === undefined || !('speech' in request))
      throw new TypeError('A native dialogue is of words.');
    return { voice: request.voice.id, text: request.speech.text };
  });
}

async function converse(
  dialogue: DialogueVoice,
  request: Parameters<DialogueVoice['converse']>[0],
  block: DialogueBlock,
  signal: AbortSignal,
): Promise<Dialogue> {
  try {
    return await collectDialogue(dialogue, request, { signal });
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw voiceFailure(`${dialogue.id} could not speak ${nameOf(block)}`, { turnIndex: block.first }, cause);
  }
}

function nameOf({ first, end }: DialogueBlock): string {
  return end - first === 1 ? `turn ${end}` : `turns ${first + 1} to ${end}`;
}

/** Of each turn. Where the model does not say, they are looked for in its sound. */
async function wordsOf(
  { aligner, language }: DialogueRenderOptions,
  texts: readonly (readonly string[])[],
  { audio, words, spans }: Dialogue,
  signal: AbortSignal,
): Promise<Word[][]> {
  const given = texts.map((_, turn) => words.filter((item) => item.turn === turn).map(({ word }) => word));
  if (given.every((own, turn) => own.length === texts[turn]?.length)) return given;
  if (spans.length === texts.length) {
    const found: Word[][] = [];
    for (const { turn, start, end } of spans.toSorted((a, b) => a.turn - b.turn)) {
      const own = await aligner.align(slice(audio, start, end), texts[turn] ?? [], { language, signal });
      found.push(own.map((word) => ({ ...word, start: word.start + start, end: word.end + start })));
    }
    return found;
  }
  return share(await aligner.align(audio, texts.flat(), { language, signal }), texts);
}

/** Turns are parted in the middle of what lies between their words. */
function boundsBetween(words: readonly (readonly Word[])[], duration: number): number[] {
  const bounds = [0];
  for (const [index, own] of words.entries()) {
    const next = words[index + 1]?.[0];
    const middle = next === undefined ? duration : ((own.at(-1)?.end ?? 0) + next.start) / 2;
    bounds.push(Math.min(duration, Math.max(bounds.at(-1) ?? 0, middle)));
  }
  return bounds;
}

function slice({ samples, sampleRate }: Audio, from: number, to: number): Audio {
  return {
    samples: samples.subarray(Math.round(from * sampleRate), Math.round(to * sampleRate)),
    sampleRate,
  };
}

function reportOf(
  turnIndex: number,
  turn: DialogueTurn | undefined,
  { answers }: Dialogue,
  duration: number,
): TurnReport {
  const [first] = answers;
  return {
    turnIndex,
    voice: turn?.voice ?? '',
    inputChars: turn?.text.length ?? 0,
    audioDurationMs: 1000 * duration,
    latencyMs: 1000 * answers.reduce((most, { latency }) => Math.max(most, latency), 0),
    ...(first === undefined ? {} : { ttfbMs: 1000 * first.timeToFirstByte }),
    attempts: answers.reduce((sum, { attempts }) => sum + attempts, 0),
    requestIds: answers.flatMap(({ requestId }) => (requestId === undefined ? [] : [requestId])),
  };
}
