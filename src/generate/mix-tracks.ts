import { setImmediate as nextTurn } from 'node:timers/promises';
import { applyGain, fadeIn, fadeOut, fromDecibels, mixInto } from '../dsp/index.ts';
import type { Clip } from './material.ts';
import type { SoundSource } from './spool.ts';

export type MixSource = {
  readonly clips: readonly Clip[];
  /** Ids, in order of their tracks. */
  readonly speakers: readonly string[];
  /** Seconds. */
  readonly duration: number;
  readonly sounds: SoundSource;
};

/** A second of every speaker's track, as the voices made it but for the gain of single clips. */
export type TrackBlock = {
  /** Frames from the start. */
  readonly at: number;
  /** One for each speaker. Belong to the receiver. */
  readonly tracks: readonly Float32Array[];
};

/** Seconds of sound that are held for one clip at most. */
const longestPiece = 10;

/** A clip, or a part of a long one, in frames. */
type Piece = {
  readonly track: number;
  readonly source: number;
  readonly from: number;
  readonly frames: number;
  readonly at: number;
  readonly gain: number;
  readonly fadeIn: number;
  readonly fadeOut: number;
};

/** The tracks of a plan as a stream of blocks, reading each sound once as it comes. */
export async function* mixTracks(source: MixSource, signal?: AbortSignal): AsyncGenerator<TrackBlock> {
  const { sounds, speakers, duration } = source;
  const { sampleRate } = sounds;
  const frames = Math.max(1, Math.round(duration * sampleRate));
  const pieces = cutPieces(source);
  let next = 0;
  let active: { readonly piece: Piece; readonly samples: Float32Array }[] = [];
  for (let at = 0; at < frames; at += sampleRate) {
    // Reading and encoding may never leave the microtask queue: an abort has to get in between.
    await nextTurn();
    signal?.throwIfAborted();
    const length = Math.min(sampleRate, frames - at);
    const tracks = speakers.map(() => new Float32Array(length));
    for (let piece = pieces[next]; piece !== undefined && piece.at < at + length; piece = pieces[++next]) {
      active.push({ piece, samples: await loadPiece(piece, sounds) });
    }
    for (const { piece, samples } of active) {
      const track = tracks[piece.track];
      const from = Math.max(0, at - piece.at);
      const to = Math.min(samples.length, at + length - piece.at);
      if (track === undefined || to <= from) continue;
      mixInto([track], samples.subarray(from, to), { at: piece.at + from - at, gain: piece.gain });
    }
    active = active.filter(({ piece }) => piece.at + piece.frames > at + length);
    yield { at, tracks };
  }
}

/** A clip, or a part of a long one, as it sounds. */
export type ClipSound = {
  /** Index of its speaker. */
  readonly track: number;
  /** Frames from the start. */
  readonly at: number;
  readonly samples: Float32Array;
};

/** The clips one by one, in order of their starts. */
export async function* readClips(source: MixSource, signal?: AbortSignal): AsyncGenerator<ClipSound> {
  for (const piece of cutPieces(source)) {
    await nextTurn();
    signal?.throwIfAborted();
    const samples = applyGain(await loadPiece(piece, source.sounds), piece.gain);
    yield { track: piece.track, at: piece.at, samples };
  }
}

async function loadPiece(piece: Piece, sounds: SoundSource): Promise<Float32Array> {
  const samples = await sounds.read(piece.source, piece.from, piece.frames);
  if (piece.fadeIn > 0) fadeIn(samples, Math.min(piece.fadeIn, samples.length));
  if (piece.fadeOut > 0) fadeOut(samples, Math.min(piece.fadeOut, samples.length));
  return samples;
}

function cutPieces({ clips, speakers, sounds: { sampleRate } }: MixSource): Piece[] {
  const frame = (seconds: number): number => Math.round(seconds * sampleRate);
  const longest = longestPiece * sampleRate;
  const tracks = new Map(speakers.map((speaker, track) => [speaker, track]));
  return clips
    .flatMap((clip): Piece[] => {
      const track = tracks.get(clip.speaker) ?? 0;
      const [from, at] = [frame(clip.from), frame(clip.at)];
      const total = frame(clip.to) - from;
      return Array.from({ length: Math.ceil(total / longest) }, (_, part) => {
        const skipped = part * longest;
        const frames = Math.min(longest, total - skipped);
        return {
          track,
          source: clip.source,
          from: from + skipped,
          frames,
          at: at + skipped,
          gain: fromDecibels(clip.gain),
          fadeIn: part === 0 ? frame(clip.fadeIn) : 0,
          fadeOut: skipped + frames === total ? frame(clip.fadeOut) : 0,
        };
      });
    })
    .toSorted((a, b) => a.at - b.at);
}
