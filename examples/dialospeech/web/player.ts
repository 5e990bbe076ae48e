/** Plays two tracks while they are made, the first on the left and the second on the right. */
export interface Player {
  /** The next stretch of every track, all equally long. */
  add(tracks: readonly Float32Array[]): void;
  /** Seconds of the conversation that have been heard. */
  readonly position: number;
  /** Seconds for which the sound had to wait because it was not made yet. */
  readonly waited: number;
  stop(): void;
}

/** Seconds between the first sound and when it is heard, so that what comes late once is not missed. */
const lead = 0.25;

export function createPlayer(context: AudioContext, sampleRate: number): Player {
  const playing = new Set<AudioBufferSourceNode>();
  /** The context's time at which the conversation begins; later by what was waited for. */
  let origin = Number.NaN;
  let frames = 0;
  let waited = 0;
  return {
    add(tracks) {
      const length = tracks[0]?.length ?? 0;
      if (length === 0) return;
      if (Number.isNaN(origin)) origin = context.currentTime + lead;
      const late = context.currentTime + 0.02 - (origin + frames / sampleRate);
      if (late > 0) {
        origin += late + lead;
        waited += late + lead;
      }
      const buffer = context.createBuffer(2, length, sampleRate);
      const sides = [0, 1].map((side) => buffer.getChannelData(side));
      for (const [track, samples] of tracks.entries()) {
        // Each is heard a little on the other side too, as voices in a room are.
        for (const [side, heard] of sides.entries()) {
          const share = side === track ? 0.9 : 0.35;
          for (let frame = 0; frame < length; frame++)
            heard[frame] = (heard[frame] ?? 0) + share * (samples[frame] ?? 0);
        }
      }
      const source = context.createBufferSource();
      source.buffer = buffer;
      source.connect(context.destination);
      source.addEventListener('ended', () => playing.delete(source));
      source.start(origin + frames / sampleRate);
      playing.add(source);
      frames += length;
    },
    get position() {
      if (Number.isNaN(origin)) return 0;
      return Math.max(0, Math.min(frames / sampleRate, context.currentTime - origin));
    },
    get waited() {
      return waited;
    },
    stop() {
      for (const source of playing) source.stop();
      playing.clear();
    },
  };
}
