import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { wordError } from '../../src/corpus/index.ts';
import { decodeFile, encodeAudio } from '../../src/media/index.ts';
import type { Benchmark, BenchmarkTable } from '../benchmark.ts';
import { measureProcess } from '../measure-process.ts';
import { type Ingested, ingestScenes } from './ingest-run.ts';
import { openSceneMaker, type Scene } from './ingest-scenes.ts';
import {
  diarizationOf,
  type Heard,
  heardOf,
  kindScore,
  laughterScore,
  overlapOf,
  shortRecallOf,
} from './ingest-scores.ts';
import { quantileOf, spoiltWords, startErrors } from './ingest-words.ts';
import { isNistHere, mdEval, sclite } from './nist.ts';
import { webrtcActivity } from './webrtc-activity.ts';

/** Minutes of dialogue in each condition, and dialogues of it whose words are aligned. */
const minutes = 16;
const aligned = 4;
/** dB. */
const conditions = [30, 20, 10].flatMap((snr) => [-40, -25].map((bleed) => ({ snr, bleed })));

/** What was heard in one condition. */
type Cell = {
  readonly name: string;
  readonly scenes: readonly Scene[];
  readonly dialogues: readonly Ingested[];
  /** Those whose words were given. */
  readonly told: readonly Ingested[];
  readonly heard: readonly Heard[];
  /** As WebRTC's detector has it. */
  readonly peer: readonly Heard[];
  readonly duration: number;
  readonly cpu: number;
};

