import { type Audio, resample } from 'duologue/dsp';
import { createAudioEncoder, createMemorySink } from 'duologue/media';
import { splitWords, type Word } from 'duologue/timeline';
import { collectSpeech, createFlite, type Speech } from 'duologue/voices';
import { afterAll } from 'vitest';

const flite = createFlite({ workers: 1 });
const known = new Map<string, Promise<Speech>>();

/** Real speech, so that what a vendor's server sends can be measured and recognised. One thread for all tests of a file. */
export function say(text: string, voice = 'slt', speed = 1): Promise<Speech> {
  const key = JSON.stringify([text, voice, speed]);
  const spoken = known.get(key) ?? collectSpeech(flite.voice(voice), { text, speed });
  known.set(key, spoken);
  return spoken;
}

afterAll(() => flite[Symbol.asyncDispose]());

/** 16 bits, little-endian, no header. */
export function toPcm({ samples, sampleRate }: Audio, rate: number): Uint8Array {
  const at = sampleRate === rate ? samples : resample({ samples, sampleRate }, rate).samples;
  const bytes = new DataView(new ArrayBuffer(at.length * 2));
  for (const [frame, sample] of at.entries()) {
    bytes.setInt16(frame * 2, Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), true);
  }
  return new Uint8Array(bytes.buffer);
}

/** A whole file. */
export async function toFile(
  audio: Audio,
  format: 'wav' | 'mp3' | 'ogg-opus' | 'flac',
  rate: number,
): Promise<Uint8Array> {
  const at = audio.sampleRate === rate ? audio : resample(audio, rate);
  const sink = createMemorySink();
  const encoder = await createAudioEncoder({ format, channels: 1, sampleRate: rate, sink });
  await encoder.write([at.samples]);
  await encoder.close();
  return sink.bytes();
}

/** The times of every character of a text, spread over the words that were timed. */
export function characterTimes(
  text: string,
  words: readonly Word[],
): { characters: string[]; starts: number[]; ends: number[] } {
  const characters = Array.from(text);
  const starts: number[] = [];
  const ends: number[] = [];
  const texts = splitWords(text);
  let word = 0;
  let inside = 0;
  for (const character of characters) {
    const { start = 0, end = 0, text: spoken = '' } = words[word] ?? words.at(-1) ?? {};
    const letters = Math.max(1, Array.from(texts[word] ?? spoken).filter((letter) => letter !== ' ').length);
    const blank = /\s/.test(character);
    const step = (end - start) / letters;
    const gap = words[word - 1]?.end ?? start;
    starts.push(blank ? gap : start + inside * step);
    ends.push(blank ? gap : start + (inside + 1) * step);
    if (!blank && ++inside >= letters) {
      word++;
      inside = 0;
    }
  }
  return { characters, starts, ends };
}
