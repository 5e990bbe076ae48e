import { describe, expect, test } from 'vitest';
import { createFakeVoice } from '../testing/index.ts';
import type { SpeechModel } from '../voices/index.ts';
import { createVoiceFinder } from './find-voice.ts';
import { generateConversation } from './generate-conversation.ts';
import { generateSpeech } from './generate-speech.ts';

const nobody = () => Promise.reject(new Error('nobody is looked up'));

test('a recording that stands for a voice is looked at once, however many turns it speaks', async () => {
  let asked = 0;
  const model = {
    id: 'cloning',
    provider: 'fake',
    languages: ['mul'],
    sampleRate: 24_000,
    timed: false,
    voice() {
      asked++;
      return createFakeVoice();
    },
  } satisfies SpeechModel;
  const find = createVoiceFinder({ find: nobody, provider: nobody });
  const audio = new Uint8Array(1 << 20);
  const found = new Set<unknown>();
  for (let turn = 0; turn < 2000; turn++) found.add(await find({ voice: { audio }, model }));
  found.add(await find({ voice: { url: 'https://example.com/ann.wav' }, model }));
  found.add(await find({ voice: 'https://example.com/ann.wav', model }));
  expect([found.size, asked]).toEqual([3, 3]);
});

const text = 'Hello.';

describe('turns that name nobody', () => {
  const missing =
    'there is no embedded voice "alloy", and no model is given: give a model such as openai/tts-1, or a whole id such as openai/tts-1:alloy.';
  const near = 'there is no model "opneai/tts-1"; did you mean "openai/tts-1"?';
  test.each([
    [{ turns: [{ voice: 'alloy', text }] }, 'turns[0].voice', missing],
    [{ model: 'opneai/tts-1', turns: [{ voice: 'alloy', text }] }, 'model', near],
    [{ turns: [{ model: 'opneai/tts-1', voice: 'alloy', text }] }, 'turns[0].model', near],
    [
      { turns: [{ model: 'opneai', voice: 'alloy', text }] },
      'turns[0].model',
      'there is no model "opneai"; did you mean "openai"?',
    ],
  ])('%j says what is missing', async (options, field, message) => {
    await expect(generateConversation(options)).rejects.toMatchObject({
      name: 'GenerateError',
      field,
      message: `${field}: ${message}`,
      turnIndex: 0,
    });
  });

  test('an embedded voice that is mistyped is suggested', async () => {
    const turns = [{ voice: 'rsm', text }];
    await expect(generateConversation({ turns })).rejects.toThrow('Or did you mean "flite/rms"?');
  });

  test('the same of one utterance', async () => {
    await expect(generateSpeech({ voice: 'alloy', text })).rejects.toMatchObject({
      field: 'voice',
      message: `voice: ${missing}`,
    });
    await expect(generateSpeech({ model: 'nobody/tts-1', voice: 'alloy', text })).rejects.toMatchObject({
      field: 'model',
      message: expect.stringMatching(/^model: there is no model "nobody\/tts-1"; give a model of flite, /),
    });
  });
});

test('a script’s voice that cannot be had says whose it is', async () => {
  const voices = { ann: 'hume/octave-9:x' };
  await expect(generateConversation({ script: 'ann: Hello.', voices })).rejects.toMatchObject({
    field: 'voices.ann',
    provider: 'hume',
  });
});
