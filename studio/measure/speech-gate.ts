/** Whether there is sound that stands out from the room, 20 ms at a time: the page's own ear, for measuring only. */
export interface SpeechGate {
  /** Takes the level of the next 20 ms, in dBFS. */
  hear(level: number): boolean;
}

/** dB above the room, and dBFS below which nothing counts. */
const margin = 10;
const lowest = -52;
/** The room's level falls at once and rises by so many dB a frame of 20 ms: 3 dB a second. */
const rise = 0.06;

export function createSpeechGate(): SpeechGate {
  let floor = -60;
  return {
    hear(level) {
      const bounded = Math.max(-90, level);
      floor = bounded < floor ? bounded : Math.min(floor + rise, -35);
      return bounded > Math.max(floor + margin, lowest);
    },
  };
}

/** dBFS of a block; at least -100. */
export function levelOf(samples: Float32Array): number {
  let energy = 0;
  for (const sample of samples) energy += sample * sample;
  return samples.length === 0 ? -100 : Math.max(-100, 10 * Math.log10(energy / samples.length + 1e-10));
}
