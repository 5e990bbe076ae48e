import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { Audio } from '../../../src/dsp/index.ts';
import type { Word } from '../../../src/timeline/index.ts';
import {
  collectSpeech,
  openEmbeddedVoices,
  type VoiceCatalogue,
  withVocalSounds,
} from '../../../src/voices/index.ts';

/** What a voice said once, and how long it took to say it. */
export type Spoken = { readonly audio: Audio; readonly words: readonly Word[]; readonly took: number };

/** Speaks each text once and keeps it in the package's cache, so that a second run of a benchmark starts at once. */
export interface SpokenCache extends AsyncDisposable {
  speak(voice: string, text: string, language?: string): Promise<Spoken>;
  /** Hz. */
  rateOf(voice: string): Promise<number>;
  /** Resolves when nothing is being spoken. */
  idle(): Promise<void>;
}

const folder = fileURLToPath(new URL('../../../node_modules/.cache/duologue-live', import.meta.url));
const kept = z.object({
  sampleRate: z.number(),
  took: z.number(),
  words: z.array(z.object({ text: z.string(), start: z.number(), end: z.number() })),
});

export function openSpokenCache(): SpokenCache {
  const memory = new Map<string, Promise<Spoken>>();
  const working = new Set<Promise<Spoken>>();
  let catalogue: Promise<VoiceCatalogue> | undefined;
  const voices = (): Promise<VoiceCatalogue> => (catalogue ??= openEmbeddedVoices({ workers: 1 }));

  const synthesise = async (
    id: string,
    text: string,
    language: string | undefined,
    file: string,
  ): Promise<Spoken> => {
    const voice = withVocalSounds((await voices()).find(id));
    const begun = performance.now();
    const request = { text, seed: 'live', ...(language === undefined ? {} : { language }) };
    const { audio, words } = await collectSpeech(voice, request);
    const took = (performance.now() - begun) / 1000;
    mkdirSync(folder, { recursive: true });
    const { samples, sampleRate } = audio;
    writeWhole(`${file}.f32`, new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength));
    writeWhole(`${file}.json`, JSON.stringify({ sampleRate, took, words }));
    return { audio, words, took };
  };

  return {
    speak(voice, text, language) {
      const key = createHash('sha256')
        .update(JSON.stringify([voice, text, language]))
        .digest('hex')
        .slice(0, 24);
      const known = memory.get(key);
      if (known !== undefined) return known;
      const file = join(folder, key);
      const spoken = existsSync(`${file}.json`)
        ? Promise.resolve(readSpoken(file))
        : synthesise(voice, text, language, file);
      memory.set(key, spoken);
      working.add(spoken);
      spoken.then(
        () => working.delete(spoken),
        () => working.delete(spoken),
      );
      return spoken;
    },
    rateOf: async (voice) => (await voices()).find(voice).sampleRate,
    async idle() {
      while (working.size > 0) await Promise.allSettled(working);
    },
    async [Symbol.asyncDispose]() {
      await (await catalogue)?.[Symbol.asyncDispose]();
    },
  };
}

function readSpoken(file: string): Spoken {
  const { sampleRate, took, words } = kept.parse(JSON.parse(readFileSync(`${file}.json`, 'utf8')));
  const bytes = new Uint8Array(readFileSync(`${file}.f32`));
  return { audio: { samples: new Float32Array(bytes.buffer), sampleRate }, words, took };
}

function writeWhole(file: string, content: string | Uint8Array): void {
  const part = `${file}.${process.pid}.part`;
  writeFileSync(part, content);
  renameSync(part, file);
}
