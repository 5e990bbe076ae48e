import { likeness } from './cluster-voices.ts';

type Sources = readonly [Float32Array, Float32Array];

/** Both sources as loud as they are in the mixture: so that together they come nearest to it. */
export function fitLevels(mixture: Float32Array, [one, other]: Sources): Sources {
  const power = [dot(one, one), dot(other, other)] as const;
  const both = dot(one, other);
  const heard = [dot(mixture, one), dot(mixture, other)] as const;
  const area = power[0] * power[1] - both * both;
  // Where they are hardly told apart, each is as loud as it is alone.
  const gains =
    area > 1e-6 * power[0] * power[1]
      ? ([
          (heard[0] * power[1] - heard[1] * both) / area,
          (heard[1] * power[0] - heard[0] * both) / area,
        ] as const)
      : ([heard[0] / Math.max(1e-20, 2 * power[0]), heard[1] / Math.max(1e-20, 2 * power[1])] as const);
  return [one.map((sample) => sample * gains[0]), other.map((sample) => sample * gains[1])];
}

function dot(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < one.length; index++) sum += (one[index] ?? 0) * (other[index] ?? 0);
  return sum;
}

/** What tells which source is whose. */
type Evidence = {
  /** What the voice of each source is like where both speak; `null` where that is too short. */
  readonly heard: readonly [Float32Array | null, Float32Array | null];
  /** What the voice of each speaker is like. */
  readonly voices: readonly [Float32Array | null, Float32Array | null];
  /** Energy of each source, first by who speaks alone around: `[alone][source]`. */
  readonly alone: readonly [readonly [number, number], readonly [number, number]];
};

export type Match = {
  /** The first speaker's is the second source. */
  readonly swapped: boolean;
  /** 0 to 1: by how much the one way fits better than the other. */
  readonly confidence: number;
};

/** How much it counts who is heard alone before and after, beside whose voice it is like. */
const aloneCounts = 2;

/** Whose each source is: by whose voice it is like, and by which goes on where one speaker is alone. */
export function matchSources({ heard, voices, alone }: Evidence): Match {
  const like = (source: 0 | 1, speaker: 0 | 1): number => {
    const [own, voice] = [heard[source], voices[speaker]];
    return own === null || voice === null ? 0 : likeness(own, voice);
  };
  const byVoice = (like(0, 0) + like(1, 1) - like(1, 0) - like(0, 1)) / 2;
  const shares = alone.flatMap(([first, second], speaker) => {
    const whole = first + second;
    return whole > 0 ? [(speaker === 0 ? first : second) / whole - 0.5] : [];
  });
  const byContext = shares.length === 0 ? 0 : shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const sum = byVoice + aloneCounts * byContext;
  return { swapped: sum < 0, confidence: Math.min(1, Math.abs(sum)) };
}
