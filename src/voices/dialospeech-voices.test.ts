import { expect, test } from 'vitest';
import { findDialoSpeech, openDialoSpeech } from './dialospeech-voices.ts';
import type { VoiceProvider } from './voice.ts';
import { VoiceError } from './voice-error.ts';

const missing = Object.assign(new Error("Cannot find package '@duologue/dialospeech'"), {
  code: 'ERR_MODULE_NOT_FOUND',
});

test.each([
  ['is not installed', () => Promise.reject(missing), /npm install @duologue\/dialospeech/],
  ['cannot be loaded', () => Promise.reject(new Error('no such processor')), /could not be loaded/],
  ['is of another version', async () => ({ speak: 1 }), /another version/],
  [
    'has no weights',
    async () => ({ createDialoSpeech: () => Promise.reject(new VoiceError('There is no model.')) }),
    /There is no model/,
  ],
])('a package that %s is an error that says so, and no voice in a list', async (_, load, message) => {
  await expect(openDialoSpeech({ load })).rejects.toThrow(message);
  await expect(openDialoSpeech({ load })).rejects.toBeInstanceOf(VoiceError);
  expect(await findDialoSpeech({ load })).toBeUndefined();
});

test('the folder of a model is handed on', async () => {
  const asked: unknown[] = [];
  const provider: VoiceProvider = {
    name: 'dialospeech',
    voices: [],
    voice: () => {
      throw new VoiceError('nobody');
    },
    [Symbol.asyncDispose]: async () => {},
  };
  const createDialoSpeech = async (options: unknown): Promise<VoiceProvider> => {
    asked.push(options);
    return provider;
  };
  const load = async () => ({ createDialoSpeech });
  expect(await openDialoSpeech({ load, model: '/models/talk' })).toBe(provider);
  expect(asked).toEqual([{ model: '/models/talk' }]);
});
