import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createModelStore } from 'duologue/models';
import { openRecognizer, recognizerNames } from 'duologue/recognizers';
import { hasSherpa } from 'duologue/voices';
import { describe, expect, test } from 'vitest';
import { collect, finalTexts, soundOf } from './heard.ts';

const child = fileURLToPath(new URL('./echo-child.mjs', import.meta.url));
const key = { apiKey: 'key-0123456789' };

describe('openRecognizer', () => {
  test('opens each by its name, without asking anybody', async () => {
    const settings: Readonly<Record<string, object>> = { command: { command: 'ears' } };
    const names = recognizerNames.filter((name) => !name.startsWith('sherpa'));
    const ids = await Promise.all(
      names.map(
        async (name) =>
          (
            await openRecognizer(name, { ...key, ...settings[name] }).catch(
              // A child has no key.
              async () => openRecognizer(name, { ...settings[name] }),
            )
          ).id,
      ),
    );
    expect(ids).toEqual([
      'command/ears',
      'deepgram/nova-3',
      'deepgram/nova-3',
      'elevenlabs/scribe_v2',
      'openai/whisper-1',
      'openai/gpt-live-transcribe',
    ]);
  });

  test('takes the model with the name, and settings that were not said for none', async () => {
    const { id, partial } = await openRecognizer('openai/gpt-4o-transcribe', { ...key, prompt: undefined });
    expect([id, partial]).toEqual(['openai/gpt-4o-transcribe', false]);
    const batch = await openRecognizer('openai-batch/gpt-4o-mini-transcribe', { ...key, partialEvery: 1 });
    expect([batch.id, batch.partial, batch.timed]).toEqual(['openai/gpt-4o-mini-transcribe', true, false]);
  });

  test('listens by a command of plain settings', async () => {
    const ears = await openRecognizer('command', { command: process.execPath, args: [child, 'well'] });
    expect(finalTexts(await collect(ears.listen(soundOf([[1, 2]]))))).toEqual(['one two']);
  });

  test.skipIf(!hasSherpa())('opens a local model, and gives back what it holds', async () => {
    const store = mkdtempSync(join(tmpdir(), 'duologue-open-'));
    const fixture = fileURLToPath(new URL('./fixtures/tiny-streaming', import.meta.url));
    await createModelStore({ folder: store }).add(fixture, { id: 'tiny', kind: 'recogniser' });
    const ears = await openRecognizer('sherpa/tiny', { store });
    expect(ears.id).toBe('sherpa/tiny');
    await ears[Symbol.asyncDispose]?.();
    await expect(openRecognizer('sherpa-batch', { store })).rejects.toThrow(
      'duologue models pull sense-voice',
    );
    rmSync(store, { recursive: true });
  });

  test.each([
    ['deepgrm', {}, 'There is no recogniser "deepgrm". Did you mean "deepgram"? There are command, '],
    ['', {}, 'There is no recogniser "".'],
    ['toString', {}, 'There is no recogniser "toString".'],
    ['command', {}, 'The settings of the recogniser command, command: '],
    ['openai', { ...key, modell: 'x' }, 'Unrecognized key: "modell"'],
    ['deepgram', { ...key, patience: 'long' }, 'The settings of the recogniser deepgram, patience: '],
    ['deepgram', { ...key, patience: 0 }, 'patience is 0'],
    ['elevenlabs', { ...key, partialEvery: 0 }, 'partialEvery is 0'],
  ])('%j with %j is an error that says what to do', async (name, settings, message) => {
    const failure: unknown = await openRecognizer(name, settings).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'RecognizerError', message: expect.stringContaining(message) });
    expect(String(failure)).not.toContain(key.apiKey);
  });
});
