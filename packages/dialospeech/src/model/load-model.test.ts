import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VoiceError } from 'duologue/voices';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDialoSpeech } from '../dialospeech.ts';
import { tinyModel } from '../fixtures/tiny-model.ts';
import { hasModel, loadModel } from './load-model.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dialospeech-'));
  await cp(tinyModel, folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a whole model is loaded', async () => {
  expect(await hasModel(folder)).toBe(true);
  const { file } = await loadModel(folder);
  expect(file.configuration).toBe('tiny');
});

async function change(edit: (content: string) => string): Promise<void> {
  const path = join(folder, 'model.json');
  await writeFile(path, edit(await readFile(path, 'utf8')));
}

test.each([
  ['a missing file', /flow\.onnx is missing/, () => rm(join(folder, 'flow.onnx'))],
  ['a file cut short', /head\.onnx has 1000 bytes, not \d+/, () => truncate(join(folder, 'head.onnx'), 1000)],
  [
    'a file that was changed',
    /text\.onnx is not what it was/,
    async () => {
      const path = join(folder, 'text.onnx');
      const bytes = await readFile(path);
      bytes[5000] = (bytes[5000] ?? 0) ^ 1;
      await writeFile(path, bytes);
    },
  ],
  ['no description', /no model of DialoSpeech/, () => rm(join(folder, 'model.json'))],
  ['half a description', /is no JSON/, () => change((content) => content.slice(0, 300))],
  [
    'another format',
    /not as this version reads it/,
    () => change((content) => content.replace('"format": 1', '"format": 9')),
  ],
  [
    'a number that no model has',
    /not as this version reads it: [^]*window/,
    () => change((content) => content.replace(/"window": \d+/, '"window": 1000000000')),
  ],
  [
    'two speakers of one name',
    /two speakers of the name en-female-1/,
    () => change((content) => content.replace('"en-male-1"', '"en-female-1"')),
  ],
  ['other symbols', /other symbols/, () => change((content) => content.replace('"<turn>"', '"<begin>"'))],
])('%s is an error that says so', async (_, message, damage) => {
  await damage();
  const work = createDialoSpeech({ model: folder });
  await expect(work).rejects.toBeInstanceOf(VoiceError);
  await expect(work).rejects.toThrow(message);
});

test('a network that has its sum but is none is an error when it is to speak', {
  timeout: 60_000,
}, async () => {
  const bytes = new TextEncoder().encode('hello');
  await writeFile(join(folder, 'dialm.onnx'), bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const facts = `"dialm.onnx": ${JSON.stringify({ bytes: bytes.length, sha256 })}`;
  await change((content) => content.replace(/"dialm\.onnx": \{[^}]*\}/, facts));
  await using model = await createDialoSpeech({ model: folder, threads: 1 });
  const parts = model.stream({ turns: [{ voice: 'dialospeech/en-male-1', text: 'Hi.' }] });
  const spoken = parts[Symbol.asyncIterator]().next();
  await expect(spoken).rejects.toThrow(/cannot go on: The network dialm\.onnx in .* cannot be opened/);
  await expect(spoken).rejects.toBeInstanceOf(VoiceError);
});
