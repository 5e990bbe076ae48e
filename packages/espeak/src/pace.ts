import { type Engine, type EngineSpeech, engineRate } from './engine.ts';

/** Words per minute that the engine can do. */
const [slowest, fastest] = [80, 450];
/** How near the length must come to the wanted one. */
const tolerance = 0.03;
const attempts = 6;

export type PaceRequest = {
  readonly voice: string;
  /** The text with pauses for a speed. */
  readonly textFor: (speed: number) => string;
  /** Words per minute at speed 1. */
  readonly rate: number;
  readonly range: number;
  /** .5 to 2. */
  readonly speed: number;
};

/**
 * The engine's words per minute are in no proportion to its tempo, least of all in short words, so the rate for
 * a speed is searched: the text is spoken at speed 1 and then again until its length fits.
 */
export function speakAtPace(
  engine: Engine,
  { voice, textFor, rate, range, speed }: PaceRequest,
): EngineSpeech {
  const normal = engine.speak({ voice, text: textFor(1), rate, range });
  if (speed === 1) return normal;
  const wanted = soundLength(normal) / speed;
  const text = textFor(speed);
  let [low, high] = [slowest, fastest];
  let next = clamp(rate * speed ** 0.85, low, high);
  let best = normal;
  let bestError = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const speech = engine.speak({ voice, text, rate: next, range });
    const ratio = soundLength(speech) / wanted;
    const error = Math.abs(Math.log(ratio));
    if (error < bestError) [best, bestError] = [speech, error];
    if (error < tolerance) break;
    if (ratio > 1) low = next;
    else high = next;
    const guess = clamp(next * ratio, slowest, fastest);
    next = guess > low && guess < high ? guess : (low + high) / 2;
  }
  return best;
}

/** Frames up to the last that sounds. */
export function soundingFrames({ samples }: EngineSpeech): number {
  let frames = samples.length;
  while (frames > 0 && Math.abs(samples[frames - 1] ?? 0) < silence) frames--;
  return frames;
}

/** What the engine adds behind its last sound is below this, full scale at 1. */
const silence = 10 ** (-60 / 20);

/** Seconds; never 0. */
function soundLength(speech: EngineSpeech): number {
  return Math.max(1, soundingFrames(speech)) / engineRate;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
