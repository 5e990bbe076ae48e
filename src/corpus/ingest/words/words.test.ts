import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRandom, peakAmplitude } from '../../../dsp/index.ts';
import { decodeAudio, encodeAudio } from '../../../media/index.ts';
import type { Word } from '../../../timeline/index.ts';
import { type SaidDialogue, sayDialogue } from '../../fixtures/said-dialogue.ts';
import { openCorpus } from '../../open-corpus.ts';
import type { DialogueRecord } from '../../record/types.ts';
import { beginRun, runShard } from '../../run/run-shard.ts';
import { createDirectoryStore } from '../../store/directory-store.ts';
import { openIngestJob } from '../open-ingest-job.ts';
import { type PlanIngestOptions, planIngest } from '../plan-ingest.ts';

const lines = [
  { channel: 0, text: 'Good morning, this is Margaret Holloway, what can I do for you?' },
  { channel: 1, text: 'Hello, my number is five five five, zero one two nine, as I said before.' },
  { channel: 0, text: 'Thank you, we will call you in the afternoon.' },
] as const;

let folder = '';
let said: SaidDialogue;
const at = (name: string): string => join(folder, name);
const write = (name: string, text: string | Uint8Array): Promise<void> => writeFile(at(name), text);

const ctmOf = (words: SaidDialogue['words'], id = 'call'): string =>
  words
    .flatMap((own, channel) =>
      own.map(
        ({ text, start, end }) =>
          `${id} ${channel + 1} ${start.toFixed(3)} ${(end - start).toFixed(3)} ${text}\n`,
      ),
    )
    .join('');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duologue-words-'));
  said = await sayDialogue(lines);
  const random = createRandom('room');
  const [one, other] = said.channels;
  const bleed = 10 ** (-25 / 20);
  const mixed = [
    [one, other],
    [other, one],
  ].map((pair) => {
    const [own, beside] = pair;
    return Float32Array.from(
      { length: one.length },
      (_, index) => (own?.[index] ?? 0) + bleed * (beside?.[index] ?? 0) + 0.002 * (random.next() * 2 - 1),
    );
  });
  await write(
    'call.wav',
    await encodeAudio({ sampleRate: said.sampleRate, channels: mixed }, { format: 'wav' }),
  );
  const short = mixed.map((samples) => samples.slice(0, 2 * said.sampleRate));
  await write(
    'short.wav',
    await encodeAudio({ sampleRate: said.sampleRate, channels: short }, { format: 'wav' }),
  );
  await write('call.ctm', ctmOf(said.words));
  await write('call.vtt', vttOf(said.words));
  await write('names.txt', '# who must not be known\nMargaret Holloway\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const plan = (options: Partial<PlanIngestOptions>) =>
  planIngest({ from: [at('call.wav')], waiver: 'a test', languages: ['en'], generator: 'test', ...options });

async function ingest(name: string, options: Partial<PlanIngestOptions>) {
  const manifest = await plan(options);
  await using store = createDirectoryStore(at(name));
  await beginRun(manifest, store);
  await using job = await openIngestJob(manifest);
  const done = await runShard({ manifest, shard: 0, job, store });
  const records: DialogueRecord[] = [];
  for await (const record of (await openCorpus(store)).records()) records.push(record);
  return { record: records[0], records, done };
}

const wordsOf = (record: DialogueRecord | undefined, channel: number) =>
  record?.utterances
    .filter(({ speaker }) => speaker === record.speakers[channel]?.id)
    .flatMap(({ words }) => words) ?? [];
const filterOf = (record: DialogueRecord | undefined, wanted: string) =>
  record?.quality.filters.find(({ name }) => name === wanted);

/** Median of how far off starts and ends are. */
function errorOf(found: readonly Pick<Word, 'start' | 'end'>[], wanted: readonly Word[]): number {
  const errors = found.flatMap(({ start, end }, index) => {
    const { start: from = 99, end: to = 99 } = wanted[index] ?? {};
    return [Math.abs(start - from), Math.abs(end - to)];
  });
  return errors.toSorted((a, b) => a - b)[errors.length >> 1] ?? 99;
}

/** All that a corpus says, without its sound. */
async function writtenIn(name: string): Promise<string> {
  const files = await readdir(at(name), { recursive: true, withFileTypes: true });
  const texts = files
    .filter((file) => file.isFile())
    .map(async ({ parentPath, name: own }) =>
      own.endsWith('.flac') ? own : `${own}\n${await readFile(join(parentPath, own), 'utf8')}`,
    );
  return (await Promise.all(texts)).join('\n');
}

const clock = (time: number) => `00:00:${time.toFixed(3).padStart(6, '0')}`;

/** Says of each utterance where it begins and where it ends. */
const program = (fails: boolean) => `
    let bytes = Buffer.alloc(0), frames = 0, from = 0;
    process.stdin.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      while (bytes.length >= 4 && bytes.length >= 4 + bytes.readUInt32LE(0)) {
        const length = bytes.readUInt32LE(0);
        bytes = bytes.subarray(4 + length);
        frames += length / 2;
        if (length > 0) continue;
        if (${fails} && from > 0) { process.stderr.write('the model has gone\\n'); process.exit(3); }
        const words = [{ text: 'from', start: from / 16000 + .3, end: from / 16000 + .5 }, { text: 'to', start: frames / 16000 - .5, end: frames / 16000 - .3 }];
        process.stdout.write(JSON.stringify({ type: 'words', text: 'from to', words, final: true }) + '\\n');
        from = frames;
      }
    });`;
const listed = (recognizer: unknown) =>
  write('wrong.yaml', JSON.stringify({ recognizer, recordings: [{ id: 'a', files: ['call.wav'] }] }));

const listWith = async (name: string, fails: boolean) => {
  await write(`${name}.mjs`, program(fails));
  await write(
    `${name}.yaml`,
    JSON.stringify({
      languages: ['en'],
      recognizer: {
        name: 'command',
        settings: { command: process.execPath, args: [at(`${name}.mjs`)], maxRestarts: 0 },
      },
      recordings: [
        { id: 'call', files: ['call.wav'] },
        { id: 'written', files: ['call.wav'], transcript: 'call.ctm' },
      ],
    }),
  );
  return at(`${name}.yaml`);
};

/** Sentences with times that are a little off, and nobody's name. */
function vttOf(words: SaidDialogue['words']): string {
  const count = [0, 0];
  const cues = lines.map(({ channel, text }) => {
    const own = words[channel].slice(count[channel], (count[channel] ?? 0) + text.split(' ').length);
    count[channel] = (count[channel] ?? 0) + own.length;
    const [start, end] = [own[0]?.start ?? 0, own.at(-1)?.end ?? 0];
    return `${clock(start + 0.1)} --> ${clock(end - 0.1)}\n${text}\n`;
  });
  const end = Math.max(...words.flatMap((own) => own.map((word) => word.end)));
  return `WEBVTT\n\n${cues.join('\n')}\n${clock(end + 0.2)} --> ${clock(end + 0.4)}\n[laughter]\n`;
}

describe('words of a recording', () => {
  test('stand on the tracks that the transcript names, in the speech that is heard', async () => {
    const { record } = await ingest('out-ctm', { transcripts: at('call.ctm') });
    for (const channel of [0, 1] as const) {
      const found = wordsOf(record, channel);
      expect(found.map(({ text }) => text)).toEqual(said.words[channel].map(({ text }) => text));
      expect(errorOf(found, said.words[channel])).toBeLessThan(0.002);
    }
    expect(record?.utterances[0]?.text).toMatch(/^Good morning,/);
    expect(filterOf(record, 'transcript')).toMatchObject({ value: 1, pass: true });
    expect(filterOf(record, 'language')).toMatchObject({ pass: true });
    expect(filterOf(record, 'tracks')).toMatchObject({ value: 1, pass: true });
  });

  test('are found in the sound where only sentences have times, and nobody is named', async () => {
    const { record } = await ingest('out-vtt', { transcripts: at('call.vtt') });
    for (const channel of [0, 1] as const) {
      const found = wordsOf(record, channel);
      expect(found.map(({ text }) => text)).toEqual(said.words[channel].map(({ text }) => text));
      expect(errorOf(found, said.words[channel])).toBeLessThan(0.03);
    }
    expect(filterOf(record, 'alignment')?.value).toBeGreaterThan(0.2);
    expect(record?.events).toContainEqual(expect.objectContaining({ type: 'laughter', source: 'human' }));
  });

  test('that stand on the wrong tracks, in another language or nowhere near speech are told by the filters', async () => {
    const swapped = [said.words[1], said.words[0]] as const;
    await write('swapped.ctm', ctmOf([swapped[0], swapped[1]]));
    const { record } = await ingest('out-swapped', {
      transcripts: at('swapped.ctm'),
      languages: ['de'],
    });
    expect(filterOf(record, 'tracks')).toMatchObject({ value: -1, pass: false });
    expect(filterOf(record, 'language')?.pass).toBe(false);
    expect(filterOf(record, 'transcript')?.pass).toBe(false);
  });
});

describe('what must not be kept', () => {
  test('is in nothing that a corpus holds, nor on the track of whoever heard it', async () => {
    const list = {
      languages: ['en'],
      redact: { names: 'names.txt', sound: 'silence' },
      recordings: [{ id: 'call', files: ['call.wav'], transcript: 'call.ctm' }],
    };
    await write('redact.yaml', JSON.stringify(list));
    const { record } = await ingest('out-redacted', { from: [at('redact.yaml')], languages: undefined });
    expect(record?.utterances[0]?.text).toBe('Good morning, this is [PII], what can I do for you?');
    expect(await writtenIn('out-redacted')).not.toMatch(/Margaret|Holloway|five|zero|nine,/i);
    const file = await readFile(at('out-redacted/audio/000000/call.flac'));
    const { channels, sampleRate } = await decodeAudio(file);
    const secret = [
      ...said.words[0].filter(({ text }) => /Margaret|Holloway/.test(text)),
      ...said.words[1].filter(({ text }) => /five|zero|one|two|nine/.test(text)),
    ];
    expect(secret).toHaveLength(9);
    for (const { start, end } of secret) {
      for (const samples of channels) {
        const part = samples.subarray(Math.ceil(start * sampleRate), Math.floor(end * sampleRate));
        expect(peakAmplitude(part)).toBe(0);
      }
    }
  });

  test('is taken out with all of its sentence where its words cannot be found in the sound', async () => {
    const list = {
      languages: ['xh'],
      redact: { names: 'names.txt', sound: 'silence' },
      recordings: [{ id: 'call', files: ['call.wav'], transcript: 'call.vtt' }],
    };
    await write('xhosa.yaml', JSON.stringify(list));
    await ingest('out-xhosa', { from: [at('xhosa.yaml')], languages: undefined });
    const { channels, sampleRate } = await decodeAudio(
      await readFile(at('out-xhosa/audio/000000/call.flac')),
    );
    for (const { start, end } of said.words[0].slice(3, 6)) {
      for (const samples of channels) {
        const part = samples.subarray(Math.ceil(start * sampleRate), Math.floor(end * sampleRate));
        expect(peakAmplitude(part)).toBe(0);
      }
    }
  });

  test('is not said of transcripts that cannot be read either', async () => {
    await write('quoted.vtt', 'WEBVTT\n\nMargaret Holloway 5550129 --> home\nhello\n');
    const options = { from: [at('short.wav')], transcripts: at('quoted.vtt'), names: at('names.txt') };
    const { done } = await ingest('out-quoted', options);
    expect(done.failed[0]?.reason).toMatch(/quoted\.vtt, line 3: .*\[PII\].* is no pair of times/);
    expect(await writtenIn('out-quoted')).not.toMatch(/Margaret|Holloway|5550129/i);
  });

  test('may not stand in what names recordings, and is not looked for where nobody wrote down what is said', async () => {
    await write('Margaret_Holloway.wav', await readFile(at('call.wav')));
    const named = {
      from: [at('Margaret_Holloway.wav')],
      names: at('names.txt'),
      transcripts: at('call.ctm'),
    };
    const refusal = await plan(named).catch((error: unknown) => error);
    expect(String(refusal)).toMatch(/recordings\.0\.id tells what is to be taken out/);
    expect(String(refusal)).not.toMatch(/Margaret/);
    await expect(plan({ redact: true })).rejects.toThrow(/neither a transcript nor a recogniser/);
  });
});

describe('transcripts that do not fit', () => {
  const faults: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
    ['empty.ctm', '', /no words/],
    ['late.ctm', 'short 1 900 1 hello\nshort 2 950 1 hello\n', /another recording/],
    [
      'latin.vtt',
      Uint8Array.from(Buffer.from('WEBVTT\n\n00:01.000 --> 00:02.000\ncaf\u00e9\n', 'latin1')),
      /UTF-8/,
    ],
    [
      'three.stm',
      'short 1 anna 0 1 hello there\nshort 1 ben 1 1.5 hello\nshort 1 carl 1.5 1.9 hi\n',
      /3 speakers \(anna, ben, carl\)/,
    ],
    [
      'three.srt',
      ['ANNA', 'BEN', 'CARL']
        .map(
          (name, index) =>
            `${index + 1}\n00:00:0${index},000 --> 00:00:0${index + 1},000\n${name}: hello there\n`,
        )
        .join('\n'),
      /3 speakers/,
    ],
  ];
  test.each(faults)('%s is told as failed', async (name, content, reason) => {
    await write(name, content);
    const from = [at('short.wav')];
    const { done, records } = await ingest(`out-${name}`, { from, transcripts: at(name) });
    expect(records).toEqual([]);
    expect(done.failed.map(({ item }) => item)).toEqual(['short']);
    expect(done.failed[0]?.reason).toMatch(reason);
  });
});

