/** Takes a codec's delay from the start of a stream and its padding from the end. */
export interface SampleTrimmer {
  /** The blocks that are certain by now; they may be views of what was pushed. What is held back at the end is gone. */
  push(block: readonly Float32Array[]): readonly (readonly Float32Array[])[];
}

/**
 * @param skip Frames to drop at the start.
 * @param hold Frames to hold back, which are dropped unless more come.
 */
export function createSampleTrimmer(skip: number, hold: number): SampleTrimmer {
  let toSkip = skip;
  let held: readonly Float32Array[] = [];
  return {
    push(block) {
      const skipped = Math.min(toSkip, framesOf(block));
      toSkip -= skipped;
      const rest = block.map((samples) => samples.subarray(skipped));
      if (hold === 0) return [rest];
      const surplus = framesOf(held) + framesOf(rest) - hold;
      const fromHeld = Math.max(0, Math.min(framesOf(held), surplus));
      const fromRest = Math.max(0, surplus - fromHeld);
      const given = [
        held.map((samples) => samples.subarray(0, fromHeld)),
        rest.map((samples) => samples.subarray(0, fromRest)),
      ];
      held = rest.map((samples, channel) =>
        join(held[channel]?.subarray(fromHeld), samples.subarray(fromRest)),
      );
      return given;
    },
  };
}

function framesOf(block: readonly Float32Array[]): number {
  return block[0]?.length ?? 0;
}

function join(before: Float32Array | undefined, after: Float32Array): Float32Array {
  const joined = new Float32Array((before?.length ?? 0) + after.length);
  if (before !== undefined) joined.set(before);
  joined.set(after, before?.length ?? 0);
  return joined;
}
