/** What one class weighs besides what the network says of it, and what going from one to another costs. */
export type ClassCosts = {
  readonly change: number;
  /** Added to the logarithm of each class's probability. */
  readonly favour: readonly number[];
};

/**
 * The likeliest way through the frames, where each change costs: `logarithms` of probabilities, class after class, frame
 * after frame. In memory of a byte for each class of a frame.
 */
export function likeliestClasses(logarithms: Float32Array, { change, favour }: ClassCosts): Uint8Array {
  const count = favour.length;
  const frames = logarithms.length / count;
  // From where each class was come to: itself, or the best of the frame before.
  const from = new Uint8Array(logarithms.length);
  const scores = new Float64Array(count);
  for (let frame = 0; frame < frames; frame++) {
    let best = 0;
    for (let each = 1; each < count; each++) if ((scores[each] ?? 0) > (scores[best] ?? 0)) best = each;
    const changed = (scores[best] ?? 0) - change;
    for (let each = 0; each < count; each++) {
      const stays = (scores[each] ?? 0) >= changed;
      from[frame * count + each] = stays ? each : best;
      const said = (logarithms[frame * count + each] ?? 0) + (favour[each] ?? 0);
      scores[each] = (stays ? (scores[each] ?? 0) : changed) + said;
    }
  }
  const classes = new Uint8Array(frames);
  let now = 0;
  for (let each = 1; each < count; each++) if ((scores[each] ?? 0) > (scores[now] ?? 0)) now = each;
  for (let frame = frames - 1; frame >= 0; frame--) {
    classes[frame] = now;
    now = from[frame * count + now] ?? 0;
  }
  return classes;
}
