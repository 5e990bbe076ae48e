import {
  type CodecName,
  type Conditions,
  type NoiseKind,
  noiseKinds,
  openConditioner,
  type TrackConditions,
} from '../../src/corpus/index.ts';
import { createRandom, fromDecibels } from '../../src/dsp/index.ts';
import type { Benchmark, BenchmarkTable } from '../benchmark.ts';

const sampleRate = 16_000;
const duration = 300;
const runs = 3;

export const corpusConditionsBenchmark: Benchmark = {
  name: 'corpus-conditions',
  title: 'Conditions of corpora',
  method:
    `Two tracks of ${duration} s at 16 kHz, on which two take turns, through rooms (reverberation .4 s), devices, noise and ` +
    `codecs. Processor time of one thread, the best of ${runs} runs; preparing is done once for each dialogue, and is part of it.`,
  run: async () => [await measureConditions()],
};

type Case = { readonly name: string; readonly conditions: Conditions };

async function measureConditions(): Promise<BenchmarkTable> {
  const createConditioner = await openConditioner();
  const tracks = takingTurns();
  const rows = cases().map(({ name, conditions }) => {
    const times = Array.from({ length: runs }, () => {
      const begun = processorTime();
      const conditioner = createConditioner(conditions, { sampleRate, speechLevels: [-26, -26] });
      const prepared = processorTime();
      for (let at = 0; at < duration * sampleRate; at += sampleRate) {
        conditioner.process(tracks.map((track) => track.subarray(at, at + sampleRate)));
      }
      conditioner.flush();
      return { preparing: prepared - begun, whole: processorTime() - begun };
    });
    const { preparing, whole } = times.reduce((best, each) => (each.whole < best.whole ? each : best));
    return [
      name,
      preparing.toFixed(0),
      (whole / duration).toFixed(2),
      `${Math.round((1000 * duration) / whole)}x`,
    ];
  });
  return {
    title: 'Cost of conditions',
    columns: ['conditions', 'preparing, ms', 'ms a second of dialogue', 'real time'],
    rows,
  };
}

function cases(): readonly Case[] {
  const codecs: readonly CodecName[] = ['g711-mu', 'gsm', 'amr-wb', 'opus-12k', 'opus-24k'];
  return [
    { name: 'rooms alone', conditions: callOf({ device: 'studio' }) },
    { name: 'rooms and mobile telephones', conditions: callOf({}) },
    { name: 'the same with bleed at -40 dB', conditions: callOf({ bleed: -40 }) },
    { name: 'one room, two microphones', conditions: { ...callOf({}), setting: 'room' } },
    ...codecs.map((codec) => ({ name: `mobile telephones, ${codec}`, conditions: callOf({ codec }) })),
    ...noiseKinds.map((kind) => ({
      name: `mobile telephones, ${kind} on both tracks`,
      conditions: callOf({}, kind),
    })),
  ];
}

function callOf(given: Partial<TrackConditions>, kind?: NoiseKind): Conditions {
  const room = { place: 'office', size: [4.5, 3.5, 2.6], reverberation: 0.4, distance: 0.06 } as const;
  const track: TrackConditions = { room, device: 'mobile', codec: 'none', level: 0, bleed: null, ...given };
  return {
    setting: 'call',
    tracks: [track, track],
    noises:
      kind === undefined
        ? []
        : [0, 1].map((channel) => ({ kind, channels: [channel], start: 0, end: null, snr: 15 })),
    seed: 'benchmark',
  };
}

/** Each speaks for 2.5 s in turn, with silence where nobody does. */
function takingTurns(): readonly Float32Array[] {
  const random = createRandom('turns');
  const level = fromDecibels(-26);
  const tracks = [0, 1].map(() => new Float32Array(duration * sampleRate));
  for (let time = 0, speaker = 0; time < duration; time += 2.5, speaker = 1 - speaker) {
    const first = Math.round(time * sampleRate);
    const frames = Math.round((2.2 + 0.6 * random.next()) * sampleRate);
    const spoken = tracks[speaker]?.subarray(first, first + frames) ?? [];
    for (let frame = 0; frame < spoken.length; frame++) spoken[frame] = level * random.normal();
  }
  return tracks;
}

/** Milliseconds. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
