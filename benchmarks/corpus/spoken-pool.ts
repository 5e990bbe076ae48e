import type { Pool } from '../../src/corpus/pool/open-pool.ts';
import type { PoolSpeaker } from '../../src/corpus/pool/pool-entry.ts';
import type { PoolUtterance } from '../../src/corpus/pool/prepared-pool.ts';
import type { Take } from '../../src/generate/index.ts';
import { measureTake } from '../../src/generate/index.ts';
import { createFlite } from '../../src/voices/flite/index.ts';
import { collectSpeech } from '../../src/voices/index.ts';
import { createTalk } from '../talk.ts';

const voices = ['slt', 'rms', 'ruth', 'simon', 'joan', 'awb'] as const;
const listenerWords = ['Yeah.', 'Right.', 'Okay.', 'Oh.', 'Sure.'];

/** A pool of takes that are spoken and measured once and have no sound to be heard: what a plan needs. */
export async function speakPool(seed: string, utterances: number): Promise<Pool> {
  await using flite = createFlite();
  const takes: Take[] = [];
  const listed: PoolUtterance[] = [];
  const speakers: PoolSpeaker[] = [];
  for (const [speaker, name] of voices.entries()) {
    const voice = flite.voice(name);
    speakers.push(person(name, voice.gender ?? null));
    const said = [...createTalk(utterances, `${seed}/${name}`), ...listenerWords];
    const spoken = await Promise.all(said.map((text) => collectSpeech(voice, { text, seed: text })));
    for (const [index, { audio, words }] of spoken.entries()) {
      const take = measureTake(takes.length, audio, words);
      takes.push(take);
      listed.push({
        speaker,
        kind: index < utterances ? 'turn' : 'listener',
        language: 'en',
        duration: take.end - take.start,
        text: null,
        registers: [],
        at: 0,
        bytes: 0,
      });
    }
  }
  const sounds = {
    sampleRate: 16_000,
    read: async (_source: number, _from: number, frames: number) => new Float32Array(frames),
    levels: () => {
      throw new RangeError('These takes have no sound.');
    },
  };
  return {
    about: {
      version: 1,
      sampleRate: 16_000,
      sourceSha256: '',
      sha256: '',
      utterances: listed.length,
      duration: listed.reduce((sum, { duration }) => sum + duration, 0),
      speakers,
      warnings: [],
    },
    utterances: listed,
    async load(wanted) {
      return {
        takes: new Map(
          wanted.flatMap((index) => {
            const take = takes[index];
            return take === undefined ? [] : [[index, take] as const];
          }),
        ),
        sounds,
      };
    },
    async [Symbol.asyncDispose]() {},
  };
}

function person(id: string, gender: PoolSpeaker['gender']): PoolSpeaker {
  return {
    id,
    language: 'en',
    nativeLanguage: null,
    gender,
    ageBand: null,
    accent: null,
    region: null,
    consent: null,
    licence: null,
    voice: `flite/${id}`,
  };
}
