import { CorpusError } from '../../corpus-error.ts';
import { type ChannelAudit, type ChannelAuditor, createChannelAuditor } from './channel-audit.ts';
import { findVoices, type HeardTrack } from './find-voices.ts';
import { type ReadTracksOptions, readTracks } from './read-tracks.ts';
import { findSurroundings, type Surroundings } from './surroundings.ts';
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
  const features = [finders[0].finish(), finders[1].finish()] as const;
  const tracks = findVoices(features);
  const listened = [
    { features: features[0], heard: tracks[0] },
    { features: features[1], heard: tracks[1] },
  ] as const;
  const surroundings = [
    { ...findSurroundings(listened[0], listened[1]), hum: audit.tracks[0]?.hum ?? null },
    { ...findSurroundings(listened[1], listened[0]), hum: audit.tracks[1]?.hum ?? null },
  ];
  return { audit, tracks, surroundings };
}
