import type { MultichannelAudio } from '../../../dsp/index.ts';
import { frameStep, runsOf } from './activity.ts';
import { readMono } from './read-mono.ts';
import { type SeparatedRun, spoolMargin } from './separate-overlaps.ts';
import type { SourceSpool } from './source-spool.ts';

type RenderOptions = {
  /** When each speaks, by frames of .01 s. */
  readonly tracks: readonly [Uint8Array, Uint8Array];
  /** What was taken apart of where both speak, in order. What was not is on both tracks as it was. */
  readonly separated: readonly SeparatedRun[];
  readonly spool: SourceSpool;
  readonly signal?: AbortSignal | undefined;
};

/** Frames before and after speech that are its own, where the other is silent: an onset is soft, and a room rings on. */
const before = 10;
const after = 15;

/**
 * A track for each speaker from the one that has both: what they say alone is copied, what overlaps is put in as it
 * was taken apart, and all else is silence. Everything fades over .01 s.
 */
export async function* renderTracks(
  path: string,
  { tracks, separated, spool, signal }: RenderOptions,
): AsyncGenerator<MultichannelAudio, void, undefined> {
  const copied = copiedFrames(tracks, separated);
  let at = 0;
  let next = 0;
  let open: { readonly run: SeparatedRun; readonly sources: readonly [Float32Array, Float32Array] }[] = [];
  for await (const { samples, sampleRate } of readMono(path, signal)) {
    const perFrame = frameStep * sampleRate;
    const end = at + samples.length;
    for (let run = separated[next]; run !== undefined; run = separated[next]) {
      if ((run.from - spoolMargin) * perFrame >= end) break;
      open.push({ run, sources: spool.read(run.index) });
      next += 1;
    }
    const channels = copied.map((frames, track) => {
      const own = samples.slice();
      for (let index = 0; index < own.length; index++)
        own[index] = (own[index] ?? 0) * gainAt(frames, (at + index) / perFrame);
      for (const { run, sources } of open) addRun(own, run, sources[track] ?? own, at, perFrame);
      return own;
    });
    yield { sampleRate, channels };
    at = end;
    open = open.filter(({ run }) => (run.to + spoolMargin) * perFrame > at);
  }
}

/** Between the middle of one frame and that of the next, from the one's to the other's. */
function gainAt(frames: Uint8Array, place: number): number {
  const from = Math.floor(place - 0.5);
  const share = place - 0.5 - from;
  return (1 - share) * (frames[from] ?? 0) + share * (frames[from + 1] ?? 0);
}

function addRun(
  track: Float32Array,
  run: SeparatedRun,
  source: Float32Array,
  at: number,
  perFrame: number,
): void {
  const begin = Math.round((run.from - spoolMargin) * perFrame);
  const last = Math.min(track.length, begin + source.length - at);
  for (let index = Math.max(0, begin - at); index < last; index++) {
    const place = (at + index) / perFrame;
    const gain = Math.max(0, Math.min(1, place - run.from + 0.5, run.to + 0.5 - place));
    track[index] = (track[index] ?? 0) + gain * (source[at + index - begin] ?? 0);
  }
}

/** Frames that each track has from the recording. */
function copiedFrames(
  tracks: readonly [Uint8Array, Uint8Array],
  separated: readonly SeparatedRun[],
): readonly Uint8Array[] {
  return tracks.map((own, track) => {
    const other = tracks[1 - track] ?? own;
    const copied = own.slice();
    for (const { from, to } of runsOf(own)) {
      for (let frame = from - 1; frame >= Math.max(0, from - before) && other[frame] !== 1; frame--)
        copied[frame] = 1;
      for (let frame = to; frame < to + after && frame < own.length && other[frame] !== 1; frame++)
        copied[frame] = 1;
    }
    for (const { from, to } of separated) copied.fill(0, from, to);
    return copied;
  });
}
