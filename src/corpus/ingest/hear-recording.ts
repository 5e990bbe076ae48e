import { basename } from 'node:path';
import type { MultichannelAudio } from '../../dsp/index.ts';
import { readAudioInfo } from '../../media/index.ts';
import { CorpusError } from '../corpus-error.ts';
import type { PlannedRecording } from './ingest-parameters.ts';
import type { TranscriptSegment } from './ingest-parts.ts';
import type { MonoListener } from './mono/mono-listener.ts';
import { requireClock } from './two-track/estimate-clock.ts';
import { type Heard, listenToRecording } from './two-track/listen.ts';
import { type Clock, readTracks } from './two-track/read-tracks.ts';

/** What hearing a recording gives, however many tracks it had: two tracks, and what is heard on them. */
export type HeardRecording = Heard & {
  readonly origin: 'recorded' | 'separated';
  /** Both tracks from their beginning, as they go into the corpus. They are read more than once. */
  readonly readSound: (signal?: AbortSignal) => AsyncIterable<MultichannelAudio>;
  /** What was said on each track, where hearing told that too. */
  readonly said?: readonly (readonly TranscriptSegment[])[];
  /** Values of filters that only this way of hearing has. */
  readonly measured?: Readonly<Record<string, number | null>>;
  /** How the clock of the second of two files runs beside the first's. */
  readonly clock?: Clock;
  /** Lets go of what was kept for reading its sound. */
  readonly close?: () => void;
};

/** Listens to a recording in the way that its files ask for. */
export async function hearRecording(
  { files, clock, mono }: PlannedRecording,
  listener: MonoListener,
  signal: AbortSignal | undefined,
): Promise<HeardRecording> {
  const paths = files.map(({ path }) => path);
  for (const path of paths) await checkRate(path, signal);
  if (mono) return listener.hear(paths[0] ?? '', signal);
  const { known, support } = await clockOf(paths, clock, signal);
  const options = { clock: known };
  const heard = await listenToRecording(paths, { ...options, signal });
  return {
    ...heard,
    origin: 'recorded',
    ...(known === undefined ? {} : { clock: known, measured: { clock: support } }),
    readSound: (stop) => readTracks(paths, { ...options, signal: stop }),
  };
}

/** Hz between which a rate is one at which speech is recorded, and no fault of a header. */
const [lowestRate, highestRate] = [4000, 768_000];

async function checkRate(path: string, signal: AbortSignal | undefined): Promise<void> {
  const { sampleRate } = await readAudioInfo(path, signal === undefined ? {} : { signal });
  if (sampleRate >= lowestRate && sampleRate <= highestRate) return;
  throw new CorpusError(
    `${basename(path)} says that it has ${sampleRate} samples a second: speech is recorded with ${lowestRate} to ${highestRate}. Correct its header, or convert it again.`,
    { key: path },
  );
}

/** As it was said, or as it is heard; `support` says how much of the two sounds bears that out. */
async function clockOf(
  [one = '', other]: readonly string[],
  clock: PlannedRecording['clock'],
  signal: AbortSignal | undefined,
): Promise<{ readonly known: Clock | undefined; readonly support: number | null }> {
  if (other === undefined) return { known: undefined, support: null };
  if (clock !== 'auto') return { known: clock ?? { offset: 0, drift: 0 }, support: null };
  const { offset, drift, support } = await requireClock([one, other], { signal });
  return { known: { offset, drift }, support: Math.round(support * 1e4) / 1e4 };
}
