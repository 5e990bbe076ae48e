/** Sound that waits to be played, cut into frames; silence where there is none. */
export interface SoundLine {
  push(samples: Float32Array): void;
  pull(length: number): Float32Array;
  clear(): void;
  /** Samples that wait. */
  readonly length: number;
}

export function createSoundLine(): SoundLine {
  let pieces: Float32Array[] = [];
  let length = 0;
  return {
    push(samples) {
      pieces.push(samples);
      length += samples.length;
    },
    pull(wanted) {
      const frame = new Float32Array(wanted);
      let filled = 0;
      for (let piece = pieces[0]; piece !== undefined && filled < wanted; piece = pieces[0]) {
        const count = Math.min(piece.length, wanted - filled);
        frame.set(piece.subarray(0, count), filled);
        filled += count;
        if (count === piece.length) pieces.shift();
        else pieces[0] = piece.subarray(count);
      }
      length -= filled;
      return frame;
    },
    clear() {
      pieces = [];
      length = 0;
    },
    get length() {
      return length;
    },
  };
}
