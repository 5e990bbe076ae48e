/** Puts the sound of all channels together, a stretch at a time. */
export interface TrackBlocks {
  /** The stretch of every track when that of the last one has come. */
  add(channel: number, samples: Float32Array): readonly Float32Array[] | undefined;
}

export function createTrackBlocks(channels: number): TrackBlocks {
  const waiting = new Map<number, Float32Array>();
  return {
    add(channel, samples) {
      waiting.set(channel, samples);
      if (waiting.size < channels) return undefined;
      const tracks = Array.from({ length: channels }, (_, each) => waiting.get(each) ?? new Float32Array(0));
      waiting.clear();
      return tracks;
    },
  };
}
