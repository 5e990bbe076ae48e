import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDialoSpeech, type DialoSpeech } from '@duologue/dialospeech';
import { decodeAudio, encodeWav } from 'duologue/media';
import { parseScript } from 'duologue/script';
import type { DialoguePart } from 'duologue/voices';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPageServer, type PageServer } from '../../examples/dialospeech/web/page-server.ts';
import { speakersOf, spokenTurns } from '../../examples/dialospeech/web/script-turns.ts';
import { tinyModel } from '../../packages/dialospeech/src/fixtures/tiny-model.ts';
import { hasChromium, launchChromium } from '../chromium.ts';

const [first, second] = ['dialospeech/en-female-1', 'dialospeech/en-male-1'];
const [english, mandarin] = ['ann: Hello there!\nben: Hi, Ann.', 'mei: 早上好，大伟。\nwei: 你好，美美！'];

/** A deep hum with overtones: enough of a voice to be taken for one. */
function hum(seconds: number, sampleRate: number): Float32Array {
  const wave = (index: number): number => Math.sign(Math.sin((2 * Math.PI * 120 * index) / sampleRate));
  return Float32Array.from({ length: seconds * sampleRate }, (_, index) => 0.2 * wave(index));
}

describe.skipIf(!hasChromium)('the page on which DialoSpeech speaks, in Chromium', () => {
  let server: PageServer;
  let model: DialoSpeech;
  let browser: Browser;
  let page: Page;
  let folder: string;
  const faults: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'duologue-dialospeech-browser-'));
    await cp(tinyModel, folder, { recursive: true });
    [server, browser, model] = await Promise.all([
      openPageServer({ model: folder }),
      launchChromium('--autoplay-policy=no-user-gesture-required'),
      createDialoSpeech({ model: folder, threads: 1 }),
    ]);
    page = await browser.newPage();
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    await page.goto(server.address);
    await status(/^Ready/);
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await model?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  const status = (pattern: RegExp) =>
    page.locator('#status').filter({ hasText: pattern }).waitFor({ timeout: 60_000 });

  /** What the page made of a script: sound as it is saved, and when each word was said. */
  async function speak(script: string) {
    await page.getByLabel('Script').fill(script);
    await page.getByRole('button', { name: 'Speak' }).click();
    await status(/^Done/);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByText('Save the sound').click(),
    ]);
    const { channels } = await decodeAudio(await readFile(await download.path()));
    const words = await page
      .locator('#captions .word')
      .evaluateAll((all) => all.map((word) => [word.textContent, word.getAttribute('data-start')].join(' ')));
    return { channels, words };
  }

  /** The same as Node makes it. */
  async function expected(script: string, voices: readonly string[] = [first, second]) {
    const written = parseScript(script);
    const speakers = speakersOf(written);
    const turns = spokenTurns(written, (speaker) => voices[speakers.indexOf(speaker)] ?? '');
    const parts: DialoguePart[] = [];
    for await (const part of model.stream({ turns: turns.map(({ turn }) => turn), seed: 'page' }))
      parts.push(part);
    return parts;
  }

  function compare(made: Awaited<ReturnType<typeof speak>>, parts: readonly DialoguePart[]) {
    const words = parts.flatMap((part) =>
      part.type === 'word-timed' ? [part.word] : part.type === 'backchannel-added' ? part.words : [],
    );
    const tracks = made.channels.map((samples, channel) => {
      const own = parts.flatMap((part) =>
        part.type === 'audio-ready' && part.channel === channel ? [...part.audio.samples] : [],
      );
      const differences = own.map((sample, at) => sample - (samples[at] ?? 0));
      return {
        isHeard: own.some((sample) => sample !== 0),
        isAsLong: samples.length === own.length,
        isSame: differences.every((difference) => Math.abs(difference) < 1e-3),
        // Other orders of arithmetic: the difference is 40 dB under the sound at least.
        isNear: energyOf(differences) < 1e-4 * energyOf(own),
      };
    });
    return {
      made: made.words.toSorted(),
      expected: words.map(({ text, start }) => `${text} ${start.toFixed(3)}`).toSorted(),
      tracks,
    };
  }
  const alike = { isHeard: true, isAsLong: true, isSame: true, isNear: true };

  test.each([
    ['English', english],
    ['Mandarin', mandarin],
  ])('says the same as Node in %s', { timeout: 90_000 }, async (_, script) => {
    const { made, expected: told, tracks } = compare(await speak(script), await expected(script));
    expect(made).toEqual(told);
    expect(tracks).toEqual([alike, alike]);
  });

  test('a recording becomes the first speaker’s voice', { timeout: 90_000 }, async () => {
    const path = join(folder, 'hum.wav');
    const recording = { samples: hum(3, 16_000), sampleRate: 16_000 };
    await writeFile(path, await encodeWav(recording));
    await page.getByLabel('A voice from a recording').setInputFiles(path);
    await status(/Guest/);
    await model.speakerFrom(recording, { name: 'guest' });
    const parts = await expected(english, ['dialospeech/guest', second]);
    const { made, expected: told, tracks } = compare(await speak(english), parts);
    expect([made, tracks]).toEqual([told, [alike, alike]]);
    await page.getByLabel('First speaker’s voice').selectOption(first);
  });

  test('a stop is heard at once, and what is wrong with a script is said', { timeout: 60_000 }, async () => {
    await page.getByLabel('Script').fill(`${english}\n`.repeat(200));
    await page.getByRole('button', { name: 'Speak' }).click();
    await page.getByRole('button', { name: 'Stop' }).click();
    await status(/^Stopped/);
    await page.getByLabel('Script').fill('ann: Привет!');
    await page.getByRole('button', { name: 'Speak' }).click();
    await page.getByRole('alert').filter({ hasText: 'English or Mandarin' }).waitFor();
    await page.getByLabel('Script').fill('ann: A.\nben: B.\ncat: C.');
    await page.getByRole('button', { name: 'Speak' }).click();
    const alert = page.getByRole('alert').filter({ hasText: '3 speakers' });
    await alert.waitFor();
    expect(await alert.textContent()).toContain('ann, ben, cat');
  });

  test('it went without a fault', () => {
    expect(faults).toEqual([]);
  });

  test('a network that is missing is named', { timeout: 60_000 }, async () => {
    await rm(join(folder, 'flow.onnx'));
    await page.reload();
    await page
      .getByRole('alert')
      .filter({ hasText: /flow\.onnx could not be fetched: .* 404/ })
      .waitFor();
    expect(await page.getByRole('button', { name: 'Speak' }).isDisabled()).toBe(true);
  });
});

function energyOf(samples: readonly number[]): number {
  return samples.reduce((sum, sample) => sum + sample ** 2, 0);
}
