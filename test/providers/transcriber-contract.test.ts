import type { Audio } from 'duologue/dsp';
import {
  createFakeTranscriber,
  type ListeningContractOptions,
  transcriberContract,
  wordAlignerContract,
} from 'duologue/testing';
import { collectSpeech, createTranscriptAligner, type Transcriber } from 'duologue/voices';
import { createDeepgramTranscriber } from 'duologue/voices/deepgram';
import {
  createElevenLabs,
  createElevenLabsAligner,
  createElevenLabsTranscriber,
} from 'duologue/voices/elevenlabs';
import { createOpenAITranscriber } from 'duologue/voices/openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deepgramKey, startDeepgramServer } from './deepgram-server.ts';
import { elevenLabsKey, sarah, startElevenLabsServer } from './elevenlabs-server.ts';
import { openaiKey, startOpenAIServer } from './openai-server.ts';
import { say } from './spoken.ts';
import type { VendorServer } from './vendor-server.ts';

const text = 'Well, Doctor Smith paid 25 dollars. Was it worth that?';
const words = text.split(' ');
const servers: { openai?: VendorServer; elevenlabs?: VendorServer; deepgram?: VendorServer } = {};
let spoken: Audio;

beforeAll(async () => {
  const speech = await say(text);
  spoken = speech.audio;
  servers.openai = await startOpenAIServer(Array.from({ length: 100 }, () => speech));
  servers.deepgram = await startDeepgramServer({ heard: text });
  servers.elevenlabs = await startElevenLabsServer();
  // What it hears is what it said.
  await collectSpeech(createElevenLabs(options('elevenlabs', elevenLabsKey))().voice(sarah), { text });
});
afterAll(async () => {
  for (const server of Object.values(servers)) await server?.[Symbol.asyncDispose]();
});

function options(name: keyof typeof servers, apiKey: string) {
  const { url = '' } = servers[name] ?? {};
  return { apiKey, baseURL: name === 'elevenlabs' ? url : `${url}/v1`, maxRetries: 0 };
}

function contractFor(name: keyof typeof servers): ListeningContractOptions {
  return { test, expect, audio: () => spoken, requests: () => servers[name]?.requests.length ?? 0 };
}

const transcribers: Readonly<Record<keyof typeof servers, () => Transcriber>> = {
  openai: () => createOpenAITranscriber(options('openai', openaiKey)),
  elevenlabs: () => createElevenLabsTranscriber(options('elevenlabs', elevenLabsKey)),
  deepgram: () => createDeepgramTranscriber(options('deepgram', deepgramKey)),
};

for (const name of ['openai', 'elevenlabs', 'deepgram'] as const) {
  transcriberContract(`the transcriber of ${name}`, transcribers[name], contractFor(name));
  wordAlignerContract(
    `an aligner by the transcriber of ${name}`,
    () => createTranscriptAligner(transcribers[name]()),
    { ...contractFor(name), words },
  );
}
wordAlignerContract(
  'the forced alignment of elevenlabs',
  () => createElevenLabsAligner(options('elevenlabs', elevenLabsKey)),
  { ...contractFor('elevenlabs'), words },
);
wordAlignerContract(
  'an aligner by a transcriber that times no word',
  () => createTranscriptAligner(createFakeTranscriber({ words, timed: false })),
  { test, expect, audio: () => spoken, words },
);
