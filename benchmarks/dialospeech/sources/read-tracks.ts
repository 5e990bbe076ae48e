import { type MixSource, mixTracks } from '../../../src/generate/index.ts';

/** Every speaker's track of a plan, whole. */
export async function readTracks(source: MixSource): Promise<Float32Array[]> {
  const frames = Math.ceil(source.duration * source.sounds.sampleRate);
  const tracks = source.speakers.map(() => new Float32Array(frames));
  for await (const { at, tracks: block } of mixTracks(source)) {
    for (const [index, samples] of block.entries())
      tracks[index]?.set(samples.subarray(0, Math.max(0, frames - at)), at);
  }
  return tracks;
}
