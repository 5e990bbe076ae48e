import { resample, rmsAmplitude } from '../../../dsp/index.ts';
import { frameStep, type Run } from './activity.ts';
import { likeness } from './cluster-voices.ts';
import { fitLevels, type Match, matchSources } from './match-sources.ts';
import type { Separator, SpeakerEmbedder } from './mono-parts.ts';
import { type OverlapPiece, overlapSeconds } from './plan-overlaps.ts';
import { readMonoAt } from './read-mono.ts';
import { createSampleWindow } from './sample-window.ts';
import type { SourceSpool } from './source-spool.ts';

/** Both voices of a stretch in which both spoke, each apart: under `index` of the spool. */
export type SeparatedRun = Run & { readonly index: number };

export type SeparatedOverlaps = {
  /** In order. */
  readonly runs: readonly SeparatedRun[];
  /** 0 to 1: how sure it is whose voice is whose, by the time that it lasts; `null` where nobody overlaps. */
  readonly confidence: number | null;
  /** How alike the separated voices are to their speakers', -1 to 1; `null` where they are too short to tell. */
  readonly similarity: number | null;
};

export type SeparateOptions = {
  readonly separator: Separator;
  readonly embedder: SpeakerEmbedder;
  readonly pieces: readonly OverlapPiece[];
  readonly tracks: readonly [Uint8Array, Uint8Array];
  readonly voices: readonly [Float32Array | null, Float32Array | null];
  /** Hz, of the file. */
  readonly sampleRate: number;
  readonly spool: SourceSpool;
  readonly signal?: AbortSignal | undefined;
};

/** A frame more on both sides of a stretch, to fade in and out by. */
export const spoolMargin = 1;
/** Mean amplitude that networks are used to: -20 dBFS. */
const usualLevel = 0.1;
/** Frames of speech that tell whose it is. */
const leastVoice = 40;

/** Takes apart what overlaps, and nothing else, in one pass over the file. */
export async function separateOverlaps(path: string, options: SeparateOptions): Promise<SeparatedOverlaps> {
  const { separator, pieces, signal } = options;
  const perFrame = separator.sampleRate * frameStep;
  const held = createSampleWindow();
  const runs: SeparatedRun[] = [];
  const matches: (Match & { readonly seconds: number; readonly similarity: number | null })[] = [];
  let next = 0;
  const part = async (atEnd: boolean): Promise<void> => {
    for (let piece = pieces[next]; piece !== undefined; piece = pieces[next]) {
      const [from, to] = [Math.round(piece.from * perFrame), Math.round(piece.to * perFrame)];
      if (to > held.end && !atEnd) return held.forget(from);
      const done = await separatePiece(held.slice(from, to), piece, options);
      runs.push(...done.runs);
      matches.push({ ...done, seconds: overlapSeconds([piece]) });
      next += 1;
    }
    held.forget(held.end);
  };
  if (pieces.length > 0) {
    for await (const samples of readMonoAt(path, separator.sampleRate, signal)) {
      held.push(samples);
      await part(false);
      if (next === pieces.length) break;
    }
    await part(true);
  }
  return {
    runs,
    confidence: meanOf(matches.map(({ confidence, seconds }) => ({ value: confidence, seconds }))),
    similarity: meanOf(
      matches.flatMap(({ similarity, seconds }) =>
        similarity === null ? [] : { value: similarity, seconds },
      ),
    ),
  };
}

async function separatePiece(mixture: Float32Array, piece: OverlapPiece, options: SeparateOptions) {
  const { separator, embedder, tracks, voices, sampleRate, signal } = options;
  const level = rmsAmplitude(mixture);
  const gain = level > 0 ? usualLevel / level : 1;
  const given = await separator.separate(
    mixture.map((sample) => sample * gain),
    { signal },
  );
  const sources = fitLevels(mixture, given);
  const perFrame = separator.sampleRate * frameStep;
  const isOverlap = (frame: number): boolean =>
    piece.overlaps.some(({ from, to }) => frame >= from && frame < to);
  const spoken = framesOf(piece).filter(isOverlap);
  const voiceOf = async (source: Float32Array): Promise<Float32Array | null> => {
    if (spoken.length < leastVoice) return null;
    const samples = takeFrames(source, spoken, piece.from, perFrame);
    return embedder.embed({ samples, sampleRate: separator.sampleRate }, { signal });
  };
  const heard = [await voiceOf(sources[0]), await voiceOf(sources[1])] as const;
  const aloneOf = (own: Uint8Array, other: Uint8Array): readonly [number, number] => {
    const alone = framesOf(piece).filter((frame) => own[frame] === 1 && other[frame] !== 1);
    return [
      energyOf(sources[0], alone, piece.from, perFrame),
      energyOf(sources[1], alone, piece.from, perFrame),
    ];
  };
  const alone = [aloneOf(tracks[0], tracks[1]), aloneOf(tracks[1], tracks[0])] as const;
  const match = matchSources({ heard, voices, alone });
  const order = match.swapped ? ([1, 0] as const) : ([0, 1] as const);
  const back = order.map(
    (source) => resample({ samples: sources[source], sampleRate: separator.sampleRate }, sampleRate).samples,
  );
  const runs = putAway(back, piece, options);
  const alike = order.flatMap((source, track) => {
    const [own, voice] = [heard[source], voices[track] ?? null];
    return own === null || voice === null ? [] : [likeness(own, voice)];
  });
  const similarity = alike.length === 2 ? ((alike[0] ?? 0) + (alike[1] ?? 0)) / 2 : null;
  return { ...match, runs, similarity };
}

/** Each stretch in which both speak, with its margins, at the rate of the file. */
function putAway(
  sounds: readonly Float32Array[],
  piece: OverlapPiece,
  { sampleRate, spool }: SeparateOptions,
): readonly SeparatedRun[] {
  const edge = (frame: number): number => Math.round(frame * frameStep * sampleRate);
  const begin = edge(piece.from);
  return piece.overlaps.map((run) => {
    const [from, to] = [edge(run.from - spoolMargin), edge(run.to + spoolMargin)];
    const first = Math.max(from, begin);
    const cut = (sound: Float32Array = new Float32Array(0)): Float32Array => {
      const samples = new Float32Array(to - from);
      samples.set(sound.subarray(first - begin, Math.max(first, to) - begin), first - from);
      return samples;
    };
    return { ...run, index: spool.put([cut(sounds[0]), cut(sounds[1])]) };
  });
}

function framesOf({ from, to }: OverlapPiece): readonly number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

function takeFrames(
  source: Float32Array,
  frames: readonly number[],
  first: number,
  perFrame: number,
): Float32Array {
  const taken = new Float32Array(Math.ceil(frames.length * perFrame));
  let at = 0;
  for (const frame of frames) {
    const [from, to] = [Math.round((frame - first) * perFrame), Math.round((frame - first + 1) * perFrame)];
    const part = source.subarray(from, Math.min(to, from + taken.length - at));
    taken.set(part, at);
    at += part.length;
  }
  return taken.subarray(0, at);
}

function energyOf(source: Float32Array, frames: readonly number[], first: number, perFrame: number): number {
  return takeFrames(source, frames, first, perFrame).reduce((sum, sample) => sum + sample * sample, 0);
}

function meanOf(values: readonly { readonly value: number; readonly seconds: number }[]): number | null {
  const seconds = values.reduce((sum, value) => sum + value.seconds, 0);
  return seconds > 0 ? values.reduce((sum, one) => sum + one.value * one.seconds, 0) / seconds : null;
}
