import { setImmediate as nextTurn } from 'node:timers/promises';
import { audioDuration, fromDecibels } from '../../dsp/index.ts';
import type { Word } from '../../timeline/index.ts';
import type { SpeechPart, SpeechRequest, Throat, Voice } from '../voice.ts';
import { renderVocalSound, speechLoudness, type VocalSound } from './vocal-sound.ts';
import { type SpokenSound, vocalSoundsFor } from './vocal-sound-text.ts';

export type VocalSoundsOptions = {
  /** The throat to use where the voice describes none; default one that fits its gender. */
  readonly throat?: Throat;
  /** How loud the voice speaks, LUFS: its sounds are levelled beside it. Default -23. */
  readonly speechLoudness?: number;
};

/**
 * The same voice, which makes its own `mm-hm`, `嗯` and `haha`: a request of nothing else is made by the model
 * of the vocal tract, in this voice's throat; every other request goes to the voice unchanged. One
 * `speak` of the same text, voice and seed is always the same sound; another seed is another take.
 */
export function withVocalSounds(voice: Voice, options: VocalSoundsOptions = {}): Voice {
  return {
    ...voice,
    speak: (request, speaking = {}) => {
      const sounds = vocalSoundsFor(request.text, request.language ?? voice.languages[0]);
      return sounds === undefined
        ? voice.speak(request, speaking)
        : speakSounds(voice, request, sounds, { ...options, ...speaking });
    },
  };
}

/** Seconds of silence between two sounds: of a comma, and where the writer set none. */
const commaGap = 0.14;
const closeGap = 0.045;

async function* speakSounds(
  voice: Voice,
  request: SpeechRequest,
  sounds: readonly SpokenSound[],
  options: VocalSoundsOptions & { readonly signal?: AbortSignal },
): AsyncGenerator<SpeechPart, void, undefined> {
  options.signal?.throwIfAborted();
  const throat = options.throat ?? voice.throat ?? throatOf(voice);
  const gain = fromDecibels((options.speechLoudness ?? speechLoudness) - speechLoudness);
  const speed = speedOf(request);
  if (speed.warning !== undefined) yield { type: 'warning-raised', message: speed.warning };
  let time = 0;
  let gap = 0;
  for (const [index, spoken] of sounds.entries()) {
    if (index > 0) {
      await nextTurn();
      options.signal?.throwIfAborted();
    }
    const seed = `${voice.id}/${request.text}/${request.seed ?? ''}/${index}`;
    const { calls, sound } = spoken;
    const take = { sound, throat, seed, sampleRate: voice.sampleRate, speed: speed.value };
    const made = renderVocalSound(calls === undefined ? take : { ...take, calls });
    const silence = Math.round(gap * voice.sampleRate);
    const start = time + silence / voice.sampleRate;
    yield { type: 'audio-ready', audio: placed(made, silence, gain) };
    for (const word of wordsOf(spoken, made, start)) yield { type: 'word-timed', word };
    time = start + audioDuration(made.audio);
    gap = (/[\p{L}]$/u.test(spoken.words.at(-1)?.text ?? '') ? closeGap : commaGap) / speed.value;
  }
}

function placed({ audio }: VocalSound, silence: number, gain: number): VocalSound['audio'] {
  const samples = new Float32Array(silence + audio.samples.length);
  for (const [frame, sample] of audio.samples.entries()) {
    samples[silence + frame] = Math.max(-1, Math.min(1, sample * gain));
  }
  return { samples, sampleRate: audio.sampleRate };
}

/** Each word gets its syllables; where the sound has fewer or more than written, its share of them. */
function wordsOf({ words }: SpokenSound, { audio, syllables }: VocalSound, start: number): Word[] {
  const written = words.reduce((sum, word) => sum + word.syllables, 0);
  const duration = audioDuration(audio);
  let before = 0;
  return words.map((word, index) => {
    const first = Math.floor((before * syllables.length) / written);
    before += word.syllables;
    const last = Math.floor((before * syllables.length) / written) - 1;
    return {
      text: word.text,
      start: start + (index === 0 ? 0 : (syllables[first]?.start ?? 0)),
      end: start + (index === words.length - 1 ? duration : (syllables[last]?.end ?? duration)),
    };
  });
}

function speedOf({ speed = 1 }: SpeechRequest): { value: number; warning?: string } {
  if (speed >= 0.5 && speed <= 2) return { value: speed };
  const value = Number.isNaN(speed) ? 1 : Math.min(2, Math.max(0.5, speed));
  return { value, warning: `A speed of ${speed} is out of reach; ${value} is used. Give .5 to 2.` };
}

function throatOf({ gender }: Voice): Throat {
  if (gender === 'male') return { pitch: 115, tract: 1 };
  if (gender === 'female') return { pitch: 205, tract: 0.87 };
  return { pitch: 155, tract: 0.93 };
}
