import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Audio, createRandom, resample } from '../../src/dsp/index.ts';
import { collectSpeech, openEmbeddedVoices } from '../../src/voices/index.ts';
import { createTalk } from '../talk.ts';
import type { NoiseHalf } from './noises.ts';
import { noiseRate } from './sound-making.ts';

export type Spoken = { readonly voice: string; readonly text: string; readonly audio: Audio };

/** Voices of which nothing was heard while the ear was made are in the report's half. */
const voices: Readonly<Record<NoiseHalf, readonly string[]>> = {
  tuning: [
    'flite/slt',
    'flite/rms',
    'flite/hugo',
    'flite/ruth',
    'flite/kit',
    'flite/awb',
    'espeak/mei',
    'espeak/wei',
    'espeak/xue',
  ],
  report: [
    'flite/nora',
    'flite/leo',
    'flite/simon',
    'flite/joan',
    'flite/tess',
    'flite/ryan',
    'espeak/lan',
    'espeak/tao',
  ],
};

const short = [
  'Stop.',
  'Wait.',
  'So, what about Friday?',
  'Hey, hold on.',
  'Hold on a second.',
  'Sorry, can I say something?',
  'She said it should start at six.',
  'Five past three, please.',
  'No, that is not what I asked for.',
  'Hmm, how far is it?',
  'Chips and cheese, thanks.',
  'What?',
  'Yes.',
  'Okay.',
  'Thirty of them think so.',
  'Has she seen his face?',
];

const mandarin = [
  '不对，等一下。',
  '停。',
  '是的。',
  '我想问一下明天的天气怎么样。',
  '好，那我们星期三下午见面吧。',
  '这个东西多少钱？',
  '请你说慢一点，我没有听清楚。',
  '师傅，去火车站怎么走？',
  '对。',
  '谢谢，我自己来就可以了。',
];

/** Speech of one half, spoken once and kept among the machine's temporary files. */
export async function openSpeechPool(half: NoiseHalf, talk = 24): Promise<readonly Spoken[]> {
  const folder = join(tmpdir(), 'duologue-speech-pool');
  const wanted = voices[half].flatMap((voice) =>
    textsFor(voice, talk, half).map((text, index) => ({
      voice,
      text,
      file: join(folder, fileName(voice, half, talk, index)),
    })),
  );
  mkdirSync(folder, { recursive: true });
  const missing = wanted.filter(({ file }) => !existsSync(file));
  if (missing.length > 0) {
    await using catalogue = await openEmbeddedVoices({ workers: 1 });
    for (const { voice, text, file } of missing) {
      const { audio } = await collectSpeech(catalogue.find(voice), { text, seed: 'pool' });
      const { samples } = resample(audio, noiseRate);
      writeFileSync(`${file}.part`, new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength));
      renameSync(`${file}.part`, file);
    }
  }
  return wanted.map(({ voice, text, file }) => {
    const bytes = new Uint8Array(readFileSync(file));
    return { voice, text, audio: { samples: new Float32Array(bytes.buffer), sampleRate: noiseRate } };
  });
}

function textsFor(voice: string, talk: number, half: NoiseHalf): readonly string[] {
  if (voice.startsWith('espeak')) return mandarin;
  const random = createRandom(`pool/${voice}`);
  const some = short.filter(() => random.next() < 0.6);
  return [...some, ...createTalk(talk, `pool/${half}/${voice}`)];
}

function fileName(voice: string, half: NoiseHalf, talk: number, index: number): string {
  return `${voice.replace('/', '-')}-${half}-${talk}-${index}.f32`;
}
