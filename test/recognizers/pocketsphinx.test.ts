import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Audio } from 'duologue/dsp';
import { createCommandRecognizer } from 'duologue/recognizers';
import { recognizerContract } from 'duologue/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { say } from '../providers/spoken.ts';
import { collect, finalTexts, soundIn, wordsHeard } from './heard.ts';

const program = fileURLToPath(new URL('../../examples/pocketsphinx-recognizer.py', import.meta.url));
const libraries =
  'import ctypes; [ctypes.CDLL(f"lib{name}.so.3") for name in ("pocketsphinx", "sphinxbase")]';
const installed =
  existsSync('/usr/share/pocketsphinx/model/en-us/en-us/mdef') &&
  spawnSync('python3', ['-c', libraries]).status === 0;

const sentences = ['The train leaves at seven.', 'How much is a ticket?'];
const ears = () => createCommandRecognizer({ command: 'python3', args: [program], languages: ['en'] });
let speech: readonly Audio[] = [];

// A real recogniser, of Debian's packages pocketsphinx and pocketsphinx-en-us, and Python.
describe.skipIf(!installed)('PocketSphinx', () => {
  beforeAll(async () => {
    speech = await Promise.all(sentences.map(async (text) => (await say(text, 'rms')).audio));
  });

  recognizerContract('PocketSphinx', ears, {
    test,
    expect,
    utterances: () => speech,
    understands: (text, index) => wordErrors(sentences[index] ?? '', text) <= 2,
  });

  test('hears words while they are said, where they are said', async () => {
    const { audio, words } = await say(sentences[0] ?? '', 'rms');
    const parts = wordsHeard(await collect(ears().listen(soundIn([audio]))));
    const [final] = parts.filter((part) => part.final);
    expect(parts.filter((part) => !part.final).length).toBeGreaterThan(3);
    const train = words.find(({ text }) => text === 'train');
    const heard = final?.words.find(({ text }) => text === 'train');
    expect(Math.abs((heard?.start ?? 0) - (train?.start ?? 9))).toBeLessThan(0.1);
  });

  test('hears a voice that is far softer, and nothing in silence', async () => {
    const soft = speech.map(({ samples, sampleRate }) => ({
      samples: samples.map((sample) => sample * 0.1),
      sampleRate,
    }));
    const [first = ''] = finalTexts(await collect(ears().listen(soundIn(soft.slice(0, 1)))));
    expect(wordErrors(sentences[0] ?? '', first)).toBeLessThanOrEqual(3);
    const silence = { samples: new Float32Array(160_000), sampleRate: 16_000 };
    expect(finalTexts(await collect(ears().listen(soundIn([silence]))))).toEqual(['']);
  });
});

/** Words put in, left out or taken for others. */
function wordErrors(said: string, heard: string): number {
  const [wanted, found] = [said, heard].map((text) => text.toLowerCase().match(/[a-z']+/g) ?? []);
  let row = Array.from({ length: (found?.length ?? 0) + 1 }, (_, index) => index);
  for (const [at, word] of (wanted ?? []).entries()) {
    const before = row;
    row = [at + 1];
    for (const [index, other] of (found ?? []).entries()) {
      const change = (before[index] ?? 0) + (word === other ? 0 : 1);
      row.push(Math.min(change, (before[index + 1] ?? 0) + 1, (row[index] ?? 0) + 1));
    }
  }
  return row.at(-1) ?? 0;
}
