import { collectSpeech } from 'duologue/voices';
import { createOpenAI } from 'duologue/voices/openai';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openaiKey, startOpenAIServer } from './openai-server.ts';
import { providerContract } from './provider-contract.ts';
import { fieldOf, type VendorServer } from './vendor-server.ts';

providerContract({
  name: 'openai',
  create: createOpenAI,
  startServer: startOpenAIServer,
  basePath: '/v1',
  key: openaiKey,
  keyVariables: ['OPENAI_API_KEY'],
  keyOptional: true,
  model: 'tts-1',
  voice: 'alloy',
  replaceAudio: (reply, audio) => ({ ...reply, body: audio }),
  refusal: {
    reply: {
      status: 400,
      body: { error: { message: 'Input is empty.', type: 'invalid_request_error', param: null, code: null } },
    },
    says: 'Input is empty.',
  },
  textOf: ({ body }) => String(fieldOf(body, 'input')),
});

describe('the server is as OpenAI’s client expects it', () => {
  let server: VendorServer;
  beforeAll(async () => {
    server = await startOpenAIServer();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test('its own client and ours ask the same and hear the same', async () => {
    const baseURL = `${server.url}/v1`;
    const client = new OpenAI({ apiKey: openaiKey, baseURL, maxRetries: 0 });
    const input = 'The same words for both.';
    const theirs = await client.audio.speech.create({
      model: 'gpt-4o-mini-tts',
      input,
      voice: 'coral',
      instructions: 'calm',
      response_format: 'pcm',
    });
    const bytes = await theirs.arrayBuffer();
    const voice = createOpenAI({ apiKey: openaiKey, baseURL })().voice('coral');
    const ours = await collectSpeech(voice, { text: input, instructions: 'calm' });
    expect(ours.audio.samples.length).toBe(bytes.byteLength / 2);
    expect(server.requests[1]?.body).toEqual(server.requests[0]?.body);
    await expect(
      new OpenAI({ apiKey: 'wrong', baseURL, maxRetries: 0 }).audio.speech.create({
        model: 'tts-1',
        input,
        voice: 'alloy',
      }),
    ).rejects.toThrow(/Incorrect API key/);
  });
});
