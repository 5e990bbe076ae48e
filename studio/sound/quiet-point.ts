/**
 * Where among these samples a voice can fall silent with the least harm: the middle of the quietest window, in frames.
 * Of two that are alike the earlier one, since whoever interrupts is waiting.
 */
export function quietPoint(samples: Float32Array, window: number): number {
  const hop = Math.max(1, window >> 1);
  let quietest = 0;
  let lowest = Infinity;
  for (let start = 0; start + window <= samples.length; start += hop) {
    let energy = 0;
    for (let frame = start; frame < start + window; frame++) energy += (samples[frame] ?? 0) ** 2;
    if (energy < lowest * 0.7) {
      lowest = energy;
      quietest = start + hop;
    }
  }
  return quietest;
}
