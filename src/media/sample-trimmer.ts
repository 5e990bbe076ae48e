/** Takes a codec's delay from the start of a stream and its padding from the end. */
export interface SampleTrimmer {
  push(block: readonly Float32Array[]): readonly Float32Array[];
  /** What is held back at the end is the padding: gone. */
  readonly heldFrames: number;
}

/**
 * @param skip Frames to drop at the start.
 * @param hold Frames to hold back, which are dropped unless more come.
 */
export function createSampleTrimmer(skip: number, hold: number): SampleTrimmer {
  let toSkip = skip;
  let held: readonly Float32Array[] | undefined;
  return {
    get heldFrames() {
      return held?.[0]?.length ?? 0;
    },
    push(block) {
      const skipped = Math.min(toSkip, block[0]?.length ?? 0);
      toSkip -= skipped;
      const rest = skipped === 0 ? block : block.map((samples) => samples.subarray(skipped));
      if (hold === 0) return rest;
      const joined = rest.map((samples, channel) => join(held?.[channel], samples));
      const given = Math.max(0, (joined[0]?.length ?? 0) - hold);
      held = joined.map((samples) => samples.slice(given));
      return joined.map((samples) => samples.subarray(0, given));
    },
  };
}

function join(before: Float32Array | undefined, after: Float32Array): Float32Array {
  if (before === undefined || before.length === 0) return after;
  const joined = new Float32Array(before.length + after.length);
  joined.set(before);
  joined.set(after, before.length);
  return joined;
}
