import { resample } from 'duologue/dsp';
import { joinSamples } from 'duologue/voices';
import { type Performance, saidBy } from '../performance.ts';
import type { TestLanguage } from '../test-script.ts';
import { areaUnderCurve } from './area-under-curve.ts';

/** Who is heard in some seconds of speech, as a vector: the nearer two are, the liker the voices. */
export interface VoiceEar {
  readonly name: string;
  /** 16 kHz. */
  vectorOf(samples: Float32Array): Promise<Float32Array>;
}

/** Some seconds of one speaker. */
export type HeardVoice = {
  /** The dialogue that it is of. */
  readonly dialogue: string;
  readonly voice: string;
  readonly language: TestLanguage;
  readonly vector: Float32Array;
};

/** Hz of what voices are heard by. */
export const earRate = 16_000;
/** Seconds of a piece, and how many of a track at most. */
export const pieceLength = 2;
const mostPieces = 4;

/** Pieces of every track, each of one speaker alone by the timeline. */
export async function hearVoices(ear: VoiceEar, performance: Performance): Promise<HeardVoice[]> {
  const { script, timeline } = performance;
  const heard: HeardVoice[] = [];
  for (const { id, channel, voice = id } of timeline.speakers) {
    for (const samples of piecesOf(performance, id, channel))
      heard.push({
        dialogue: script.id,
        voice,
        language: script.language,
        vector: await ear.vectorOf(samples),
      });
  }
  return heard;
}

function piecesOf(
  { tracks, sampleRate, timeline }: Performance,
  speaker: string,
  channel: number,
): Float32Array[] {
  const track = tracks[channel] ?? new Float32Array(0);
  const speech = joinSamples(
    saidBy(timeline, speaker).map(({ start, end }) =>
      track.subarray(Math.round(start * sampleRate), Math.round(end * sampleRate)),
    ),
  );
  const { samples } = resample({ samples: speech, sampleRate }, earRate);
  const length = pieceLength * earRate;
  const count = Math.min(mostPieces, Math.floor(samples.length / length));
  return Array.from({ length: count }, (_, index) => samples.slice(index * length, (index + 1) * length));
}

export type Similarity = {
  /** Pieces of one track against pieces of both, in one dialogue: area under the curve. */
  readonly withinDialogues: number;
  /** Pieces of one voice in two languages against pieces of two voices in two languages. */
  readonly acrossLanguages: number;
};

export function measureSimilarity(heard: readonly HeardVoice[]): Similarity {
  type Pairs = { readonly same: number[]; readonly other: number[] };
  const within: Pairs = { same: [], other: [] };
  const across: Pairs = { same: [], other: [] };
  for (const [index, one] of heard.entries()) {
    for (const other of heard.slice(index + 1)) {
      const isSame = one.voice === other.voice;
      const pairs = one.dialogue === other.dialogue ? within : across;
      if (pairs === across && one.language === other.language) continue;
      pairs[isSame ? 'same' : 'other'].push(cosine(one.vector, other.vector));
    }
  }
  return {
    withinDialogues: areaUnderCurve(within.same, within.other),
    acrossLanguages: areaUnderCurve(across.same, across.other),
  };
}

export function cosine(one: Float32Array, other: Float32Array): number {
  let [product, first, second] = [0, 0, 0];
  for (const [index, value] of one.entries()) {
    const match = other[index] ?? 0;
    product += value * match;
    first += value ** 2;
    second += match ** 2;
  }
  return product / Math.sqrt(Math.max(1e-12, first * second));
}
