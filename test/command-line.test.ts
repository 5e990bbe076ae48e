import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeFile } from 'duologue/media';
import { parseTimeline } from 'duologue/timeline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from './source-tree.ts';

type Outcome = { readonly code: number; readonly out: string; readonly said: string };

const program = join(root, 'dist/cli/main.js');
const umbrella = join(root, 'examples/umbrella.dialogue');
const short =
  'ann: Shall we go to the lake on Sunday?\nben: I would love to. What about the rain?\nann: It will be over by noon.\n';
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'duologue-command-line-'));
  writeFileSync(join(folder, 'short.dialogue'), short);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the built program in the folder, as a user would. */
function duologue(words: readonly string[], input?: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [program, ...words],
      { cwd: folder, maxBuffer: 2 ** 26, encoding: 'latin1' },
      (error, out, said) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, said }),
    );
    child.stdin?.end(input);
  });
}

const bytes = (name: string): Buffer => readFileSync(join(folder, name));
const left = (name: string): string[] =>
  readdirSync(folder).filter((file) => file.replace(/^\./, '').startsWith(name));

describe('generate', () => {
  test('writes everything that was asked for, and data alone to standard output', async () => {
    const files = ['two.wav', 'mix.mp3', 'timeline.json', 'captions.vtt', 'picture.svg'];
    const outputs =
      '-o two.wav --mix mix.mp3 --stems stems --timeline timeline.json --captions captions.vtt --picture picture.svg';
    const { code, out, said } = await duologue(['generate', umbrella, ...outputs.split(' ')]);
    expect(said).toContain('utterances by 2 speakers');
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(files.filter((file) => !existsSync(join(folder, file)))).toEqual([]);
    expect(readdirSync(join(folder, 'stems')).length).toBe(2);
    const timeline = parseTimeline(readFileSync(join(folder, 'timeline.json'), 'utf8'));
    const { channels, sampleRate } = await decodeFile(join(folder, 'two.wav'));
    expect(channels.length).toBe(2);
    expect((channels[0]?.length ?? 0) / sampleRate).toBeCloseTo(timeline.duration, 2);
    expect(readFileSync(join(folder, 'captions.vtt'), 'utf8')).toMatch(/^WEBVTT\n/);
  });

  test('the same seed gives the same bytes, another seed other ones', async () => {
    for (const [name, seed] of [
      ['a', '5'],
      ['b', '5'],
      ['c', '6'],
    ] as const) {
      const { code } = await duologue([
        'generate',
        'short.dialogue',
        '-o',
        `seed-${name}.wav`,
        '--seed',
        seed,
      ]);
      expect(code).toBe(0);
    }
    expect(bytes('seed-a.wav').equals(bytes('seed-b.wav'))).toBe(true);
    expect(bytes('seed-a.wav').equals(bytes('seed-c.wav'))).toBe(false);
  });

  test('audio to standard output is a WAV stream; the script may come from standard input', async () => {
    const { code, out } = await duologue(['generate', '-', '-o', '-', '--layout', 'mono', '-q'], short);
    expect(code).toBe(0);
    expect(out.slice(0, 4)).toBe('RIFF');
    expect(out.length).toBeGreaterThan(100_000);
  });

  test('--json describes the result, and says nothing else', async () => {
    const { code, out, said } = await duologue(['generate', 'short.dialogue', '-o', 'json.flac', '--json']);
    expect({ code, said }).toEqual({ code: 0, said: '' });
    expect(JSON.parse(out)).toMatchObject({ speakers: [{ id: 'ann' }, { id: 'ben' }], files: ['json.flac'] });
  });

  test('Ctrl-C stops within .2 s and leaves no file', async () => {
    const turns = Array.from(
      { length: 400 },
      (_, index) => `${index % 2 ? 'ann' : 'ben'}: Number ${index} of many long turns.`,
    );
    writeFileSync(join(folder, 'long.dialogue'), turns.join('\n'));
    const child = spawn(process.execPath, [program, 'generate', 'long.dialogue', '-o', 'stopped.wav'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await new Promise((resolve) => child.stderr.once('data', resolve));
    const started = performance.now();
    child.kill('SIGINT');
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect(performance.now() - started).toBeLessThan(400);
    expect(code).toBe(130);
    expect(left('stopped')).toEqual([]);
  });
});

describe('what is wrong is said, with its exit code', () => {
  test.each([
    [['generat'], 2, "Did you mean 'generate'?"],
    [['generate'], 2, 'SCRIPT is missing'],
    [['generate', 'short.dialogue'], 2, 'name a file with -o'],
    [['generate', 'short.dialogue', '-o', 'x.xyz'], 2, '.xyz'],
    [['generate', 'short.dialogue', '-o', 'x.wav', '--sed', '1'], 2, 'Did you mean --seed?'],
    [['generate', 'short.dialogue', '-o', 'x.wav', '--register', 'opera'], 2, 'telephone'],
    [['generate', 'short.dialogue', '-o', 'x.wav', '--gap', 'soon'], 2, 'takes a number'],
    [['generate', 'short.dialogue', '-o', 'x.wav', '--voice', 'eve=flite/rms'], 2, "no speaker 'eve'"],
    [['generate', 'short.dialogue', '-o', 'x.wav', '--voice', 'ann=flite/rsm'], 4, 'flite/rms'],
    [['generate', 'short.dialogue', '-o', 'x.wav', '--mix', 'x.wav'], 2, 'twice'],
    [['generate', 'short.dialogue', '-o', 'nowhere/x.wav'], 5, 'folder'],
    [['generate', 'missing.dialogue', '-o', 'x.wav'], 3, 'no such file'],
    [['stats', 'short.dialogue'], 3, ''],
    [['captions', 'missing.json'], 3, 'no such file'],
    [['captions', 'short.dialogue'], 3, 'short.dialogue is no timeline'],
    [['convert', 'short.dialogue', 'x.mp3'], 3, 'text'],
    [['convert', 'short.dialogue', 'x.pdf'], 2, '.dialogue'],
    [['voices', '--language', 'xx'], 2, 'xx'],
  ])('duologue %j', async (words, code, message) => {
    const outcome = await duologue(words);
    expect(outcome.said).toContain(message);
    expect(outcome.said).not.toMatch(/\n\s+at /);
    expect({ code: outcome.code, out: outcome.out }).toEqual({ code, out: '' });
    expect(left('x.')).toEqual([]);
  });

  test('a script with an error names line and column', async () => {
    writeFileSync(join(folder, 'wrong.dialogue'), 'ann: Hello.\n\nbne [laughs\n');
    const { code, said } = await duologue(['plan', 'wrong.dialogue']);
    expect(code).toBe(3);
    expect(said).toMatch(/wrong\.dialogue:3:\d+: /);
  });
});

describe('the other commands', () => {
  test('plan prints the timing and writes nothing', async () => {
    const before = readdirSync(folder);
    const { code, out } = await duologue(['plan', 'short.dialogue', '--register', 'interview']);
    expect(code).toBe(0);
    expect(out).toContain('Shall we go to the lake');
    expect(out).toContain('characters');
    expect(readdirSync(folder)).toEqual(before);
  });

  test('voices lists at least ten of English, and lets one speak', async () => {
    const { out } = await duologue(['voices', '--json', '--language', 'en']);
    const listed: unknown[] = JSON.parse(out);
    expect(listed.length).toBeGreaterThanOrEqual(10);
    const { code } = await duologue([
      'voices',
      'flite/rms',
      '--sample',
      'sample.wav',
      '--text',
      'Shall we go?',
    ]);
    expect(code).toBe(0);
    expect((await decodeFile(join(folder, 'sample.wav'))).channels.length).toBe(1);
  });

  test('stats of the timeline and of its sound tell much the same', async () => {
    await duologue(['generate', umbrella, '-o', 'stats.wav', '--timeline', 'stats.json', '-q']);
    const [fromTimeline, fromSound] = await Promise.all([
      duologue(['stats', 'stats.json', '--json']),
      duologue(['stats', 'stats.wav', '--json']),
    ]);
    const one = JSON.parse(fromTimeline.out);
    const other = JSON.parse(fromSound.out);
    expect(other.statistics.silence).toBeCloseTo(one.statistics.silence, 1);
    // By sound alone, a backchannel in a pause of the other's is a turn of its own: two transfers more.
    const surplus = other.statistics.offset.count - one.statistics.offset.count;
    expect(surplus).toBeGreaterThanOrEqual(-2);
    expect(surplus).toBeLessThanOrEqual(2 * one.statistics.backchannels.count + 2);
    expect(other.sound.channels).toBe(2);
    await duologue(['generate', 'short.dialogue', '-o', 'mixed.mp3', '--layout', 'stereo', '-q']);
    const mix = JSON.parse((await duologue(['stats', 'mixed.mp3', '--json'])).out);
    expect(mix).toMatchObject({ sound: { mixed: true } });
    expect(mix.statistics).toBeUndefined();
    const table = await duologue(['stats', 'stats.json']);
    expect(table.out).toContain('floor transfers');
  });

  test('convert takes audio and scripts to other forms and back', async () => {
    await duologue(['generate', 'short.dialogue', '-o', 'convert.wav', '-q']);
    expect((await duologue(['convert', 'convert.wav', 'convert.flac', '--sample-rate', '24000'])).code).toBe(
      0,
    );
    expect((await decodeFile(join(folder, 'convert.flac'))).sampleRate).toBe(24_000);
    expect((await duologue(['convert', 'short.dialogue', 'turns.json'])).code).toBe(0);
    expect((await duologue(['convert', 'turns.json', 'back.dialogue'])).code).toBe(0);
    expect(readFileSync(join(folder, 'back.dialogue'), 'utf8')).toContain('Shall we go to the lake');
  });

  test('help and version', async () => {
    expect((await duologue(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await duologue([])).out).toContain('generate');
    for (const name of ['generate', 'plan', 'voices', 'stats', 'captions', 'convert']) {
      expect((await duologue([name, '--help'])).out).toContain(`duologue ${name}`);
    }
  });
});
