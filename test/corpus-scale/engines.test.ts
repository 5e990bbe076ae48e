import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { root } from '../source-tree.ts';
import { isMissing, programPath } from './programs.ts';
import { startRedis } from './redis-server.ts';
import { startS3Server } from './s3-server.ts';
import { startSlurm } from './slurm-cluster.ts';
import { contentsOf, temporaryFolder } from './stand-in-run.ts';

/** A corpus of speech as a user makes one, by every engine from the command line. */
const program = join(root, 'dist/cli/main.js');

const script = `---
speakers:
  Ann: { language: en }
  Ben: { language: en }
---
Ann: Did you call the plumber?
Ben: Not yet.
Ann: The kitchen is under water.
`;

const folder = temporaryFolder();
const spec = join(folder.path, 'spec.yaml');
let reference: Record<string, string>;

async function duologue(words: readonly string[], environment: Record<string, string> = {}): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, 'corpus', ...words], {
    env: { ...process.env, ...environment },
    cwd: folder.path,
  });
  return stdout;
}

const place = (name: string): string => join(folder.path, name);
const simulate = ['simulate', '--spec', spec, '--quiet'];

beforeAll(async () => {
  mkdirSync(folder.path, { recursive: true });
  writeFileSync(join(folder.path, 'call.dialogue'), script);
  writeFileSync(
    spec,
    `name: engines
hours: 0.005
hoursPerShard: 0.0025
languages: en
duration: { median: 6, minimum: 5, maximum: 7 }
speakers: { count: 6 }
split: { train: 1, dev: 0, test: 0 }
text: { from: scripts, path: call.dialogue }
`,
  );
  await duologue([...simulate, '--out', place('local'), '--workers', '1']);
  reference = await contentsOf(place('local'));
}, 120_000);

afterAll(() => folder[Symbol.dispose]());

test('two shards with their sounds', () => {
  expect(Object.keys(reference).filter((key) => key.startsWith('done/'))).toHaveLength(2);
  expect(Object.keys(reference).filter((key) => key.startsWith('audio/')).length).toBeGreaterThan(1);
});

test('local, into a store behind the S3 API that fails one request in ten', async () => {
  await using server = await startS3Server({ failEvery: 10 });
  const out = `s3://${server.bucket}/corpus`;
  const said = await duologue([...simulate, '--out', out, '--json'], server.environment);
  expect(JSON.parse(said)).toMatchObject({ corpus: out, shards: 2, failed: [] });
  await duologue(['export', out, '--to', 'rttm', '--out', place('rttm')], server.environment);
  const status = await duologue(['status', out, '--json'], server.environment);
  expect(JSON.parse(status)).toMatchObject({ shards: { done: 2, missing: [] }, timeLeft: 0 });
  Object.assign(process.env, server.environment);
  expect(await contentsOf(out)).toEqual(reference);
  for (const name of Object.keys(server.environment)) delete process.env[name];
}, 120_000);

test('kubernetes: what a pod of each index runs', async () => {
  const out = place('kubernetes');
  const words = ['--engine', 'kubernetes', '--image', 'registry.example/duologue', '--claim', 'corpora'];
  const job = parse(await duologue([...simulate, '--out', out, ...words]));
  const [{ args }] = job.spec.template.spec.containers;
  for (let index = 0; index < job.spec.completions; index++) {
    await duologue(['work', ...args], { JOB_COMPLETION_INDEX: String(index) });
  }
  expect(await contentsOf(out)).toEqual(reference);
}, 120_000);

test.skipIf(isMissing('redis-server'))(
  'bullmq: who asks for it works too',
  async () => {
    await using redis = await startRedis();
    const out = place('bullmq');
    await duologue([
      ...simulate,
      '--out',
      out,
      '--engine',
      'bullmq',
      '--redis',
      redis.address,
      '--workers',
      '1',
    ]);
    expect(await contentsOf(out)).toEqual(reference);
  },
  120_000,
);

test.skipIf(isMissing('slurmctld', 'slurmd', 'munged'))(
  'slurm: waits until its tasks have made all',
  async () => {
    await using cluster = await startSlurm();
    const out = place('slurm');
    const output = `--slurm=--output=${join(cluster.folder, 'task-%a.out')}`;
    await duologue([...simulate, '--out', out, '--engine', 'slurm', output], cluster.environment);
    expect(await contentsOf(out)).toEqual(reference);
  },
  120_000,
);

describe('what is wrong is told before anything is begun', () => {
  test.each([
    [['--workers', '1.5'], /--workers takes a whole number/],
    [['--engine', 'ray'], /--engine takes local, slurm, bullmq, kubernetes; 'ray' is none/],
    [['--engine', 'bullmq'], /--redis is missing/],
    [['--engine', 'kubernetes'], /--image is missing/],
    [['--redis', 'redis://127.0.0.1:1'], /--redis is for --engine bullmq/],
    [['--engine', 'local', '--detach'], /--detach is for --engine slurm and bullmq/],
  ])('%j', async (words, message) => {
    await expect(duologue([...simulate, '--out', place('wrong'), ...words])).rejects.toThrow(message);
    expect(() => readFileSync(join(place('wrong'), 'run.json'))).toThrow(/ENOENT/);
  });
});

const kubectl = programPath('kubectl');

test.skipIf(kubectl === undefined)(
  'kubectl knows every field of the job (needs kubectl 1.29 or newer)',
  async () => {
    const out = place('job');
    const words = ['--engine', 'kubernetes', '--image', 'registry.example/duologue', '--claim', 'corpora'];
    const yaml = await duologue([
      ...simulate,
      '--out',
      out,
      ...words,
      '--secret',
      'keys',
      '--namespace',
      'speech',
    ]);
    const file = join(folder.path, 'job.yaml');
    writeFileSync(file, yaml);
    // Its own types read the job and print it: a field that they do not know is gone.
    const local = ['label', '--local', '--overwrite', '-f', file, 'app.kubernetes.io/name=duologue-corpus'];
    const read = parse(execFileSync(kubectl ?? '', [...local, '-o', 'yaml'], { encoding: 'utf8' }));
    expect(read).toMatchObject(parse(yaml));
  },
  60_000,
);
