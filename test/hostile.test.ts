import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateConversation, prepareConversation, writeConversation } from 'duologue';
import { type ByteSink, createMemorySink } from 'duologue/media';
import { createFakeVoice } from 'duologue/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from './source-tree.ts';

const program = join(root, 'dist/cli/main.js');
const umbrella = join(root, 'examples/umbrella.dialogue');
const short = 'ann: Shall we go to the lake?\nben: I would love to. What about the rain?\n';
let folder = '';
let temporary = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hostile-'));
  temporary = join(folder, 'temporary');
  mkdirSync(temporary);
  writeFileSync(join(folder, 'short.dialogue'), short);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Outcome = { readonly code: number | null; readonly said: string };

/** Runs the built program, and ends it by a signal as soon as it says `at`. */
function duologue(
  words: readonly string[],
  stop?: { readonly signal: NodeJS.Signals; readonly at: string },
): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...words], {
      cwd: folder,
      env: { ...process.env, TMPDIR: temporary },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (stop !== undefined && said.includes(stop.at)) child.kill(stop.signal);
    });
    child.once('close', (code) => resolve({ code, said }));
  });
}

const filesIn = (path: string): string[] =>
  existsSync(path)
    ? readdirSync(path, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
    : [];

describe('stopped by a signal', () => {
  test.each([
    ['SIGINT', 130, 'speaking'],
    ['SIGTERM', 143, 'levelling'],
    ['SIGHUP', 129, 'writing'],
  ] as const)(
    '%s exits with %i while %s, and leaves neither outputs nor temporary files',
    async (signal, code, at) => {
      const place = mkdtempSync(join(folder, 'stopped-'));
      const outputs = [
        '-o',
        join(place, 'a.wav'),
        '--mix',
        join(place, 'm.mp3'),
        '--stems',
        join(place, 'stems'),
      ];
      const ended = await duologue(['generate', umbrella, ...outputs], { signal, at });
      expect(ended.code).toBe(code);
      expect(filesIn(place)).toEqual([]);
      expect(readdirSync(temporary)).toEqual([]);
    },
  );
});

describe('outputs that cannot be', () => {
  test.each([
    ['two names of one file', 'real.wav --mix link.wav', 2, 'is named twice'],
    ['two names of one folder', 'x.wav --mix here/x.wav', 2, 'is named twice'],
    ['a stem over the whole', 'here/ann.wav --stems .', 2, 'is named twice'],
    ['more tracks than the format has', 'x.mp3 --layout tracks --stems .', 2, 'mp3 holds 2 channels'],
    ['a folder of stems that is a file', 'x.wav --stems short.dialogue', 5, 'in the way'],
    ['a full disk', '/dev/full --format wav', 5, 'the disk is full'],
  ])('%s', async (_, outputs, code, reason) => {
    writeFileSync(join(folder, 'real.wav'), '');
    const three = join(folder, 'three.dialogue');
    writeFileSync(three, `${short}cat: Is there room for me?\n`);
    for (const [link, target] of [
      ['link.wav', 'real.wav'],
      ['here', '.'],
    ] as const) {
      if (!existsSync(join(folder, link))) symlinkSync(target, join(folder, link));
    }
    const ended = await duologue(['generate', three, '-o', ...outputs.split(' ')]);
    expect(ended).toEqual({ code, said: expect.stringContaining(reason) });
    expect(ended.said).not.toMatch(/\n\s+at /);
  });

  test('a temporary folder that is none is named, and how to choose another', async () => {
    const real = temporary;
    temporary = join(folder, 'nowhere');
    const ended = await duologue(['generate', 'short.dialogue', '-o', 'x.wav']);
    temporary = real;
    expect(ended.code).toBe(5);
    expect(ended.said).toMatch(/nowhere.*TMPDIR/s);
  });

  test('no output is kept when the last bytes of one do not fit', async () => {
    const kept: string[] = [];
    const sinkOf = (name: string, full: boolean): ByteSink => {
      const memory = createMemorySink();
      return {
        seekable: true,
        // A WAV's header is patched at the very end.
        write: (bytes, position) =>
          full && position === 0 && memory.bytes().length > 0
            ? Promise.reject(new Error('full'))
            : memory.write(bytes, position),
        close: async () => void kept.push(name),
        abort: () => memory.abort(),
      };
    };
    const voices = { ann: createFakeVoice({ id: 'fake/a' }), ben: createFakeVoice({ id: 'fake/b' }) };
    await using prepared = await prepareConversation({ script: short, voices });
    const outputs = [{ sink: sinkOf('first', false) }, { sink: sinkOf('second', true) }];
    await expect(writeConversation(prepared, outputs)).rejects.toThrow('full');
    expect(kept).toEqual([]);
  });
});

describe('input that is none', () => {
  test.each([
    ['UTF-16', Buffer.from(`\uFEFF${short}`, 'utf16le'), 'save it as UTF-8'],
    ['FLAC', Buffer.concat([Buffer.from('fLaC'), Buffer.alloc(60, 0xff)]), 'flac'],
    ['NUL bytes', Buffer.from('ann: a\0b\n'), 'control character'],
  ])('%s', async (name, bytes, reason) => {
    writeFileSync(join(folder, name), bytes);
    const ended = await duologue(['plan', name]);
    expect(ended).toEqual({ code: 3, said: expect.stringContaining(reason) });
  });
});

test('a voice that does not speak the language is replaced, and said to be', async () => {
  const script = '---\nlanguage: zh\nspeakers:\n  ann: {voice: flite/slt}\n---\nann: 你好。\nben: 好。\n';
  const { warnings } = await generateConversation({ script });
  expect(warnings).toContainEqual(
    expect.stringMatching(/^flite\/slt does not speak zh: ann speaks it with espeak\//),
  );
});
