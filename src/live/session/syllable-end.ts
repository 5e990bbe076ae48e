/** Frames of the window whose energy tells where a syllable ends: 10 ms at the agent's rate. */
const window = 240;

/** Where within these samples it is quietest, in frames: a voice that stops there breaks off no syllable. */
export function syllableEnd(samples: Float32Array): number {
  let quietest = 0;
  let lowest = Infinity;
  for (let start = 0; start + window <= samples.length; start += window / 2) {
    let energy = 0;
    for (let index = start; index < start + window; index += 1) energy += (samples[index] ?? 0) ** 2;
    // Of two that are alike the earlier one: whoever interrupts is waiting.
    if (energy < lowest * 0.7) {
      lowest = energy;
      quietest = start + window / 2;
    }
  }
  return quietest;
}
