import { dialogueVoiceContract } from 'duologue/testing';
import { type CloudOptions, type CloudProvider, collectDialogue, type DialogueVoice } from 'duologue/voices';
import { createElevenLabs } from 'duologue/voices/elevenlabs';
import { createFishAudio } from 'duologue/voices/fish-audio';
import { createGoogle } from 'duologue/voices/google';
import { createHume } from 'duologue/voices/hume';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { elevenLabsKey, startElevenLabsServer } from './elevenlabs-server.ts';
import { fishAudioKey, startFishAudioServer } from './fish-audio-server.ts';
import { googleKey, startGoogleServer } from './google-server.ts';
import { humeKey, startHumeServer } from './hume-server.ts';
import { fieldOf, type VendorServer } from './vendor-server.ts';

type DialogueCase = {
  readonly name: string;
  readonly create: (options: CloudOptions) => CloudProvider;
  readonly startServer: () => Promise<VendorServer>;
  /** Below the server's URL. */
  readonly basePath?: string;
  readonly key: string;
  readonly models: readonly string[];
  /** The vendor's name of the n-th voice. */
  readonly voice: (index: number) => string;
};

const cases: readonly DialogueCase[] = [
  {
    name: 'elevenlabs',
    create: createElevenLabs,
    startServer: startElevenLabsServer,
    key: elevenLabsKey,
    models: ['eleven_v3', 'eleven_v4'],
    voice: (index) => String(index).padStart(20, 'v'),
  },
  {
    name: 'google',
    create: createGoogle,
    startServer: startGoogleServer,
    basePath: '/v1beta',
    key: googleKey,
    models: ['gemini-3.8-flash-tts', 'gemini-2.5-flash-preview-tts'],
    voice: (index) => ['Kore', 'Puck', 'Zephyr'][index] ?? 'Charon',
  },
  {
    name: 'hume',
    create: createHume,
    startServer: startHumeServer,
    basePath: '/v0',
    key: humeKey,
    models: ['octave-2', 'octave-1'],
    voice: (index) => ['Ava Song', 'Vince Douglas', 'Colton Rivers'][index] ?? `Voice ${index}`,
  },
  {
    name: 'fish-audio',
    create: createFishAudio,
    startServer: startFishAudioServer,
    key: fishAudioKey,
    models: ['s2-pro'],
    voice: (index) => `voice${index}`,
  },
];

describe.each(cases)('$name', ({ name, create, startServer, basePath = '', key, models, voice }) => {
  let server: VendorServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const dialogueOf = (model: string): DialogueVoice => {
    const { dialogue } = create({ apiKey: key, baseURL: `${server.url}${basePath}`, maxRetries: 0 })(model);
    if (dialogue === undefined) throw new TypeError(`${model} speaks no dialogues.`);
    return dialogue;
  };

  for (const model of models) {
    dialogueVoiceContract(model, () => dialogueOf(model), {
      test,
      expect,
      voice: (index) => `${name}/${model}:${voice(index)}`,
      foreignVoice: `${name}/another-model:${voice(0)}`,
      requests: () => server.requests.length,
    });
  }
});

describe('times that a vendor gives of some turns alone', () => {
  let server: VendorServer;
  beforeAll(async () => {
    server = await startElevenLabsServer();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test.each([
    ['of no turn', () => []],
    ['but the second', (segments: object[]) => segments.filter((_, index) => index !== 1)],
    [
      'and of turns that nobody asked for',
      (segments: object[]) => segments.map((segment) => ({ ...segment, dialogue_input_index: 7 })),
    ],
    [
      'outside the sound',
      (segments: object[]) =>
        segments.map((segment) => ({ ...segment, start_time_seconds: 900, end_time_seconds: 901 })),
    ],
  ])('%s: no turn is told, each word stays in its own', async (_what, change) => {
    server.fail({
      type: 'change',
      change: ({ body, ...reply }) => {
        const segments = fieldOf(body, 'voice_segments');
        return {
          ...reply,
          body: { ...Object(body), voice_segments: change(Array.isArray(segments) ? segments : []) },
        };
      },
    });
    const { dialogue } = createElevenLabs({ apiKey: elevenLabsKey, baseURL: server.url })('eleven_v3');
    if (dialogue === undefined) throw new TypeError('There is no dialogue.');
    const texts = ['Where were you?', 'At home.', 'You were not.'];
    const turns = texts.map((text, index) => ({
      voice: `elevenlabs/eleven_v3:${String(index % 2).padStart(20, 'v')}`,
      text,
    }));
    const { spans, words, audio } = await collectDialogue(dialogue, { turns });
    expect(spans).toEqual([]);
    expect(
      texts.map((_, turn) =>
        words
          .filter((item) => item.turn === turn)
          .map(({ word }) => word.text)
          .join(' '),
      ),
    ).toEqual(texts);
    const starts = words.map(({ word }) => word.start);
    expect(starts).toEqual(starts.toSorted((one, other) => one - other));
    expect(words.at(-1)?.word.end).toBeLessThanOrEqual(audio.samples.length / audio.sampleRate);
  });
});
