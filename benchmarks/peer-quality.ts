import { join } from 'node:path';
import { measureLoudness, resample, toDecibels } from '../src/dsp/index.ts';
import { decodeAudio } from '../src/media/index.ts';
import type { BenchmarkTable } from './benchmark.ts';
import { burstClips, hardClipNames, toneFrequencies } from './peer-clips.ts';
import {
  type PeerJob,
  type PeerOutcome,
  type RunPeerJob,
  readOutput,
  type Service,
  speechTurns,
} from './peer-job.ts';

type Library = PeerJob['library'];
type Measure = (library: Library) => Promise<readonly string[]>;

/** How good the sound and the times are, each by a conversation that is made for it. */
export async function benchPeerQuality(run: RunPeerJob, folder: string): Promise<BenchmarkTable> {
  const make = async (job: PeerJob): Promise<Made> => {
    const path = join(folder, `out.${job.format}`);
    const outcome = await run({ ...job, path });
    const { channels, sampleRate } = await decodeAudio(await readOutput(path));
    return { outcome, samples: channels[0] ?? new Float32Array(0), sampleRate };
  };
  const measures: readonly (readonly [names: readonly string[], measure: Measure])[] = [
    [
      ['loudness of 10 hard clips, from the quietest to the loudest, LU', 'true peak of these, dBTP'],
      levels(make),
    ],
    [['image of a tone of 7 kHz, 24 to 48 kHz, dB', 'of a tone of 10 kHz, dB'], images(make)],
    [['MP3 behind the WAV, ms'], mp3Offset(make)],
    [['200 turns of mixed rates: worst error of a start, ms'], starts(make)],
    [['`base64` of some 100 MB, s'], base64(run)],
  ];
  const rows: string[][] = [];
  for (const [names, measure] of measures) {
    const ours = await measure('duologue');
    const theirs = await measure('peer');
    for (const [index, name] of names.entries()) rows.push([name, ours[index] ?? '', theirs[index] ?? '']);
  }
  return {
    title: 'Quality',
    columns: ['', 'duologue', 'peer'],
    rows,
    note:
      'The hard clips: plain, 30 dB quieter, with a click, with silence inside, with silence at the end, clipped, noisy, on ' +
      'a constant, a single word, with a thump; each turn is measured by BS.1770. Starts: bursts without silence, found in ' +
      'the WAV; for Duologue against its timeline, for the peer, whose times need a transcription service, against the sum ' +
      'of durations and gaps that it reckons with. MP3 as any player decodes it, which heeds the delay in the header ' +
      'where there is one. Aims: 1 LU, -1 dBTP, -100 dB, 2 ms, .5 ms, 1 s.',
  };
}

type Made = { readonly outcome: PeerOutcome; readonly samples: Float32Array; readonly sampleRate: number };
type Make = (job: PeerJob) => Promise<Made>;

const gap = 0.3;

/** Where the turns lie: as the timeline says, or one after another with all of their silence. */
function spans({ outcome }: Made, durations: readonly number[]): readonly { start: number; end: number }[] {
  if (outcome.utterances !== undefined) return outcome.utterances;
  let clock = 0;
  return durations.map((duration) => {
    const start = clock;
    clock += duration + gap;
    return { start, end: start + duration };
  });
}

function levels(make: Make): Measure {
  return async (library) => {
    const turns = hardClipNames.map((clip) => ({ clip, service: 'openai' as const }));
    const made = await make({ library, turns, format: 'wav', target: 'memory' });
    const { samples, sampleRate } = made;
    const durations = hardClipNames.map((name) => (name === 'hard-8' ? 0.8 : 4));
    const heard = spans(made, durations).map(({ start, end }) => {
      const turn = samples.subarray(Math.round(start * sampleRate), Math.round(end * sampleRate));
      return measureLoudness({ channels: [turn], sampleRate }).integrated;
    });
    const { truePeak } = measureLoudness({ channels: [samples], sampleRate });
    return [(Math.max(...heard) - Math.min(...heard)).toFixed(1), truePeak.toFixed(1)];
  };
}

