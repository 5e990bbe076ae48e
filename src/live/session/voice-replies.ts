import { createResampler } from '../../dsp/index.ts';
import type { Word } from '../../timeline/index.ts';
import type { Voice } from '../../voices/index.ts';
import type { LiveEventOf } from '../live-event.ts';
import { agentSampleRate } from '../session-options.ts';
import type { ReplySound } from './reply-sound.ts';

/** dBFS -50: below it a voice has not begun to sound. */
const soundThreshold = 0.003;
/** Frames kept before the first sound, so that a soft consonant is not cut. */
const leadIn = agentSampleRate / 50;

/** Samples that are taken at once of what a voice gives: a whole reply would hold up every other session's sound. */
const mostAtOnce = 6400;

type Emit = (event: LiveEventOf) => void;

export type PhraseRequest = {
  readonly reply: string;
  readonly phrase: number;
  readonly text: string;
  readonly language: string;
  readonly previousText?: string;
};

export type PhraseOptions = {
  readonly emit: Emit;
  /** Lets others go first. */
  readonly rest: (signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
};

/** Speaks one phrase into a reply's sound, as it comes, without the silence before it. */
export async function voicePhrase(
  voice: Voice,
  request: PhraseRequest,
  sound: ReplySound,
  { emit, rest, signal }: PhraseOptions,
): Promise<void> {
  const { reply, phrase, text, language, previousText } = request;
  const trimmer = createStartTrimmer();
  const resampler = createResampler({ from: voice.sampleRate, to: agentSampleRate, quality: 'light' });
  const words: Word[] = [];
  let frames = 0;
  const append = (samples: Float32Array): void => {
    const heard = trimmer.push(samples);
    if (heard.length === 0) return;
    sound.append(phrase, heard);
    frames += heard.length;
  };
  const report = (complete: boolean): void => {
    const shifted = words.map((word) => ({
      ...word,
      start: Math.max(0, word.start - trimmer.trimmed),
      end: Math.max(0, word.end - trimmer.trimmed),
    }));
    emit({
      type: 'phrase-voiced',
      reply,
      phrase,
      duration: frames / agentSampleRate,
      words: shifted,
      complete,
    });
  };
  const speech = {
    text,
    language,
    eager: true,
    ...(previousText === undefined ? {} : { previousText }),
  };
  for await (const part of voice.speak(speech, { signal })) {
    if (part.type === 'word-timed') words.push(part.word);
    else if (part.type === 'audio-ready') {
      const { samples } = part.audio;
      for (let from = 0; from < samples.length; from += mostAtOnce) {
        if (from > 0) await rest(signal);
        append(resampler.push(samples.subarray(from, from + mostAtOnce)));
        report(false);
      }
    }
  }
  append(resampler.flush());
  sound.complete(phrase);
  report(true);
}

/** A whole sound of its own, for a backchannel or a filler. */
export async function voiceAside(
  voice: Voice,
  text: string,
  language: string,
  signal: AbortSignal,
): Promise<Float32Array> {
  const pieces: Float32Array[] = [];
  const trimmer = createStartTrimmer();
  const resampler = createResampler({ from: voice.sampleRate, to: agentSampleRate, quality: 'light' });
  for await (const part of voice.speak({ text, language }, { signal })) {
    if (part.type === 'audio-ready') pieces.push(trimmer.push(resampler.push(part.audio.samples)));
  }
  pieces.push(trimmer.push(resampler.flush()));
  const joined = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    joined.set(piece, offset);
    offset += piece.length;
  }
  return joined;
}

/** Lets nothing through until the voice begins to sound. */
function createStartTrimmer(): { push(samples: Float32Array): Float32Array; readonly trimmed: number } {
  let begun = false;
  let skipped = 0;
  let kept = new Float32Array(0);
  return {
    get trimmed() {
      return skipped / agentSampleRate;
    },
    push(samples) {
      if (begun) return samples;
      const first = samples.findIndex((sample) => Math.abs(sample) > soundThreshold);
      const joined = new Float32Array(kept.length + samples.length);
      joined.set(kept);
      joined.set(samples, kept.length);
      const from = first < 0 ? joined.length - leadIn : kept.length + first - leadIn;
      const start = Math.max(0, from);
      skipped += start;
      if (first < 0) {
        kept = joined.slice(start);
        return new Float32Array(0);
      }
      begun = true;
      return joined.slice(start);
    },
  };
}
