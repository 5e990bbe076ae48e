import { type Audio, finiteSamples } from '../../dsp/index.ts';

/** The sound of one utterance, of which the end is kept where it is long. Seconds, on the session's clock. */
export interface UtteranceSound {
  /** Of all of it, whether or not it was kept. */
  readonly duration: number;
  /** Where it ends so far. */
  readonly end: number;
  /** Nothing in it was louder than silence. */
  readonly silent: boolean;
  add(samples: Float32Array): void;
  take(): { readonly audio: Audio; readonly start: number; readonly end: number };
}

/** Seconds of silence that are kept before the first sound. */
const lead = 0.5;

export function createUtteranceSound({
  start,
  sampleRate,
  longest,
  silence,
}: {
  readonly start: number;
  readonly sampleRate: number;
  /** Seconds. */
  readonly longest: number;
  /** dBFS. */
  readonly silence: number;
}): UtteranceSound {
  const most = Math.round(longest * sampleRate);
  const quiet = 10 ** (silence / 20);
  const pieces: Float32Array[] = [];
  let heard = 0;
  let kept = 0;
  let silent = true;
  return {
    get duration() {
      return heard / sampleRate;
    },
    get end() {
      return start + heard / sampleRate;
    },
    get silent() {
      return silent;
    },
    add(samples) {
      // A copy: whoever gave it may write over it.
      const own = finiteSamples(samples).slice(-most);
      pieces.push(own);
      heard += samples.length;
      kept += own.length;
      silent &&= own.every((sample) => Math.abs(sample) <= quiet);
      // Nobody has spoken yet: what is sent need not begin minutes before.
      const wanted = silent ? Math.min(most, Math.round(lead * sampleRate)) : most;
      for (let first = pieces[0]; first !== undefined && kept - first.length >= wanted; first = pieces[0]) {
        pieces.shift();
        kept -= first.length;
      }
    },
    take() {
      const samples = new Float32Array(kept);
      let at = 0;
      for (const piece of pieces) {
        samples.set(piece, at);
        at += piece.length;
      }
      const end = start + heard / sampleRate;
      return { audio: { samples, sampleRate }, start: start + (heard - kept) / sampleRate, end };
    },
  };
}
