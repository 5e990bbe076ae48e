// Speaks one long dialogue in a process of its own and prints what became of it from part to part, as JSON.
// The job, as JSON: { model, minutes, parts }.
import { createDialoSpeech } from '@duologue/dialospeech';
import * as z from 'zod';
import { openModelEar } from './listeners/model-ear.ts';
import type { LongPart } from './measure-long.ts';
import { pieceLength } from './measures/similarity.ts';
import { writtenScripts } from './scripts/written-scripts.ts';
import { castOf } from './sources/model-source.ts';

const jobSchema = z.object({ model: z.string(), minutes: z.number().positive(), parts: z.int().positive() });
const { model, minutes, parts: count } = jobSchema.parse(JSON.parse(process.argv[2] ?? ''));

/** No turn is shorter than this, in seconds, so that there are turns enough. */
const shortestTurn = 0.5;
/** Pieces of each track that are heard in a part. */
const pieces = 12;

await using provider = await createDialoSpeech({ model });
const { dialogue, voices } = provider;
const ear = await openModelEar(model);
const [first, ...more] = await writtenScripts('en');
const cast = first === undefined ? undefined : castOf(first, voices);
if (first === undefined || cast === undefined) throw new Error(`${model} has no two English voices.`);
const written = [first, ...more].flatMap(({ turns }) =>
  turns.map(({ speaker, text, kind, cutShort }) => ({
    voice: cast[speaker]?.id ?? '',
    text,
    kind,
    cutShort,
  })),
);
const rounds = Math.ceil((minutes * 60) / shortestTurn / written.length);
const turns = Array.from({ length: rounds }, () => written).flat();

const partLength = (minutes * 60) / count;
const length = pieceLength * dialogue.sampleRate;
const made: LongPart[] = [];
/** Of each track: what is heard of it in this part, silence left out, and the seconds of it so far. */
let speech: [number[], number[]] = [[], []];
const sound = [0, 0];
let began = performance.now();

for await (const part of dialogue.converse({ turns, language: 'en', seed: 'long' })) {
  if (part.type !== 'audio-ready') continue;
  const channel = part.channel === 1 ? 1 : 0;
  const { samples } = part.audio;
  const own = speech[channel];
  for (const sample of samples) if (sample !== 0 && own.length < pieces * length) own.push(sample);
  sound[channel] = (sound[channel] ?? 0) + samples.length / dialogue.sampleRate;
  if (Math.min(...sound) < (made.length + 1) * partLength) continue;
  const work = (performance.now() - began) / 1000;
  made.push({
    work,
    memory: process.memoryUsage().rss,
    voices: await Promise.all(speech.map(vectorsOf)),
    levels: speech.map(levelOf),
  });
  if (made.length === count) break;
  speech = [[], []];
  began = performance.now();
}
console.log(JSON.stringify(made));

async function vectorsOf(samples: readonly number[]): Promise<number[][]> {
  const found: number[][] = [];
  for (let from = 0; from + length <= samples.length; from += length)
    found.push([...(await ear.vectorOf(Float32Array.from(samples.slice(from, from + length))))]);
  return found;
}

/** dB of full scale. */
function levelOf(samples: readonly number[]): number {
  const power = samples.reduce((sum, sample) => sum + sample ** 2, 0) / Math.max(1, samples.length);
  return 10 * Math.log10(power);
}
