import { audioDuration, levelBlocks, measureEnvelope, resample } from '../dsp/index.ts';
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
import { type DialogueBlock, directionOf } from './choose-path.ts';
import { boundsBetween, findWords, givenWords, moved, share, slice, spreadTurns } from './dialogue-words.ts';
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
    parts.push({ index, at, take: measureTake(index, sound, moved(own, -at), envelope) });
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
  const direction = directionOf(options.draft);
  const key =
    service === undefined
      ? undefined
      : segmentKey(
          { ...service, voice: 'dialogue' },
          { text: JSON.stringify(turns), language, ...direction },
        );
  const kept = key === undefined ? undefined : await cache?.read(key);
  const known = kept?.audio.sampleRate === dialogue.sampleRate ? kept : undefined;
  const texts = turns.map(({ text }) => wordsToSay({ ...(service && { service }) }, text));
  const again: Dialogue | undefined = known && {
    ...known,
    channels: [],
    backchannels: [],
    words: [],
    spans: [],
    answers: [],
  };
  if (again !== undefined && known?.words.length === texts.flat().length) {
    return { spoken: again, words: share(known.words, texts) };
  }
  const spoken = again ?? (await converse(dialogue, { turns, seed, language, ...direction }, block, signal));
  const warnings = [...spoken.warnings];
  const keep = async (words: readonly (readonly Word[])[]): Promise<void> => {
    if (key === undefined || cache === undefined) return;
    try {
      await cache.write(key, { audio: spoken.audio, words: words.flat(), warnings: spoken.warnings });
    } catch (error) {
      warnings.push(`It could not be kept for another time: ${reasonOf(error)}`);
    }
  };
  const given = givenWords(texts, spoken);
  // Before anybody listens to it, which may fail or be stopped: it has been paid for.
  if (again === undefined) await keep(given ?? []);
  if (given !== undefined) return { spoken: { ...spoken, warnings }, words: given };
  try {
    const words = await findWords(options, texts, spoken, signal);
    if (warnings.length === spoken.warnings.length) await keep(words);
    return { spoken: { ...spoken, warnings }, words };
  } catch (error) {
    signal.throwIfAborted();
    warnings.push(
      `${options.aligner.name} could not time the words, so they are spread evenly: ${reasonOf(error)}`,
    );
    return { spoken: { ...spoken, warnings }, words: spreadTurns(texts, spoken) };
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function serviceOf({ requests }: Draft): VoiceService | undefined {
  return requests.find(({ voice }) => voice.service !== undefined)?.voice.service;
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
