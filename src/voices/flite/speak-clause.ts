import { type Audio, applyGain, fromDecibels, resample } from '../../dsp/index.ts';
import { assignPhones, type Phone, pause } from './align-phones.ts';
import type { FliteProgram } from './flite-program.ts';
import { type FliteBase, fliteRate } from './speakers.ts';
import type { SpokenWord } from './spoken-form.ts';

/** All that a thread needs to know to say a clause. */
export type ClauseTask = {
  readonly words: readonly SpokenWord[];
  readonly base: FliteBase;
  readonly scale: number;
  /** Hz, after scaling. */
  readonly pitch: number | undefined;
  readonly gain: number;
  readonly speed: number;
  readonly sampleRate: number;
};

export type ClauseSound = {
  readonly samples: Float32Array;
  /** For each word of the task, start and end in seconds from the first sample. */
  readonly times: readonly (readonly [start: number, end: number])[];
};

/** Seconds of the voice's own silence that stay on both sides. */
const margin = 0.015;
/** Seconds around a stamp in which its sound is looked for: flite is early more often than late. */
const search = { before: 0.03, after: 0.12 };
/** Seconds. */
const frame = 0.001;

export function speakClause(flite: FliteProgram, task: ClauseTask, lexicon: Lexicon): ClauseSound {
  const { base, scale, pitch, speed } = task;
  const features = ['-voice', base, '--setf', `duration_stretch=${scale / speed}`];
  if (pitch !== undefined) features.push('--setf', `int_f0_target_mean=${pitch / scale}`);
  const { printed, samples } = flite.run([...features, '-psdur', '-t', clauseText(task.words)], true);
  const phones = printed
    .trim()
    .split(/\s+/u)
    .map((pair) => {
      const [name = '', end = ''] = pair.split(':');
      return { name, end: Number(end) };
    });
  const sound = {
    samples: toFloat(samples ?? new Int16Array(0)),
    sampleRate: fliteRate,
  };
  const pronunciations = lexicon.lookUp(task.words.flatMap(({ spoken }) => spoken));
  const spans = wordSpans(task.words, fitToSound(phones, sound), pronunciations);
  return cutOut(sound, spans, task);
}

function toFloat(samples: Int16Array): Float32Array<ArrayBuffer> {
  const floats = new Float32Array(samples.length);
  for (let index = 0; index < samples.length; index++) floats[index] = (samples[index] ?? 0) / 32_768;
  return floats;
}

/** Lower case, so that nothing is read as an acronym; flite needs one sentence end, at the end. */
export function clauseText(words: readonly SpokenWord[]): string {
  const last = words.findLastIndex(({ spoken }) => spoken.length > 0);
  return words
    .slice(0, last + 1)
    .map(({ spoken, break: after }, index) => {
      const inside = after === '' || spoken.length === 0 ? '' : ',';
      const final = after === '?' || after === '!' ? after : '.';
      return spoken.join(' ') + (index === last ? final : inside);
    })
    .filter(Boolean)
    .join(' ');
}

type Span = { start: number; end: number };

/**
 * Flite's times are those of its model: at a pause the closure of a `k` or `t` counts as part of it, and the
 * diphone voice is up to 50 ms early. Where a pause stands on one side of a phone, its sound decides.
 */
function fitToSound(phones: readonly Phone[], audio: Audio): (Span & { name: string })[] {
  const duration = audio.samples.length / audio.sampleRate;
  const spans = phones.map(({ name, end }, index) => ({
    name,
    start: Math.min(phones[index - 1]?.end ?? 0, duration),
    end: Math.min(end, duration),
  }));
  let first = -1;
  for (const [index, span] of spans.entries()) {
    if (span.name !== pause && first < 0) first = index;
    const next = spans[index + 1];
    if (first < 0 || (next !== undefined && next.name !== pause)) continue;
    const [head, tail] = [spans[first], span.name === pause ? undefined : span];
    if (head !== undefined && tail !== undefined) fitPhrase(audio, head, tail, spans[first - 1], next);
    first = -1;
  }
  return spans;
}

/** Moves the start of a phrase's first phone and the end of its last to where its sound starts and ends. */
function fitPhrase(
  audio: Audio,
  head: Span,
  tail: Span,
  before: Span | undefined,
  after: Span | undefined,
): void {
  const earliest = Math.max(head.start - search.before, (before?.start ?? 0) / 2 + head.start / 2);
  const latest = Math.min(tail.end + search.after, tail.end / 2 + (after?.end ?? tail.end) / 2);
  const sounding = soundingIn(audio, earliest, latest);
  const first = sounding.indexOf(true);
  const last = sounding.lastIndexOf(true);
  const start = earliest + first * frame;
  const end = earliest + (last + 1) * frame;
  // A pause that sounds all through, as the decay of a word before, says nothing; and a phone never vanishes.
  if (first > 0 && start < tail.end && start - head.start < search.after) head.start = start;
  if (last >= 0 && last < sounding.length - 1 && end > tail.start && tail.end - end < search.after)
    tail.end = end;
  head.end = Math.max(head.end, head.start);
  tail.end = Math.max(tail.end, tail.start);
}

