import { findVariant } from 'duologue/corpus';
import { resample } from 'duologue/dsp';
import { collectSpeech, type VoiceCatalogue } from 'duologue/voices';
import type { DialogueText } from '../../packages/dialospeech/src/text/index.ts';
import type { MonologuePlan } from './monologue-plan.ts';
import { type MadeItem, type PackUnit, packRate } from './pack-item.ts';
import { packUnits } from './pack-units.ts';

const splitNames = { train: 'train', dev: 'valid', test: 'test' } as const;

/** Seconds that stay on both sides of what is said, faded: a word's own time is exact to some milliseconds. */
const margin = 0.005;

/** Brings voices to the level that the tracks of dialogues have, which leave more room above. */
const level = 0.66;

/** Speaks a plan. None, and why, where the voice's words are not those of the text. */
export async function monologueItem(
  { id, throat, language, texts }: MonologuePlan,
  { catalogue, reader }: { readonly catalogue: VoiceCatalogue; readonly reader: DialogueText },
): Promise<MadeItem | string> {
  const voice = findVariant(catalogue, throat.voices[language] ?? '');
  const units: PackUnit[] = [];
  const pieces: { readonly start: number; readonly samples: Float32Array }[] = [];
  let frames = 0;
  for (const { text, pause } of texts) {
    const { audio, words } = await collectSpeech(voice, { text, language });
    const { samples } = resample(audio, packRate);
    const [first, last] = [words[0], words.at(-1)];
    if (first === undefined || last === undefined) return `${id}: nothing was said for ${text}`;
    const from = Math.max(0, Math.round((first.start - margin) * packRate));
    const cut = samples.slice(from, Math.round((last.end + margin) * packRate)).map((each) => each * level);
    fade(cut);
    const start = frames + Math.round(pause * packRate);
    frames = start + cut.length;
    pieces.push({ start, samples: cut });
    const shift = (start - from) / packRate;
    const timed = words.map((word) => ({
      text: word.text,
      start: word.start + shift,
      end: word.end + shift,
    }));
    const own = packUnits(reader, {
      channel: 0,
      language,
      text,
      start: first.start + shift,
      end: last.end + shift,
      words: timed,
    });
    if (own.length === 0) return `${id} has words that are not told apart as they were timed: ${text}`;
    units.push(...own);
  }
  const track = new Float32Array(frames + Math.round(0.2 * packRate));
  for (const { start, samples } of pieces) track.set(samples, start);
  return {
    about: {
      id,
      split: splitNames[throat.split],
      language,
      kind: 'monologue',
      register: '',
      speakers: [{ id: throat.id, gender: throat.gender, native: throat.native }],
      units,
    },
    tracks: [track],
  };
}

function fade(samples: Float32Array): void {
  const ramp = Math.round(margin * packRate);
  for (let index = 0; index < Math.min(ramp, samples.length); index++) {
    const last = samples.length - 1 - index;
    samples[index] = ((samples[index] ?? 0) * index) / ramp;
    samples[last] = ((samples[last] ?? 0) * index) / ramp;
  }
}
