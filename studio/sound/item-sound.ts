/** The sound of one item as it comes, in a ring: what is older than its capacity is forgotten. */
export interface ItemSound {
  /** The oldest frame that is still there. */
  readonly start: number;
  /** The frame after the newest. */
  readonly end: number;
  /** What is there already stays as it is; a gap before `frame` is silence. */
  write(frame: number, samples: Float32Array): void;
  /** 0 outside `start` to `end`. */
  at(frame: number): number;
  /** Copies from `frame` on and returns how many there were. */
  copy(frame: number, target: Float32Array): number;
}

export function createItemSound(capacity: number): ItemSound {
  const ring = new Float32Array(capacity);
  let start = 0;
  let end = 0;

  const begin = (frame: number): void => {
    start = frame;
    end = frame;
  };
  const append = (value: number): void => {
    ring[end % capacity] = value;
    end += 1;
    if (end - start > capacity) start = end - capacity;
  };

  return {
    get start() {
      return start;
    },
    get end() {
      return end;
    },
    write(frame, samples) {
      if (start === end || frame - end > capacity) begin(frame);
      const gap = frame - end;
      for (let index = 0; index < gap; index++) append(0);
      for (let index = end - frame; index < samples.length; index++) append(samples[index] ?? 0);
    },
    at: (frame) => (frame < start || frame >= end ? 0 : (ring[frame % capacity] ?? 0)),
    copy(frame, target) {
      const count = Math.max(0, Math.min(target.length, end - Math.max(frame, start)));
      for (let index = 0; index < count; index++) target[index] = ring[(frame + index) % capacity] ?? 0;
      return count;
    },
  };
}
