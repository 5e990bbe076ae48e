/** The sound of a reply: phrase after phrase, each growing as its voice speaks. Frames at the agent's rate. */
export interface ReplySound {
  /** More of a phrase; what comes after it waits until it is complete. */
  append(phrase: number, samples: Float32Array): void;
  complete(phrase: number): void;
  /** Fills `into` from a position on; how many frames there were. */
  read(position: number, into: Float32Array): number;
  /** Where what can be played by now ends. */
  readonly available: number;
  /** Forgets what lies before: it will not be played again. */
  forget(position: number): void;
}

type Piece = { readonly start: number; readonly samples: Float32Array };

export function createReplySound(): ReplySound {
  const waiting = new Map<number, Float32Array[]>();
  const completed = new Set<number>();
  let pieces: Piece[] = [];
  let current = 0;
  let available = 0;

  const release = (): void => {
    for (;;) {
      for (const samples of waiting.get(current) ?? []) {
        pieces.push({ start: available, samples });
        available += samples.length;
      }
      waiting.delete(current);
      if (!completed.has(current)) return;
      completed.delete(current);
      current += 1;
    }
  };

  return {
    get available() {
      return available;
    },
    append(phrase, samples) {
      waiting.set(phrase, [...(waiting.get(phrase) ?? []), samples]);
      release();
    },
    complete(phrase) {
      completed.add(phrase);
      release();
    },
    read(position, into) {
      const end = Math.min(position + into.length, available);
      for (const { start, samples } of pieces) {
        const from = Math.max(position, start);
        const to = Math.min(end, start + samples.length);
        if (from < to) into.set(samples.subarray(from - start, to - start), from - position);
      }
      return Math.max(0, end - position);
    },
    forget(position) {
      pieces = pieces.filter(({ start, samples }) => start + samples.length > position);
    },
  };
}
