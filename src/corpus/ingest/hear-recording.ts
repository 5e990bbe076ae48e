import type { MultichannelAudio } from '../../dsp/index.ts';
import type { PlannedRecording } from './ingest-parameters.ts';
import type { TranscriptSegment } from './ingest-parts.ts';
import { type Heard, listenToRecording } from './two-track/listen.ts';
import { readTracks } from './two-track/read-tracks.ts';

/** What hearing a recording gives, however many tracks it had: two tracks, and what is heard on them. */
export type HeardRecording = Heard & {
  readonly origin: 'recorded' | 'separated';
  /** Both tracks from their beginning, as they go into the corpus. They are read more than once. */
  readonly readSound: (signal?: AbortSignal) => AsyncIterable<MultichannelAudio>;
  /** What was said on each track, where hearing told that too. */
  readonly said?: readonly (readonly TranscriptSegment[])[];
  /** Values of filters that only this way of hearing has. */
  readonly measured?: Readonly<Record<string, number | null>>;
};

/** Listens to a recording in the way that its files ask for. */
export async function hearRecording(
  { files, clock }: PlannedRecording,
  signal: AbortSignal | undefined,
): Promise<HeardRecording> {
  const paths = files.map(({ path }) => path);
  const options = { clock: clock ?? undefined };
  const heard = await listenToRecording(paths, { ...options, signal });
  return {
    ...heard,
    origin: 'recorded',
    readSound: (stop) => readTracks(paths, { ...options, signal: stop }),
  };
}
