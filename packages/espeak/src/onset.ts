import { engineRate } from './engine.ts';
import type { Span } from './timing.ts';

/** Seconds after the engine's stamp within which a word is looked for: a burst or a weak h comes later. */
const reach = 0.06;
/** Seconds in a step of the search. */
const step = 0.001;
/** Where a sound begins for a meter and where for an ear, against the word's peak. */
const [faint, plain] = [0.012, 0.05];

/**
 * A span whose start is where the word is heard. The engine stamps a word where its first phoneme begins to be
 * made; where that is a weak noise (h, f) or a burst after silence (g, d), the start moves to the middle between
 * the first trace of sound and a plain one. In running speech, where sound goes on, nothing moves.
 */
export function hearOnset(span: Span | undefined, samples: Float32Array): Span | undefined {
  if (span === undefined) return undefined;
  const first = Math.round(span.start * engineRate);
  const last = Math.min(samples.length, Math.round(span.end * engineRate));
  const peak = loudest(samples, first, last);
  if (peak === 0) return span;
  const limit = Math.min(span.start + reach, (span.start + span.end) / 2);
  const trace = firstAbove(samples, span.start, limit, faint * peak);
  const heard = firstAbove(samples, span.start, limit, plain * peak);
  return { start: (trace + heard) / 2, end: span.end };
}

/** Seconds; `to` where nothing reaches the level before. */
function firstAbove(samples: Float32Array, from: number, to: number, level: number): number {
  const frames = Math.round(step * engineRate);
  const end = Math.round(to * engineRate);
  for (let frame = Math.round(from * engineRate); frame < end; frame += frames) {
    if (loudest(samples, frame, frame + frames) >= level) return frame / engineRate;
  }
  return to;
}

function loudest(samples: Float32Array, from: number, to: number): number {
  let peak = 0;
  for (let frame = from; frame < Math.min(to, samples.length); frame++) {
    peak = Math.max(peak, Math.abs(samples[frame] ?? 0));
  }
  return peak;
}