export const corpusIngestBenchmark: Benchmark = {
  name: 'ingest',
  title: 'Ingesting recordings of two tracks',
  method:
    `Simulated dialogues are ingested as if they were recordings: ${minutes} minutes in each condition, English and Mandarin, by voices, ` +
    'texts and chances that nothing was chosen on. Each speaker has a room and a phone of their own, one kind of noise all the time and ' +
    'single noises now and then, as loud as they are said to be; bleed is the other speaker on one’s track. The reference is the words ' +
    'of each speaker, joined where less than .2 s is between them; laughter is no speech. Errors are scored from the beginning to the ' +
    'end of each dialogue, on both tracks, overlap and all. Peers heard the same files.',
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'duologue-ingest-'));
    try {
      const cells: Cell[] = [];
      await using maker = await openSceneMaker({ half: 'reporting', minutes });
      for (const { snr, bleed } of conditions) {
        const place = join(folder, `${snr}${bleed}`);
        const scenes = await maker.make(join(place, 'scenes'), { snr, bleed });
        cells.push(await listenTo(`${snr} dB, ${bleed} dB`, scenes, place));
      }
      return [
        diarizationTable(cells),
        eventTable(cells),
        wordTable(cells),
        ...(isNistHere ? [await nistTable(cells, folder)] : []),
        await costTable(cells, folder),
      ];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function listenTo(name: string, scenes: readonly Scene[], place: string): Promise<Cell> {
  const { dialogues, duration, cpu } = await ingestScenes(scenes, join(place, 'heard'));
  const { dialogues: told } = await ingestScenes(scenes.slice(0, aligned), join(place, 'told'), {
    transcripts: true,
  });
  const heard = dialogues.map(heardOf);
  const peer: Heard[] = [];
  for (const one of heard) {
    const path = scenes.find(({ truth }) => truth.id === one.id)?.path ?? '';
    peer.push({ ...one, found: await webrtcActivity(path) });
  }
  return { name, scenes, dialogues, told, heard, peer, duration, cpu };
}

const aims: Readonly<Record<string, string>> = { '30': '3', '20': '5', '10': '9' };

function diarizationTable(cells: readonly Cell[]): BenchmarkTable {
  return {
    title: 'Who speaks when',
    columns: [
      'noise, bleed',
      'error, %',
      'aim, %',
      'missed, %',
      'false alarm, %',
      'error with a collar of .25 s, %',
      'found of up to 1 s, %',
      'overlap, F1, %',
      'WebRTC’s detector: error, %',
      'with a collar, %',
      'found of up to 1 s, %',
    ],
    rows: cells.map(({ name, heard, peer }) => {
      const { error, missed, falseAlarm } = diarizationOf(heard, 0);
      return [
        name,
        percent(error),
        aims[name.split(' ')[0] ?? ''] ?? '',
        percent(missed),
        percent(falseAlarm),
        percent(diarizationOf(heard, 0.25).error),
        percent(shortRecallOf(heard)),
        percent(overlapOf(heard)),
        percent(diarizationOf(peer, 0).error),
        percent(diarizationOf(peer, 0.25).error),
        percent(shortRecallOf(peer)),
      ];
    }),
    note:
      'Without a collar unless it is said. Aims: an error of at most 3, 5 and 9 % at 30, 20 and 10 dB, and at least 90 % of the stretches of ' +
      'up to 1 s found at 20 dB. WebRTC’s detector hears each track by itself (mode 3, frames of 10 ms), joined and dropped as ingest does.',
  };
}

function eventTable(cells: readonly Cell[]): BenchmarkTable {
  return {
    title: 'What the talk is made of',
    columns: [
      'noise, bleed',
      'backchannels, F1, %',
      'interruptions, F1, %',
      'laughter, F1, %',
      'with a transcript: backchannels, F1, %',
      'interruptions, F1, %',
    ],
    rows: cells.map(({ name, dialogues, told }) => [
      name,
      percent(kindScore(dialogues, 'backchannel')),
      percent(kindScore(dialogues, 'interruption')),
      percent(laughterScore(dialogues)),
      percent(kindScore(told, 'backchannel')),
      percent(kindScore(told, 'interruption')),
    ]),
    note:
      'By sound alone, and where the words were given. A backchannel or a laugh is found where its middle is within .5 s, an interruption where ' +
      'its beginning is. Who is interrupted and who has just been overlapped sound much the same: what tells them apart is mostly in the words.',
  };
}

function wordTable(cells: readonly Cell[]): BenchmarkTable {
  return {
    title: 'When words begin, with a transcript that times each utterance to a tenth of a second',
    columns: [
      'noise, bleed',
      'English: median, ms',
      '95 %, ms',
      'words',
      'Mandarin: median, ms',
      '95 %, ms',
      'words',
    ],
    rows: cells.map(({ name, told }) => [
      name,
      ...['en', 'zh'].flatMap((language) => {
        const errors = startErrors(told, language);
        return [milliseconds(errors, 0.5), milliseconds(errors, 0.95), String(errors.length)];
      }),
    ]),
    note: 'Aim: a median of at most 25 ms. Words of the voice that the aligner itself compares with are not counted.',
  };
}

async function nistTable(cells: readonly Cell[], folder: string): Promise<BenchmarkTable> {
  const rows: string[][] = [];
  const row = (what: string, ours: number, theirs: number) => {
    rows.push([what, ours.toFixed(2), theirs.toFixed(2), Math.abs(ours - theirs).toFixed(2)]);
  };
  for (const { name, heard, told } of cells) {
    for (const collar of [0, 0.25]) {
      const theirs = await mdEval(folder, heard, collar);
      row(
        `${name}: who speaks when, collar ${collar} s (md-eval)`,
        100 * diarizationOf(heard, collar).error,
        theirs,
      );
    }
    const words = told.map(spoiltWords);
    const ours = wordError(
      words.flatMap(({ id, reference }) =>
        reference.map((each) => ({ ...each, speaker: `${id}/${each.speaker}` })),
      ),
      words.flatMap(({ id, found }) => found.map((each) => ({ ...each, speaker: `${id}/${each.speaker}` }))),
    );
    row(`${name}: words at their times (sclite)`, 100 * ours.error, await sclite(folder, words));
  }
  return {
    title: 'The same by NIST’s programs',
    columns: ['what', 'ours, %', 'NIST’s, %', 'difference, points'],
    rows,
    note:
      'md-eval and sclite of Debian’s sctk 2.4.12 read what ingest found and what is true as RTTM, CTM and STM. For sclite, one word in ' +
      'twelve was lost, mistaken or doubled, so that there is something to count; a word at a wrong time counts twice.',
  };
}

const childReport = z.object({ duration: z.number(), cpu: z.number() });

async function costTable(cells: readonly Cell[], folder: string): Promise<BenchmarkTable> {
  const child = fileURLToPath(new URL('./ingest-child.ts', import.meta.url));
  const scenes = cells[0]?.scenes ?? [];
  const rows: string[][] = [];
  const cases = [
    { what: 'one recording of a dialogue', paths: scenes.slice(0, 1).map(({ path }) => path) },
    { what: 'as many as there are', paths: scenes.map(({ path }) => path) },
    { what: 'all as one recording', paths: [await joinSounds(scenes, join(folder, 'long.wav'))] },
  ];
  for (const [index, { what, paths }] of cases.entries()) {
    const words = ['--import', 'tsx', child, join(folder, `cost-${index}`), ...paths];
    const { out, memory } = await measureProcess(words);
    const { duration, cpu } = childReport.parse(JSON.parse(out));
    rows.push([what, (duration / 60).toFixed(1), (duration / cpu).toFixed(0), (memory / 2 ** 20).toFixed(0)]);
  }
  const duration = cells.reduce((sum, cell) => sum + cell.duration, 0);
  const cpu = cells.reduce((sum, cell) => sum + cell.cpu, 0);
  rows.push(['all conditions, in one process', (duration / 60).toFixed(1), (duration / cpu).toFixed(0), '']);
  return {
    title: 'What it costs, without words',
    columns: ['what', 'dialogue, min', 'times real time, a core', 'highest memory, MiB'],
    rows,
    note: 'CPU time of all threads, from the files to the corpus with its FLAC. The memory is the resident set of a process of its own, program and all.',
  };
}

async function joinSounds(scenes: readonly Scene[], path: string): Promise<string> {
  const sounds = [];
  for (const scene of scenes) sounds.push(await decodeFile(scene.path));
  const [first] = sounds;
  if (first === undefined) throw new Error('There are no scenes.');
  const frames = sounds.reduce((sum, { channels }) => sum + (channels[0]?.length ?? 0), 0);
  const joined = first.channels.map(() => new Float32Array(frames));
  let at = 0;
  for (const { channels } of sounds) {
    for (const [channel, samples] of channels.entries()) joined[channel]?.set(samples, at);
    at += channels[0]?.length ?? 0;
  }
  await writeFile(
    path,
    await encodeAudio({ channels: joined, sampleRate: first.sampleRate }, { format: 'wav' }),
  );
  return path;
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}

function milliseconds(rising: readonly number[], share: number): string {
  return (1000 * quantileOf(rising, share)).toFixed(0);
}
