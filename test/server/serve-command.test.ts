import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { runCommandLine } from '../../src/cli/command-line.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import { until } from './live-server.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duologue-serve-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function start(words: readonly string[]) {
  let out = '';
  let said = '';
  const controller = new AbortController();
  const terminal: Terminal = {
    out: (text: string) => {
      out += text;
      return Promise.resolve();
    },
    say: (text: string) => {
      said += text;
    },
    interactive: false,
    columns: 80,
    now: () => performance.now() / 1000,
  };
  const code = runCommandLine(words, { terminal, signal: controller.signal });
  return {
    code,
    stop: (signal: string) => controller.abort(signal),
    out: () => out,
    said: () => said,
  };
}

const startedSchema = z.object({ url: z.string(), models: z.array(z.string()) });

describe('duologue serve', () => {
  test('listens by its settings until it is asked to stop', async () => {
    const config = join(folder, 'server.yaml');
    await writeFile(
      config,
      'models:\n  alice:\n    brain: interviewer\n    preset: in-car\n    languages: [en, zh]\nvoices: [flite/rms]\n',
    );
    const keys = join(folder, 'none.json');
    const running = start(['serve', '--port', '0', '--config', config, '--keys', keys, '--json', '--log']);
    await until(() => running.out() !== '' || running.said().includes('duologue:'), 'the start', 20);
    const { url, models } = startedSchema.parse(JSON.parse(running.out()));
    expect(models).toEqual(['alice']);
    const voices = z.object({ default: z.string() }).parse(await (await fetch(`${url}/v1/voices`)).json());
    expect(voices.default).toBe('flite/rms');
    running.stop('SIGTERM');
    expect(await running.code).toBe(0);
    expect(running.said()).toContain('"event":"server-stopped"');
  });

  test.each([
    ['models:\n  a:\n    brain: interviewer\n    recogniser: x\n', ':4: models.a.recogniser', 'recognizer'],
    ['port: 8000\nlimits:\n  sessions: many\n', ':3: limits.sessions', ''],
    ['models:\n  a: {brain: nobody/at-all}\n', 'models.a.brain', ''],
    ['porrt: 1\n', ':1: porrt', 'Did you mean port?'],
    ['a: [\n', ': this is no YAML', ''],
    ['voices: [flite/nobody]\n', 'voices', 'flite/'],
  ])('settings %j are refused with their place', async (text, place, words) => {
    const config = join(folder, 'wrong.yaml');
    await writeFile(config, text);
    const refused = start(['serve', '--port', '0', '--config', config]);
    expect(await refused.code).toBe(2);
    expect(refused.said()).toContain(place);
    expect(refused.said()).toContain(words);
  });

  test('adds, lists and removes keys, and keeps none of them', async () => {
    const file = join(folder, 'keys.json');
    const added = start(['serve', 'keys', 'add', 'carol', '--keys', file]);
    expect(await added.code).toBe(0);
    const key = added.out().trim();
    expect(key).toMatch(/^dk_[\w-]{43}$/);
    expect(await readFile(file, 'utf8')).not.toContain(key);
    expect((await stat(file)).mode & 0o077).toBe(0);
    const listed = start(['serve', 'keys', 'list', '--keys', file]);
    await listed.code;
    expect(listed.out()).toContain('carol');
    const again = start(['serve', 'keys', 'add', 'carol', '--keys', file]);
    expect(await again.code).toBe(2);
    const removed = start(['serve', 'keys', 'remove', 'carol', '--keys', file]);
    expect(await removed.code).toBe(0);
    const gone = start(['serve', 'keys', 'remove', 'carol', '--keys', file]);
    expect(await gone.code).toBe(2);
    expect(gone.said()).toContain('There are none.');
  });

  test('lets nobody in from elsewhere without keys', async () => {
    const open = start(['serve', '--host', '0.0.0.0', '--port', '0', '--keys', join(folder, 'no.json')]);
    expect(await open.code).toBe(2);
    expect(open.said()).toContain('duologue serve keys add');
  });
});