function images(make: Make): Measure {
  return async (library) => {
    const found: string[] = [];
    for (const frequency of toneFrequencies) {
      const turns = [
        { clip: `tone-${frequency}`, service: 'openai' },
        { clip: 'speech-0', service: 'deepgram' },
      ] as const;
      const { samples, sampleRate } = await make({ library, turns, format: 'wav', target: 'memory' });
      const tone = samples.subarray(sampleRate, 3 * sampleRate);
      const image = amplitudeAt(tone, 24_000 - frequency, sampleRate);
      found.push(toDecibels(image / amplitudeAt(tone, frequency, sampleRate)).toFixed(0));
    }
    return found;
  };
}

/** Of a sine of this frequency, under a Blackman window. Hz. */
function amplitudeAt(samples: Float32Array, frequency: number, sampleRate: number): number {
  let real = 0;
  let imaginary = 0;
  let weight = 0;
  for (const [frame, sample] of samples.entries()) {
    const place = (2 * Math.PI * frame) / samples.length;
    const window = 0.42 - 0.5 * Math.cos(place) + 0.08 * Math.cos(2 * place);
    const angle = (2 * Math.PI * frequency * frame) / sampleRate;
    real += window * sample * Math.cos(angle);
    imaginary += window * sample * Math.sin(angle);
    weight += window;
  }
  return (2 * Math.hypot(real, imaginary)) / weight;
}

function mp3Offset(make: Make): Measure {
  return async (library) => {
    const turns = speechTurns(5, '24');
    const wave = await make({ library, turns, format: 'wav', target: 'memory' });
    const packed = await make({ library, turns, format: 'mp3', target: 'memory' });
    const { samples } = resample({ samples: packed.samples, sampleRate: packed.sampleRate }, wave.sampleRate);
    return [((1000 * lag(wave.samples, samples)) / wave.sampleRate).toFixed(1)];
  };
}

/** Frames by which the second is later than the first, where they are most alike. */
function lag(first: Float32Array, second: Float32Array): number {
  const most = 2000;
  let best = { shift: 0, likeness: Number.NEGATIVE_INFINITY };
  for (let shift = -most; shift <= most; shift++) {
    let likeness = 0;
    for (let frame = 20_000; frame < 60_000; frame++) {
      likeness += (first[frame] ?? 0) * (second[frame + shift] ?? 0);
    }
    if (likeness > best.likeness) best = { shift, likeness };
  }
  return best.shift;
}

function starts(make: Make): Measure {
  return async (library) => {
    const services: readonly Service[] = ['openai', 'fish', 'deepgram'];
    const turns = Array.from({ length: 200 }, (_, index) => ({
      clip: burstClips[index % 3] ?? '',
      service: services[(index + Math.floor(index / 3)) % 3] ?? 'openai',
    }));
    const made = await make({ library, turns, format: 'wav', target: 'memory' });
    const onsets = findOnsets(made);
    const stated = spans(
      made,
      turns.map((_, index) => 1 + 0.37 * (index % 3)),
    );
    if (onsets.length !== stated.length) return [`${onsets.length} starts found of ${stated.length}`];
    const errors = stated.map(({ start }, index) => Math.abs(start - (onsets[index] ?? Number.NaN)));
    return [(1000 * Math.max(...errors)).toFixed(2)];
  };
}

/** Where sound follows at least a tenth of a second of silence. Seconds. */
function findOnsets({ samples, sampleRate }: Made): readonly number[] {
  const onsets: number[] = [];
  let quiet = sampleRate;
  for (const [frame, sample] of samples.entries()) {
    if (Math.abs(sample) < 1e-4) {
      quiet++;
      continue;
    }
    if (quiet > 0.1 * sampleRate) onsets.push(frame / sampleRate);
    quiet = 0;
  }
  return onsets;
}

function base64(run: RunPeerJob): Measure {
  return async (library) => {
    const turns = speechTurns(500, '24');
    const { base64: read } = await run({ library, turns, format: 'wav', target: 'memory', base64: true });
    return [
      read === undefined ? '' : `${read.seconds.toFixed(2)} (${(read.length / 1e6).toFixed(0)} MB of text)`,
    ];
  };
}
