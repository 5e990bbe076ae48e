import { CorpusError } from '../../corpus-error.ts';
import { type ChannelAudit, type ChannelAuditor, createChannelAuditor } from './channel-audit.ts';
import { findVoices, type HeardTrack } from './find-voices.ts';
import { type ReadTracksOptions, readTracks } from './read-tracks.ts';
import type { Surroundings } from './surroundings.ts';
import { createFeatureFinder, type FeatureFinder } from './track-features.ts';

export type Heard = {
  readonly audit: ChannelAudit;
  readonly tracks: readonly HeardTrack[];
  /** One for each track. */
  readonly surroundings: readonly Surroundings[];
};

/** Listens to a recording once, from its beginning to its end, in memory that its samples do not fill. */
export async function listenToRecording(
  paths: readonly string[],
  { clock, signal }: ReadTracksOptions = {},
): Promise<Heard> {
  let auditor: ChannelAuditor | undefined;
  let finders: readonly [FeatureFinder, FeatureFinder] | undefined;
  for await (const { channels, sampleRate } of readTracks(paths, { clock, signal })) {
    auditor ??= createChannelAuditor(sampleRate);
    finders ??= [createFeatureFinder(sampleRate), createFeatureFinder(sampleRate)];
    auditor.push(channels);
    for (const [channel, finder] of finders.entries()) finder.push(channels[channel] ?? new Float32Array(0));
  }
  const audit = auditor?.finish();
  if (audit === undefined || finders === undefined || audit.frames === 0) {
    throw new CorpusError('There is no sound in it: it has no samples.');
  }
  const tracks = findVoices([finders[0].finish(), finders[1].finish()]);
  const surroundings = tracks.map(() => ({ reverberation: null, noiseTypes: [], hum: null }));
  return { audit, tracks, surroundings };
}
