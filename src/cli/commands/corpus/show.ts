import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Corpus,
  type DialogueRecord,
  durationOf,
  openCorpus,
  openStore,
  timelineOf,
} from '../../../corpus/index.ts';
import { type WaveformPeaks, waveformPeaks } from '../../../dsp/index.ts';
import { drawConversation } from '../../../generate/index.ts';
import { decodeAudio } from '../../../media/index.ts';
import { suggest, transcript } from '../../../timeline/index.ts';
import type { Command } from '../../command.ts';
import { InputError } from '../../errors.ts';
import { writeText } from '../../files.ts';
import { playFile } from '../../play-file.ts';

/** Of a picture: what is drawn for each second, and in all. */
const peaksPerSecond = 100;
const mostPeaks = 200_000;

export const corpusShowCommand: Command = {
  name: 'corpus show',
  summary: 'one dialogue of a corpus: its words, its picture, its sound',
  positionals: [{ name: 'CORPUS' }, { name: 'ID', optional: true }],
  options: {
    svg: { description: 'also a picture of both tracks', value: 'FILE' },
    play: { description: "also play it, by the system's player" },
    dry: { description: 'the tracks before room, device and noise' },
  },
  examples: [
    'duologue corpus show out/telephone',
    'duologue corpus show out/telephone telephone-000003 --svg dialogue.svg',
  ],

  async run(invocation, context) {
    const [place = '', id] = invocation.positionals;
    const { terminal, signal } = context;
    await using store = await openStore(place);
    const corpus = await openCorpus(store, { signal });
    const record = await findRecord(corpus, id, signal);
    const svg = invocation.text('svg');
    const audio = invocation.flag('dry') ? record.dry : record.audio;
    if (audio === null)
      throw new InputError(
        `${record.id} has no dry tracks: they are kept where the specification says audio.dry.`,
      );
    if (svg !== undefined || invocation.flag('play')) {
      const bytes = await corpus.sound(audio, { signal });
      if (svg !== undefined) await writeText(await drawRecord(record, bytes), svg, context);
      if (invocation.flag('play')) await playBytes(bytes, audio.format, signal);
    }
    if (invocation.flag('json')) await terminal.out(`${JSON.stringify(record, null, 2)}\n`);
    else if (!invocation.flag('quiet'))
      await terminal.out(`${factsOf(record)}\n${transcript(timelineOf(record))}`);
  },
};

/** The first of all where none is named. */
async function findRecord(
  corpus: Corpus,
  id: string | undefined,
  signal: AbortSignal,
): Promise<DialogueRecord> {
  const known: string[] = [];
  for await (const record of corpus.records({ signal })) {
    if (id === undefined || record.id === id) return record;
    if (known.length < 10_000) known.push(record.id);
  }
  if (id === undefined) throw new InputError(`${corpus.store.name} has no dialogue yet.`);
  const nearest = suggest(id, known);
  throw new InputError(
    `${corpus.store.name} has no dialogue ${id}.${nearest === undefined ? '' : ` Did you mean ${nearest}?`}`,
  );
}

function factsOf(record: DialogueRecord): string {
  const { id, split, languages, speakers, scenario, environment } = record;
  const people = speakers.map(({ id: name, gender, ageBand, voice }) =>
    [name, gender, ageBand, voice].filter(Boolean).join(' '),
  );
  const tracks = environment.tracks.map(({ place, device, codec, signalToNoise, noiseTypes }) =>
    [
      place,
      device,
      codec === 'none' ? null : codec,
      signalToNoise === null ? null : `${signalToNoise.toFixed(0)} dB`,
      ...noiseTypes,
    ]
      .filter(Boolean)
      .join(', '),
  );
  return [
    `${id}: ${durationOf(record).toFixed(1)} s, ${[languages[0], scenario.register, scenario.domain, scenario.topic, split].filter(Boolean).join(', ')}`,
    ...people.map(
      (person, channel) => `  ${channel}: ${person}${tracks[channel] ? ` (${tracks[channel]})` : ''}`,
    ),
    '',
  ].join('\n');
}

async function drawRecord(record: DialogueRecord, bytes: Uint8Array): Promise<string> {
  const { channels, sampleRate } = await decodeAudio(bytes);
  const buckets = Math.max(1, Math.min(mostPeaks, Math.round(durationOf(record) * peaksPerSecond)));
  const waveforms = record.speakers.map(({ id, channel }): WaveformPeaks & { speaker: string } => ({
    speaker: id,
    ...waveformPeaks({ samples: channels[channel] ?? new Float32Array(0), sampleRate }, buckets),
  }));
  return drawConversation({ timeline: timelineOf(record), waveforms });
}

async function playBytes(bytes: Uint8Array, format: string, signal: AbortSignal): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'duologue-'));
  try {
    const path = join(folder, `dialogue.${format}`);
    await writeFile(path, bytes);
    await playFile(path, { signal, instead: 'take the file from the corpus' });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
