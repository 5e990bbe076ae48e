import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  collectSpeech,
  generateConversation,
  joinWords,
  openEmbeddedVoices,
  type PreparedConversation,
  parseTimeline,
  prepareConversation,
  printTimeline,
  readScript,
  type Script,
  writeConversation,
} from 'duologue';
import { type ByteSink, createAudioEncoder, createMemorySink } from 'duologue/media';
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

type Outcome = { readonly code: number | null; readonly out: string; readonly said: string };

/** Runs the built program, and ends it by a signal as soon as it says `at`. */
function duologue(
  words: readonly string[],
  stop?: { readonly signal: NodeJS.Signals; readonly at: string },
): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...words], {
      cwd: folder,
      env: { ...process.env, TMPDIR: temporary },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (stop !== undefined && said.includes(stop.at)) child.kill(stop.signal);
    });
    child.once('close', (code) => resolve({ code, out, said }));
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
    expect(ended).toEqual({ code, out: '', said: expect.stringContaining(reason) });
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
    expect(ended).toEqual({ code: 3, out: '', said: expect.stringContaining(reason) });
  });
});

test('no sound at all is measured without a NaN, and audio cut short is read where that is asked for', async () => {
  const whole = createMemorySink();
  const encoder = await createAudioEncoder({ format: 'wav', sampleRate: 8000, channels: 1, sink: whole });
  await encoder.write([new Float32Array(8000)]);
  await encoder.close();
  const bytes = whole.bytes();
  writeFileSync(join(folder, 'cut.wav'), bytes.subarray(0, 8000));
  expect((await duologue(['stats', 'cut.wav'])).code).toBe(3);
  const measured = await duologue(['stats', 'cut.wav', '--allow-truncated']);
  expect(measured).toMatchObject({ code: 0, out: expect.stringContaining('−∞ LUFS') });
  const header = bytes.slice(0, 44);
  new DataView(header.buffer).setUint32(4, 36, true);
  new DataView(header.buffer).setUint32(40, 0, true);
  writeFileSync(join(folder, 'none.wav'), header);
  const none = await duologue(['stats', 'none.wav']);
  expect(none.code).toBe(0);
  expect(none.out).not.toContain('NaN');
});

test('a voice that does not speak the language is replaced, and said to be', async () => {
  const script = '---\nlanguage: zh\nspeakers:\n  ann: {voice: flite/slt}\n---\nann: 你好。\nben: 好。\n';
  const { warnings } = await generateConversation({ script });
  expect(warnings).toContainEqual(
    expect.stringMatching(/^flite\/slt does not speak zh: ann speaks it with espeak\//),
  );
});

test.each(['natural', 'sequential'] as const)(
  'whatever the seed, the %s style keeps the laws of a conversation',
  async (style) => {
    const script = readScript(readFileSync(umbrella, 'utf8'));
    const voices = {
      ann: createFakeVoice({ id: 'fake/ann', sampleRate: 8000 }),
      ben: createFakeVoice({ id: 'fake/ben', sampleRate: 8000, pitch: 120 }),
    };
    for (let seed = 0; seed < 12; seed++) {
      const options = { script, voices, style, seed, interruptions: 'auto', register: 'argument' } as const;
      await using prepared = await prepareConversation(options);
      expect({ seed, broken: brokenLaws(prepared, script) }).toEqual({ seed, broken: [] });
    }
  },
);

/** In words, what is wrong with a conversation. */
function brokenLaws(prepared: PreparedConversation, script: Script): string[] {
  const { timeline, plan } = prepared;
  const broken: string[] = [];
  const law = (holds: boolean, name: string): void => void (holds || broken.push(name));
  const tolerance = 1e-3;
  parseTimeline(printTimeline(timeline));
  for (const { id } of timeline.speakers) {
    const own = timeline.utterances
      .filter(({ speaker }) => speaker === id)
      .toSorted((a, b) => a.start - b.start);
    for (const [index, { id: name, start }] of own.entries()) {
      law(
        index === 0 || start >= (own[index - 1]?.end ?? 0) - tolerance,
        `${id} speaks over themselves at ${name}`,
      );
    }
  }
  for (const { id, start, end, words, text } of timeline.utterances) {
    law(start >= 0 && end > start && end <= timeline.duration + tolerance, `${id} lies outside`);
    law(joinWords(words.map((word) => word.text)) === text, `the words of ${id} are not its text`);
    for (const [index, word] of words.entries()) {
      const before = words[index - 1]?.end ?? start;
      law(word.start >= before - tolerance && word.end >= word.start, `words of ${id} are out of order`);
    }
  }
  for (const [index, { parts }] of script.turns.entries()) {
    const said = timeline.utterances.filter(
      ({ turnIndex, kind }) => turnIndex === index && kind !== 'backchannel',
    );
    const written = joinWords(parts.flatMap((part) => (part.type === 'speech' ? [part.text] : [])));
    const heard = joinWords(said.map(({ text }) => text));
    const cut = said.some(({ cutShort }) => cutShort === true);
    law(
      cut ? written.startsWith(heard.replace(/\W+$/, '')) : heard === written,
      `turn ${index} is not as written`,
    );
  }
  for (const { source, from, to, at, gain, fadeIn, fadeOut } of plan.clips) {
    law([from, to, at, gain, fadeIn, fadeOut].every(Number.isFinite), `a clip of ${source} is not finite`);
    law(from >= 0 && to > from && at >= 0, `a clip of ${source} runs backwards`);
    law(at + to - from <= timeline.duration + tolerance, `a clip of ${source} ends after the conversation`);
    law(fadeIn + fadeOut <= to - from + tolerance, `a clip of ${source} fades for longer than it lasts`);
  }
  return [...new Set(broken)];
}

test('many utterances may share one signal: nothing warns of a leak, and all stop with it', async () => {
  const raised: string[] = [];
  const note = (warning: Error): void => void raised.push(warning.message);
  process.on('warning', note);
  const controller = new AbortController();
  await using voices = await openEmbeddedVoices({ workers: 1 });
  const speaking = Array.from({ length: 24 }, (_, index) => {
    const voice = voices.find(index % 2 === 0 ? 'espeak/mei' : 'flite/slt');
    return collectSpeech(voice, { text: `Number ${index}.` }, { signal: controller.signal });
  });
  const settled = Promise.allSettled(speaking);
  await speaking[1];
  controller.abort(new Error('enough'));
  const outcomes = await settled;
  process.off('warning', note);
  expect(raised).toEqual([]);
  expect(outcomes.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(12);
});
