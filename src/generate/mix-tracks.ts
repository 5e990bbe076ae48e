import { setImmediate as nextTurn } from 'node:timers/promises';
import { addScaled, fadeIn, fadeOut, fromDecibels } from '../dsp/index.ts';
import type { ChannelGains } from './layouts.ts';
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

/** What sounds in a second of the conversation. All of it holds until the next block is asked for. */
export type SoundBlock = {
  /** Frames from the start. */
  readonly at: number;
  readonly frames: number;
  readonly sounds: readonly PlacedSound[];
};

type PlacedSound = {
  /** Index of its speaker. */
  readonly track: number;
  /** Frames from the start of the block. */
  readonly at: number;
  /** As the voice made them, but for the fades of their clip. Belong to the giver. */
  readonly samples: Float32Array;
  /** Linear. */
  readonly gain: number;
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

type LoadedPiece = { readonly piece: Piece; readonly room: Float32Array; readonly samples: Float32Array };

/** A plan as a stream of blocks, reading each sound once as it comes. */
export async function* readBlocks(source: MixSource, signal?: AbortSignal): AsyncGenerator<SoundBlock> {
  const { sounds, duration } = source;
  const { sampleRate } = sounds;
  const end = Math.max(1, Math.round(duration * sampleRate));
  const pieces = cutPieces(source);
  // Memory that is used again costs no collection.
  const rooms: Float32Array[] = [];
  let next = 0;
  let active: LoadedPiece[] = [];
  for (let at = 0; at < end; at += sampleRate) {
    // Reading and encoding may never leave the microtask queue: an abort has to get in between.
    await nextTurn();
    signal?.throwIfAborted();
    const frames = Math.min(sampleRate, end - at);
    for (let piece = pieces[next]; piece !== undefined && piece.at < at + frames; piece = pieces[++next]) {
      active.push(await loadPiece(piece, sounds, rooms));
    }
    yield { at, frames, sounds: active.flatMap((loaded) => placeSound(loaded, at, frames)) };
    for (const { piece, room } of active) if (piece.at + piece.frames <= at + frames) rooms.push(room);
    active = active.filter(({ piece }) => piece.at + piece.frames > at + frames);
  }
}

function placeSound({ piece, samples }: LoadedPiece, at: number, frames: number): readonly PlacedSound[] {
  const from = Math.max(0, at - piece.at);
  const to = Math.min(samples.length, at + frames - piece.at);
  if (to <= from) return [];
  const { track, gain } = piece;
  return [{ track, at: piece.at + from - at, samples: samples.subarray(from, to), gain }];
}

/** The tracks of a plan as a stream of blocks. */
export async function* mixTracks(source: MixSource, signal?: AbortSignal): AsyncGenerator<TrackBlock> {
  for await (const { at, frames, sounds } of readBlocks(source, signal)) {
    const tracks = source.speakers.map(() => new Float32Array(frames));
    for (const { track, at: place, samples, gain } of sounds) {
      const target = tracks[track];
      if (target !== undefined) addScaled(target, samples, place, gain);
    }
    yield { at, tracks };
  }
}

/** The channels of a layout, block by block. What it gives holds until it is called again. */
export function createChannelMixer(gains: ChannelGains): (block: SoundBlock) => readonly Float32Array[] {
  let rooms: readonly Float32Array[] = [];
  return ({ frames, sounds }) => {
    if ((rooms[0]?.length ?? 0) < frames) rooms = gains.map(() => new Float32Array(frames));
    return gains.map((row, index) => {
      const channel = rooms[index]?.subarray(0, frames).fill(0) ?? new Float32Array(frames);
      for (const { track, at, samples, gain } of sounds) {
        const share = gain * (row[track] ?? 0);
        if (share !== 0) addScaled(channel, samples, at, share);
      }
      return channel;
    });
  };
}

async function loadPiece(piece: Piece, sounds: SoundSource, rooms: Float32Array[]): Promise<LoadedPiece> {
  const place = rooms.findIndex(({ length }) => length >= piece.frames);
  const [room = new Float32Array(piece.frames)] = place < 0 ? [] : rooms.splice(place, 1);
  const samples = room.subarray(0, piece.frames);
  await sounds.read(piece.source, piece.from, piece.frames, samples);
  if (piece.fadeIn > 0) fadeIn(samples, Math.min(piece.fadeIn, samples.length));
  if (piece.fadeOut > 0) fadeOut(samples, Math.min(piece.fadeOut, samples.length));
  return { piece, room, samples };
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
