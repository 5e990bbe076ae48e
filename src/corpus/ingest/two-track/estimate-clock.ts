import { basename } from 'node:path';
import { createResampler } from '../../../dsp/index.ts';
import { readAudioInfo } from '../../../media/index.ts';
import { CorpusError } from '../../corpus-error.ts';
import { createFineLagFinder, fineRate } from './fine-lags.ts';
import { fitLagLines } from './lag-lines.ts';
import { type Clock, readSpeaker, readTracks } from './read-tracks.ts';
import { clearlyShared, findSharedSound, searchRate, searchReach } from './shared-sound.ts';
import { createThinner } from './thin-samples.ts';

/** How the clock of a second file runs beside that of the first, as far as their sound tells. */
export type ClockEstimate = Clock & {
  /** Standard error of `offset` in seconds: of what was measured, and of not knowing how far apart the microphones were. */
  readonly offsetError: number;
  /** Standard error of `drift`. */
  readonly driftError: number;
  /** 0 to 1: share of all windows, 8 s each, whose sound lies where the clock says. */
  readonly support: number;
};

/** Seconds that are searched at a time, and how often at most. */
const searched = 123;
const searches = 5;
/** Seconds of a window, four in one for recordings that are shorter than a minute. */
const window = 8;
const short = 60;
/** Windows on a line, at least. */
const leastSupport = 3;
/** Seconds: sound from one speaker's mouth to the other's microphone, where that is not known. */
const betweenMicrophones = 0.005;

/**
 * Hears how the clock of the second file runs beside that of the first, by what both have recorded: each speaker's voice
 * comes through to the other's microphone, however faintly. `null` where they share no sound. Offsets up to 30 s and
 * drifts up to 300 parts in a million are found.
 */
export async function estimateClock(
  paths: readonly [string, string],
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<ClockEstimate | null> {
  const rough = await searchClock(paths, options.signal);
  return rough === null ? null : refineClock(paths, rough, options.signal);
}

/** `estimateClock` where there is no going on without. Throws `CorpusError` that says what to do. */
export async function requireClock(
  paths: readonly [string, string],
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<ClockEstimate> {
  const clock = await estimateClock(paths, options);
  if (clock !== null) return clock;
  const [one, other] = paths.map((path) => basename(path));
  throw new CorpusError(
    `${one} and ${other} share no sound by which their clocks could be compared. Say how the second runs beside the first, clock: { offset, drift }, or clock: same where one device recorded both.`,
    { field: 'clock', key: paths[1] },
  );
}

async function searchClock(
  paths: readonly [string, string],
  signal: AbortSignal | undefined,
): Promise<Clock | null> {
  const stop = signal === undefined ? {} : { signal };
  const { duration } = await readAudioInfo(paths[1], stop);
  const readers = [createSearchReader(paths[0], signal), createSearchReader(paths[1], signal)] as const;
  try {
    const parts = Math.max(1, Math.min(searches, Math.floor(duration / searched)));
    for (let part = 0; part < parts; part++) {
      const from = Math.round(((part * duration) / parts) * searchRate);
      const count = Math.round(searched * searchRate);
      const other = await readers[1].read(from, from + count);
      const one = await readers[0].read(from - searchReach, from + other.length + searchReach + searchRate);
      const shared = findSharedSound(one, other);
      if (shared === null || shared.clarity < clearlyShared) continue;
      const middle = (from + other.length / 2) / searchRate;
      return { offset: shared.growth * middle - shared.lag, drift: shared.growth / (1 - shared.growth) };
    }
    return null;
  } finally {
    for (const reader of readers) await reader.close();
  }
}

async function refineClock(
  paths: readonly [string, string],
  rough: Clock,
  signal: AbortSignal | undefined,
): Promise<ClockEstimate | null> {
  const { duration } = await readAudioInfo(paths[0], signal === undefined ? {} : { signal });
  const finder = createFineLagFinder(duration < short ? window / 4 : window);
  let toFine: readonly ReturnType<typeof createReducer>[] | undefined;
  for await (const { channels, sampleRate } of readTracks(paths, { clock: rough, signal })) {
    toFine ??= channels.map(() => createReducer(sampleRate, fineRate));
    const [one, other] = toFine.map((reduce, channel) => reduce(channels[channel] ?? new Float32Array(0)));
    if (one !== undefined && other !== undefined) finder.push(one, other);
  }
  const heard = finder.finish();
  const windows = heard.length;
  const line = fitLagLines(heard);
  if (line === null || line.supporting < Math.min(leastSupport, windows)) return null;
  const [forth, back] = line.lags;
  const known = line.lags.filter((lag) => lag !== null);
  if (known.length === 0) return null;
  // Sound takes its way in both directions: in the middle between what comes late here and late there is no delay.
  const both = forth !== null && back !== null;
  const lag = known.reduce((sum, value) => sum + value, 0) / known.length;
  const apart = both ? Math.abs(forth - back) / 8 : betweenMicrophones;
  return {
    offset: rough.offset * (1 - line.growth) - lag,
    drift: (1 + rough.drift) / (1 - line.growth) - 1,
    offsetError: Math.hypot(line.lagError, apart),
    driftError: line.growthError,
    support: line.supporting / windows,
  };
}

interface SearchReader {
  /** Samples at `searchRate` from one place to another, silence before the beginning; shorter at the end. Goes forwards only. */
  read(from: number, to: number): Promise<Float32Array>;
  close(): Promise<void>;
}

function createSearchReader(path: string, signal: AbortSignal | undefined): SearchReader {
  const blocks = readSpeaker(path, signal);
  let reduce: ReturnType<typeof createReducer> | undefined;
  let held: Float32Array = new Float32Array(0);
  let start = 0;
  let ended = false;
  return {
    async read(from, to) {
      const pieces = [held];
      let length = held.length;
      while (!ended && start + length < to) {
        const { value, done } = await blocks.next();
        ended = done === true;
        if (value === undefined) continue;
        reduce ??= createReducer(value.sampleRate, searchRate);
        const piece = reduce(value.channels[0] ?? new Float32Array(0));
        pieces.push(piece);
        length += piece.length;
        // What lies before is not asked for any more.
        while (pieces.length > 1 && start + (pieces[0]?.length ?? 0) < from) {
          const gone = pieces.shift()?.length ?? 0;
          start += gone;
          length -= gone;
        }
      }
      held = joined(pieces, length);
      const result = new Float32Array(Math.max(0, Math.min(to, ended ? start + length : to) - from));
      const kept = held.subarray(Math.max(0, from - start));
      result.set(kept.subarray(0, result.length - Math.max(0, start - from)), Math.max(0, start - from));
      return result;
    },
    async close() {
      await blocks.return();
    },
  };
}

function joined(pieces: readonly Float32Array[], length: number): Float32Array<ArrayBuffer> {
  const all = new Float32Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** To a low rate: thinned first as far as that hides nothing, then resampled. */
function createReducer(sampleRate: number, rate: number) {
  const thinner = createThinner(sampleRate, 16_000);
  const resampler = createResampler({ from: thinner.sampleRate, to: rate, quality: 'light' });
  return (samples: Float32Array): Float32Array => resampler.push(thinner.push(samples));
}
