/** The last samples of a stream, by their place in the whole of it. */
export interface SampleWindow {
  /** Place behind the last sample. */
  readonly end: number;
  push(samples: Float32Array): void;
  /** A copy of what lies there; zeros before the beginning and behind the end. */
  slice(from: number, to: number): Float32Array;
  /** Nothing before this place will be asked for again. */
  forget(before: number): void;
}

export function createSampleWindow(): SampleWindow {
  let held = new Float32Array(1 << 18);
  let [begin, end] = [0, 0];
  return {
    get end() {
      return end;
    },
    push(samples) {
      if (end - begin + samples.length > held.length) {
        const longer = new Float32Array(Math.max(held.length * 2, end - begin + samples.length));
        longer.set(held.subarray(0, end - begin));
        held = longer;
      }
      held.set(samples, end - begin);
      end += samples.length;
    },
    slice(from, to) {
      const part = new Float32Array(Math.max(0, to - from));
      const [first, last] = [Math.max(from, begin), Math.min(to, end)];
      if (last > first) part.set(held.subarray(first - begin, last - begin), first - from);
      return part;
    },
    forget(before) {
      const next = Math.min(Math.max(before, begin), end);
      // Moved seldom, so that little is moved often.
      if (next - begin < held.length / 2) return;
      held.copyWithin(0, next - begin, end - begin);
      begin = next;
    },
  };
}
