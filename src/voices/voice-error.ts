/** Something went wrong while a voice was chosen or was speaking. */
export class VoiceError extends Error {
  override readonly name: string = 'VoiceError';
  /** `provider/name`, where one voice is concerned. */
  readonly voice: string | undefined;
  /** What stands before the slash. */
  readonly provider: string | undefined;
  /** The same request may succeed when made again. */
  readonly retryable: boolean;

  constructor(message: string, options: VoiceErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.voice = options.voice;
    this.provider = options.provider ?? options.voice?.split('/')[0];
    this.retryable = options.retryable ?? false;
  }
}

export type VoiceErrorOptions = {
  readonly voice?: string;
  readonly provider?: string;
  /** Default false. */
  readonly retryable?: boolean;
  readonly cause?: unknown;
};

/** Nobody has this name. `nearest` are the names that the writer may have meant, the likeliest first. */
export class UnknownVoiceError extends VoiceError {
  override readonly name = 'UnknownVoiceError';
  readonly nearest: readonly string[];

  constructor(voice: string, known: readonly string[], options: VoiceErrorOptions = {}) {
    const nearest = nearestNames(voice, known);
    const hint = nearest.length > 0 ? ` Did you mean ${nearest.map((name) => `"${name}"`).join(', ')}?` : '';
    super(`There is no voice "${voice}".${hint}`, { ...options, voice });
    this.nearest = nearest;
  }
}

/** At most three of `known`, by edit distance without regard to case, none that shares nothing. */
export function nearestNames(name: string, known: readonly string[]): string[] {
  const wanted = name.slice(0, 100).toLowerCase();
  return known
    .map((candidate) => ({ candidate, distance: editDistance(wanted, candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance < Math.max(wanted.length, candidate.length))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** Levenshtein's: insertions, deletions and substitutions of one character each. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, character] of from.split('').entries()) {
    const next = [index + 1];
    for (let column = 1; column <= to.length; column++) {
      const substitution = (row[column - 1] ?? 0) + (to[column - 1] === character ? 0 : 1);
      next.push(Math.min(substitution, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
