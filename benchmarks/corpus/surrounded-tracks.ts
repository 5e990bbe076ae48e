import {
  type Conditions,
  type CreateConditioner,
  codecNames,
  type DeviceName,
  deviceNames,
  type NoiseKind,
  type NoiseSpan,
  noiseKinds,
} from '../../src/corpus/conditions/conditions.ts';
/** What is heard on a track whose surroundings are known. */
import { findVoices } from '../../src/corpus/ingest/two-track/find-voices.ts';
import { pieceAnswers } from '../../src/corpus/ingest/two-track/noise-kinds.ts';
import { findNoisePieces, pieceFrames } from '../../src/corpus/ingest/two-track/noise-pieces.ts';
import { quietFrames, surroundingInputs } from '../../src/corpus/ingest/two-track/surroundings.ts';
import { createFeatureFinder, frameStep } from '../../src/corpus/ingest/two-track/track-features.ts';
import { createRandom, type Random, rmsAmplitude, toDecibels } from '../../src/dsp/index.ts';

export type SurroundedTrack = {
  /** Seconds. */
  readonly reverberation: number;
  /** By which it is told; `null` where it cannot be. */
  readonly decays: readonly number[] | null;
  /** What is heard where nobody speaks, and the loudest that is really there: a place in `pieceAnswers`. */
  readonly pieces: readonly { readonly inputs: Float64Array; readonly label: number }[];
};

type SurroundedTracks = {
  readonly conditions: Conditions;
  readonly channels: readonly Float32Array[];
};

const distances: Readonly<Record<DeviceName, number>> = {
  studio: 2,
  headset: 0.6,
  mobile: 1,
  'mobile-hands-free': 6,
  laptop: 8,
  'smart-speaker': 25,
  car: 8,
  landline: 0.6,
};

/** Rooms from dead to a hall, every device and noise, from loud to hardly heard. */
function drawConditions(seed: string, duration: number, setting: Conditions['setting']): Conditions {
  const random = createRandom(seed);
  const tracks = [0, 1].map(() => {
    const device = deviceNames[random.integer(deviceNames.length)] ?? 'mobile';
    return {
      room: {
        place: 'room',
        size: [3 + 5 * random.next(), 2.5 + 3.5 * random.next(), 2.4 + 0.8 * random.next()] as const,
        reverberation: 0.1 * 12 ** random.next(),
        distance: (0.05 + 0.05 * random.next()) * distances[device],
      },
      device,
      codec:
        random.next() < 0.6 ? ('none' as const) : (codecNames[random.integer(codecNames.length)] ?? 'none'),
      level: 3 * random.normal(),
      bleed: -55 + 30 * random.next(),
    };
  });
  const noises = [0, 1].flatMap((channel) => drawNoises(channel, duration, random.fork(`noises-${channel}`)));
  const [shared] = tracks;
  if (setting === 'room' && shared !== undefined) {
    const together = tracks.map((track) => ({
      ...track,
      room: { ...shared.room, distance: track.room.distance },
      bleed: null,
    }));
    const common = drawNoises(0, duration, random.fork('noises')).map((noise) => ({
      ...noise,
      channels: [0, 1],
    }));
    return { setting, tracks: together, noises: common.toSorted((a, b) => a.start - b.start), seed };
  }
  return { setting, tracks, noises: noises.toSorted((a, b) => a.start - b.start), seed };
}

function drawNoises(channel: number, duration: number, random: Random): NoiseSpan[] {
  const spans: NoiseSpan[] = [];
  const kind = (): NoiseKind => noiseKinds[random.integer(noiseKinds.length)] ?? 'white';
  const steady = kind();
  if (random.next() < 0.85 && steady !== 'door')
    spans.push({ kind: steady, channels: [channel], start: 0, end: null, snr: 2 + 30 * random.next() });
  if (random.next() < 0.4) {
    const start = random.next() * (duration - 6);
    const end = start + 1 + 5 * random.next();
    spans.push({ kind: kind(), channels: [channel], start, end, snr: 2 + 25 * random.next() });
  }
  return spans;
}

type SurroundOptions = {
  readonly createConditioner: CreateConditioner;
  readonly sampleRate: number;
  readonly seed: string;
  /** Default `call`. */
  readonly setting?: Conditions['setting'];
  /** dBFS that speech would have, where nobody speaks. Default: that of the tracks. */
  readonly speechLevel?: number;
};

/** Listens to dry tracks of two speakers as if they were somewhere, drawn from a seed. */
export function listenAround(
  dry: readonly Float32Array[],
  options: SurroundOptions,
): readonly SurroundedTrack[] {
  const { conditions, channels } = surround(dry, options);
  return listenTo(channels, options.sampleRate, conditions);
}

/** Listens to dry tracks as they are: no noise is there, and no room. */
export function listenToDry(dry: readonly Float32Array[], sampleRate: number): readonly SurroundedTrack[] {
  return listenTo(dry, sampleRate, { tracks: [], noises: [] });
}

function listenTo(
  channels: readonly Float32Array[],
  sampleRate: number,
  conditions: Pick<Conditions, 'tracks' | 'noises'>,
): readonly SurroundedTrack[] {
  const features = channels.map((samples) => {
    const finder = createFeatureFinder(sampleRate);
    finder.push(samples);
    return finder.finish();
  });
  const [one, other] = features;
  if (one === undefined || other === undefined) return [];
  const heard = findVoices([one, other]);
  const listened = [
    { features: one, heard: heard[0] },
    { features: other, heard: heard[1] },
  ] as const;
  return listened.map((own, channel) => {
    const mate = listened[1 - channel] ?? own;
    const quiet = quietFrames(own, mate);
    const noises = conditions.noises.filter((noise) => noise.channels.includes(channel));
    const room = conditions.tracks[channel]?.room ?? null;
    return {
      reverberation: room?.reverberation ?? 0,
      decays: room === null ? null : surroundingInputs(own, mate),
      pieces: findNoisePieces(own.features, (frame) => quiet[frame] === 1).map(({ inputs, frame }) => {
        const start = frame * frameStep;
        const end = start + pieceFrames * frameStep;
        const [loudest] = noises
          .filter((noise) => noise.start < end - 0.3 && (noise.end ?? end) > start + 0.3)
          .toSorted((a, b) => a.snr - b.snr);
        return { inputs, label: pieceAnswers.indexOf(loudest?.kind ?? 'nothing') };
      }),
    };
  });
}

/** Dry tracks of two speakers as they sound somewhere, drawn from a seed. */
function surround(
  dry: readonly Float32Array[],
  { createConditioner, sampleRate, seed, speechLevel, setting = 'call' }: SurroundOptions,
): SurroundedTracks {
  const conditions = drawConditions(seed, (dry[0]?.length ?? 0) / sampleRate, setting);
  const speechLevels = dry.map(
    (track) => speechLevel ?? toDecibels(rmsAmplitude(track.filter((sample) => Math.abs(sample) > 0.003))),
  );
  const conditioner = createConditioner(conditions, { sampleRate, speechLevels });
  const heard = conditioner.process(dry).map((block) => block.slice());
  const rest = conditioner.flush();
  return {
    conditions,
    channels: heard.map((block, channel) => Float32Array.from([...block, ...(rest[channel] ?? [])])),
  };
}
