import { dialogueVoiceContract } from 'duologue/testing';
import type { CloudOptions, CloudProvider, DialogueVoice } from 'duologue/voices';
import { createElevenLabs } from 'duologue/voices/elevenlabs';
import { createFishAudio } from 'duologue/voices/fish-audio';
import { createGoogle } from 'duologue/voices/google';
import { createHume } from 'duologue/voices/hume';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { elevenLabsKey, startElevenLabsServer } from './elevenlabs-server.ts';
import { fishAudioKey, startFishAudioServer } from './fish-audio-server.ts';
import { googleKey, startGoogleServer } from './google-server.ts';
import { humeKey, startHumeServer } from './hume-server.ts';
import type { VendorServer } from './vendor-server.ts';

type DialogueCase = {
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
    create: createElevenLabs,
    startServer: startElevenLabsServer,
    key: elevenLabsKey,
    models: ['eleven_v3', 'eleven_v4'],
    voice: (index) => String(index).padStart(20, 'v'),
  },
  {
    create: createGoogle,
    startServer: startGoogleServer,
    basePath: '/v1beta',
    key: googleKey,
    models: ['gemini-3.8-flash-tts', 'gemini-2.5-flash-preview-tts'],
    voice: (index) => ['Kore', 'Puck', 'Zephyr'][index] ?? 'Charon',
  },
  {
    create: createHume,
    startServer: startHumeServer,
    basePath: '/v0',
    key: humeKey,
    models: ['octave-2', 'octave-1'],
    voice: (index) => ['Ava Song', 'Vince Douglas', 'Colton Rivers'][index] ?? `Voice ${index}`,
  },
  {
    create: createFishAudio,
    startServer: startFishAudioServer,
    key: fishAudioKey,
    models: ['s2-pro'],
    voice: (index) => `voice${index}`,
  },
];

describe.each(cases)('$create.name', ({ create, startServer, basePath = '', key, models, voice }) => {
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
    const { name } = create({ apiKey: key, baseURL: 'http://127.0.0.1' });
    dialogueVoiceContract(model, () => dialogueOf(model), {
      test,
      expect,
      voice: (index) => `${name}/${model}:${voice(index)}`,
      foreignVoice: `${name}/another-model:${voice(0)}`,
      requests: () => server.requests.length,
    });
  }
});