/** For each millisecond, whether it is in five with a power within 40 dB of the loudest. */
function soundingIn({ samples, sampleRate }: Audio, from: number, to: number): boolean[] {
  const width = 5;
  const hop = frame * sampleRate;
  const powers = Array.from({ length: Math.max(0, Math.floor((to - from) / frame)) }, (_, index) => {
    const start = Math.round(from * sampleRate + index * hop);
    return samples.subarray(start, start + hop).reduce((sum, sample) => sum + sample * sample, 0) / hop;
  });
  // The mean of five, so that a click of noise is no sound.
  const means = powers.map((_, index) => {
    const window = powers.slice(index, index + width);
    return window.reduce((sum, power) => sum + power, 0) / window.length;
  });
  const limit = means.reduce((most, power) => Math.max(most, power), 0) * 1e-4;
  return powers.map(
    (power, index) =>
      power > limit && means.slice(Math.max(0, index - width + 1), index + 1).some((mean) => mean > limit),
  );
}

/** From the first phone of a word to its last, words without a sound of their own between their neighbours. */
function wordSpans(
  words: readonly SpokenWord[],
  phones: readonly (Span & { name: string })[],
  pronunciations: readonly (readonly string[])[],
): Span[] {
  const owners = assignPhones(
    phones.map(({ name }) => name),
    pronunciations,
  );
  const sounding = phones.filter(({ name }) => name !== pause);
  let reached = sounding[0]?.start ?? 0;
  let first = 0;
  return words.map(({ spoken }) => {
    const stop = first + spoken.length;
    const own = phones.filter((_, index) => (owners[index] ?? -1) >= first && (owners[index] ?? -1) < stop);
    first = stop;
    const start = Math.max(reached, own[0]?.start ?? reached);
    const end = Math.max(start, own.at(-1)?.end ?? start);
    reached = end;
    return { start, end };
  });
}

/** The words' part of the sound, scaled and levelled. */
function cutOut(audio: Audio, spans: readonly Span[], { scale, gain, sampleRate }: ClauseTask): ClauseSound {
  const duration = audio.samples.length / audio.sampleRate;
  const from = Math.max(0, (spans[0]?.start ?? 0) - margin * scale);
  const to = Math.min(duration, (spans.at(-1)?.end ?? 0) + margin * scale);
  const first = Math.round(from * audio.sampleRate);
  const cut = audio.samples.slice(first, Math.round(to * audio.sampleRate));
  const playedAt = Math.round(audio.sampleRate * scale);
  const played =
    playedAt === sampleRate ? cut : resample({ samples: cut, sampleRate: playedAt }, sampleRate).samples;
  const samples = applyGain(played, fromDecibels(gain));
  const ramp = Math.round((margin / 3) * sampleRate);
  for (let index = 0; index < Math.min(ramp, samples.length); index++) {
    const last = samples.length - 1 - index;
    samples[index] = ((samples[index] ?? 0) * index) / ramp;
    samples[last] = ((samples[last] ?? 0) * index) / ramp;
  }
  const place = (time: number): number =>
    Math.min(samples.length / sampleRate, (time - first / audio.sampleRate) / scale);
  return { samples, times: spans.map(({ start, end }) => [place(start), place(end)]) };
}

/** Flite's own pronunciation of single words, kept once found. */
export interface Lexicon {
  lookUp(words: readonly string[]): (readonly string[])[];
}

const batchSize = 40;
const largestLexicon = 50_000;

export function createLexicon(flite: FliteProgram): Lexicon {
  const known = new Map<string, readonly string[]>();

  /** One run for many words, each between pauses. The small voice has the same lexicon and is the fastest. */
  const learn = (words: readonly string[]): void => {
    const text = `${words.join(', ')}.`;
    const { printed } = flite.run(['-voice', 'kal', '-ps', '-t', text], false);
    const groups = printed
      .split(/\bpau\b/u)
      .map((group) => group.trim())
      .filter((group) => group !== '');
    if (groups.length === words.length) {
      for (const [index, word] of words.entries()) known.set(word, (groups[index] ?? '').split(/\s+/u));
    } else if (words.length === 1) {
      known.set(
        words[0] ?? '',
        groups.flatMap((group) => group.split(/\s+/u)),
      );
    } else {
      for (const word of words) learn([word]);
    }
  };

  return {
    lookUp(words) {
      if (known.size > largestLexicon) known.clear();
      const missing = [...new Set(words)].filter((word) => !known.has(word));
      for (let start = 0; start < missing.length; start += batchSize)
        learn(missing.slice(start, start + batchSize));
      return words.map((word) => known.get(word) ?? []);
    },
  };
}
