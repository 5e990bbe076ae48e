import type { DecodedStep, DecoderScript, DecoderText, SaidUnit } from '../language/decoder.ts';
import type { TrackOptions } from '../sound/track.ts';
import type { DialogueThreads, ThreadedDialogue } from './dialogue-threads.ts';
import { untilAborted } from './until-aborted.ts';

/** A stretch of a conversation: the sound of each track, all equally long, and what came to its end in it. */
export type DialogueBlock = {
  readonly tracks: readonly Float32Array[];
  readonly said: readonly SaidUnit[];
};

/** Counts of tokens. */
export type BlockShape = {
  readonly firstBlock: number;
  readonly block: number;
  /** Tokens after a block that its sound depends on. */
  readonly lookAhead: number;
  /** The token of silence. */
  readonly silence: number;
};

export type BlockRequest = {
  readonly script: DecoderScript;
  /** One or two. */
  readonly tracks: readonly TrackOptions[];
  /** More of the text, when the model has come near the end of what it has. */
  readonly readOn: () => DecoderText;
};

/**
 * A conversation as it is made. While a block is rendered the next one is decoded, and no more: who stops reading stops
 * the work. Who leaves, or aborts, leaves nothing behind.
 */
export async function* streamBlocks(
  threads: DialogueThreads,
  shape: BlockShape,
  request: BlockRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<DialogueBlock> {
  signal?.throwIfAborted();
  const opening = threads.open(request.script, request.tracks);
  let dialogue: ThreadedDialogue | undefined;
  try {
    dialogue = await untilAborted(opening, signal);
    yield* blocksOf(dialogue, shape, request, signal);
  } finally {
    if (dialogue !== undefined) dialogue.close();
    else opening.then((late) => late.close()).catch(() => undefined);
  }
}

async function* blocksOf(
  dialogue: ThreadedDialogue,
  { firstBlock, block, lookAhead, silence }: BlockShape,
  { tracks, readOn }: BlockRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<DialogueBlock> {
  /** Tokens of each stream from the block's first on. */
  const waiting: [number[], number[]] = [[], []];
  const decodeAhead = (count: number): Promise<DecodedSteps> =>
    heardLater(decode(dialogue, count, readOn, signal));
  let said: SaidUnit[] = [];
  let decoding: Promise<DecodedSteps> | undefined = decodeAhead(firstBlock + lookAhead);
  for (let size = firstBlock; ; size = block) {
    if (decoding !== undefined) {
      const decoded: DecodedSteps = await untilAborted(decoding, signal);
      const { steps, isOver } = decoded;
      for (const { tokens, said: ended } of steps) {
        waiting[0].push(tokens[0]);
        waiting[1].push(tokens[1]);
        said.push(...ended);
      }
      decoding = isOver ? undefined : decodeAhead(block);
      // The last sound fades out in silence.
      const end = Array.from({ length: isOver ? lookAhead : 0 }, () => silence);
      for (const stream of waiting) stream.push(...end);
    }
    if (waiting[0].length === 0) break;
    const rendering = tracks.map((_, track) => {
      const tokens = waiting[track === 0 ? 0 : 1];
      return dialogue.render(track, tokens.slice(0, size), tokens.slice(size, size + lookAhead));
    });
    const sounds = await untilAborted(Promise.all(rendering), signal);
    for (const stream of waiting) stream.splice(0, size);
    yield { tracks: sounds, said };
    said = [];
    signal?.throwIfAborted();
  }
  if (said.length > 0) yield { tracks: tracks.map(() => new Float32Array(0)), said };
}

type DecodedSteps = { readonly steps: readonly DecodedStep[]; readonly isOver: boolean };

/** So many steps, or all that are left. */
async function decode(
  dialogue: ThreadedDialogue,
  count: number,
  readOn: () => DecoderText,
  signal: AbortSignal | undefined,
): Promise<DecodedSteps> {
  const steps: DecodedStep[] = [];
  while (steps.length < count) {
    signal?.throwIfAborted();
    const result = await dialogue.decode(count - steps.length);
    steps.push(...result.steps);
    if (result.ended === 'over') return { steps, isOver: true };
    if (result.ended === 'starved') await dialogue.extend(readOn());
  }
  return { steps, isOver: false };
}

/** Work that is waited for later: its failure is heard then, and not before. */
function heardLater<Result>(work: Promise<Result>): Promise<Result> {
  work.catch(() => undefined);
  return work;
}
