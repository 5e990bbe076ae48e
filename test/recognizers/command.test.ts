import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type CommandRecognizerOptions,
  createCommandRecognizer,
  RecognizerError,
} from 'duologue/recognizers';
import { recognizerContract } from 'duologue/testing';
import type { Recognizer } from 'duologue/voices';
import { afterAll, describe, expect, test } from 'vitest';
import {
  collect,
  collectUntilFinal,
  finalTexts,
  levels,
  rate,
  soundOf,
  warningsOf,
  wordsHeard,
} from './heard.ts';

const child = fileURLToPath(new URL('./echo-child.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'duologue-command-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function misbehaving(how: string, options: Partial<CommandRecognizerOptions> = {}): Recognizer {
  return createCommandRecognizer({
    command: process.execPath,
    args: [child, how],
    id: 'command/echo',
    languages: ['en'],
    ...options,
  });
}

const utterances = () => [levels([1, 0, 2]), levels([3, 0, 4])];
const wanted = ['one two', 'three four'];

recognizerContract('a command', () => misbehaving('well'), {
  test,
  expect,
  utterances,
  understands: (text, index) => text === wanted[index],
});

describe('a command', () => {
  test('says words on the clock of the session', async () => {
    const parts = await collect(misbehaving('well').listen(soundOf([[0, 1, 0, 2], [3]])));
    expect(wordsHeard(parts).filter(({ final }) => final)).toMatchObject([
      { text: 'one two', words: [{ start: 0.3 }, { start: 0.9 }] },
      { text: 'three', words: [{ start: 1.2 }] },
    ]);
  });

  test('that finds ends itself is given silence, which counts for nothing', async () => {
    const ears = misbehaving('raw', { input: 'raw', silence: 0.8 });
    const parts = await collect(ears.listen(soundOf([[1, 2], [3, 0, 4], [5]])));
    const finals = wordsHeard(parts).filter(({ final }) => final);
    expect(finals.map(({ text }) => text)).toEqual(['one two', 'three four', 'five']);
    expect(finals.map(({ words }) => words[0]?.start)).toEqual(
      [0, 0.6, 1.5].map((time) => expect.closeTo(time, 3)),
    );
  });

  test('that finds ends itself in the middle of an utterance ends no utterance', async () => {
    const ears = misbehaving('raw', { input: 'raw', silence: 0.8 });
    const parts = await collect(ears.listen(soundOf([[1, 0, 0, 0, 2]])));
    expect(finalTexts(parts)).toEqual(['one two']);
  });

  test('that ends by itself is started anew, and hears again what had no final words', async () => {
    const ears = misbehaving('crash-once', { args: [child, 'crash-once', join(folder, 'once')] });
    const parts = await collect(ears.listen(soundOf([[1, 2], [3, 0, 4], [5]])));
    expect(finalTexts(parts)).toEqual(['one two', 'three four', 'five']);
    expect(wordsHeard(parts).findLast(({ text }) => text === 'three four')?.words[0]?.start).toBeCloseTo(
      0.6,
      3,
    );
    expect(warningsOf(parts)).toEqual([expect.stringMatching(/exit code 3.*only once.*Trying again/)]);
  });

  test('that always ends by itself is an error with its last words', async () => {
    const ears = misbehaving('crash', { maxRestarts: 1 });
    const work = collect(ears.listen(soundOf([[1, 0, 0, 0, 0]], { after: 'waits' })));
    await expect(work).rejects.toMatchObject({
      name: 'RecognizerError',
      provider: 'command',
      retryable: true,
      message: expect.stringMatching(/command\/echo: .* ended by itself \(exit code 3\).*the model has gone/),
    });
  });

  test('that is not there is an error at once', async () => {
    const ears = createCommandRecognizer({ command: '/nowhere/ears' });
    const work = collect(ears.listen(soundOf([[1]])));
    await expect(work).rejects.toThrow(
      'command/ears: /nowhere/ears could not be started: there is no such program',
    );
    const nowhere = misbehaving('well', { cwd: join(folder, 'nowhere') });
    await expect(collect(nowhere.listen(soundOf([[1]])))).rejects.toThrow(RecognizerError);
  });

  test('that gives no final words is done without, and twice in a row is an error', async () => {
    const ears = misbehaving('mute', { patience: 1, maxRestarts: 0 });
    const parts = await collectUntilFinal(ears.listen(soundOf([[1, 2]], { after: 'waits' })));
    expect(finalTexts(parts)).toEqual(['one two']);
    expect(warningsOf(parts)).toEqual([
      'command/echo gave no final words within 1 s: those it had given count.',
    ]);
    const deaf = misbehaving('deaf', { patience: 0.1, maxRestarts: 1 });
    await expect(
      collect(deaf.listen(soundOf([[1], [2], [3], [4], [5]], { after: 'waits' }))),
    ).rejects.toThrow('answers nothing');
  });

  test('that reads too slowly holds nobody up and bounds what is kept', async () => {
    const ears = misbehaving('deaf', { mostBehind: 1 });
    const controller = new AbortController();
    const minute = Array.from({ length: 200 }, () => 1);
    const sound = soundOf([minute], {
      end: false,
      after: 'waits',
      onEnd: () => controller.abort(new Error('enough')),
    });
    const warnings: string[] = [];
    const work = (async () => {
      for await (const part of ears.listen(sound, { signal: controller.signal })) {
        if (part.type === 'warning-raised') warnings.push(part.message);
      }
    })();
    await expect(work).rejects.toThrow('enough');
    expect(warnings).toEqual(['command/echo is 1 s behind: until it has caught up it hears nothing new.']);
  });

  test.each([
    ['noise', 3, /wrote what is no line of the protocol: loading/],
    ['flood', 1, /wrote what is no line of the protocol: xxx/],
    ['malformed', 3, /wrote what is no line of the protocol/],
    ['warning', 1, /^The model is old\.$/],
  ])('that writes %s is understood all the same', async (how, count, message) => {
    const parts = await collect(misbehaving(how).listen(soundOf([[1, 2]])));
    expect(finalTexts(parts)).toEqual(['one two']);
    expect(warningsOf(parts)).toHaveLength(count);
    expect(warningsOf(parts)[0]).toMatch(message);
  });

  test('that floods with what is no protocol is an error soon', async () => {
    const ears = createCommandRecognizer({ command: 'yes' });
    const began = performance.now();
    await expect(collect(ears.listen(soundOf([[1]], { after: 'waits' })))).rejects.toThrow(
      'wrote 1000 lines in a row that are none of the protocol',
    );
    expect(performance.now() - began).toBeLessThan(5000);
  });

  test('takes with it what it has started', async () => {
    const file = join(folder, 'grandchild');
    const script = `sleep 1000 & echo $! > ${file}.new; mv ${file}.new ${file}; exit 0`;
    const ears = createCommandRecognizer({ command: 'sh', args: ['-c', script] });
    const controller = new AbortController();
    const work = collect(
      ears.listen(soundOf([[1]], { end: false, after: 'waits' }), { signal: controller.signal }),
    );
    await expect.poll(() => existsSync(file)).toBe(true);
    controller.abort(new Error('enough'));
    await expect(work).rejects.toThrow('enough');
    // Who adopts it takes a moment to see that it has ended.
    await expect.poll(() => isAlive(Number(readFileSync(file, 'utf8')))).toBe(false);
  });

  test('leaves no process behind', async () => {
    const file = join(folder, 'pid');
    const controller = new AbortController();
    const ears = misbehaving('well', { args: [child, 'well', file] });
    const work = collect(
      ears.listen(soundOf([[1]], { end: false, after: 'waits' }), { signal: controller.signal }),
    );
    await expect.poll(() => existsSync(file) && readFileSync(file, 'utf8')).toBeTruthy();
    const pid = Number(readFileSync(file, 'utf8'));
    controller.abort(new Error('enough'));
    await expect(work).rejects.toThrow('enough');
    expect(isAlive(pid)).toBe(false);
  });

  test('with options that cannot be is an error before anything is started', () => {
    expect(() => createCommandRecognizer({ command: ' ' })).toThrow('command is missing');
    expect(() => createCommandRecognizer({ command: 'ears', sampleRate: 16_000.5 })).toThrow('give whole Hz');
    expect(() => createCommandRecognizer({ command: 'ears', patience: Number.NaN })).toThrow(
      'patience is NaN: give a number from 0.05 to 60.',
    );
    expect(() => createCommandRecognizer({ command: 'ears', languages: ['englisch!'] })).toThrow(
      'no language',
    );
    expect(createCommandRecognizer({ command: '/opt/my ears' }).id).toBe('command/my-ears');
  });

  test('is told the language', async () => {
    const ears = misbehaving('well', {
      args: [child, 'well', join(folder, 'lang-{language}')],
      languages: ['en', 'fr'],
    });
    await collect(ears.listen(soundOf([[1]])));
    await collect(ears.listen(soundOf([[1]]), { language: 'fr' }));
    expect(['en', 'fr'].map((tag) => existsSync(join(folder, `lang-${tag}`)))).toEqual([true, true]);
  });
});

/** A zombie, whom its adopter has not buried yet, is none. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

test('the rate of the sound is what the words are counted by', async () => {
  const ears = misbehaving('well', { sampleRate: 16_000 });
  expect(ears.sampleRate).toBe(rate);
});