describe('a recogniser', () => {
  test('writes down what no transcript tells, at the times of the recording', async () => {
    const from = [await listWith('hears', false)];
    const { records } = await ingest('out-heard', { from, languages: undefined });
    const [heard, written] = records;
    expect(wordsOf(written, 1)).toHaveLength(said.words[1].length);
    const [first, last] = [wordsOf(heard, 1)[0], wordsOf(heard, 1).at(-1)];
    expect(first?.text).toBe('from');
    expect(Math.abs((first?.start ?? 0) - 0.1 - (said.words[1][0]?.start ?? 9))).toBeLessThan(0.1);
    expect(Math.abs((last?.end ?? 0) + 0.1 - (said.words[1].at(-1)?.end ?? 9))).toBeLessThan(0.15);
  });

  test('that fails in the middle fails its recording, and the others go on', async () => {
    const from = [await listWith('fails', true)];
    const { records, done } = await ingest('out-failed', { from, languages: undefined });
    expect(records.map(({ id }) => id)).toEqual(['written']);
    expect(done.failed.map(({ item }) => item)).toEqual(['call']);
    expect(done.failed[0]?.reason).toMatch(/recogniser command.* failed/);
  });

  test('with settings that it does not have, or with a key in them, is refused before anything is begun', async () => {
    await listed({ name: 'command', settings: { comand: 'x' } });
    await expect(plan({ from: [at('wrong.yaml')] })).rejects.toThrow(/recogniser command/);
    await listed({ name: 'openai', settings: { apiKey: 'secret' } });
    await expect(plan({ from: [at('wrong.yaml')] })).rejects.toThrow(/put keys into the environment/);
  });
});
