import { addScaled, createRandom, fromDecibels } from '../../../dsp/index.ts';
import type { Conditions, NoiseKind, NoiseSpan } from '../conditions.ts';
import { blockFrames } from '../convolution/spectral-arithmetic.ts';
import { bandGains, gainThrough } from '../speech-spectrum.ts';
import { comesFromOnePlace, createNoise } from './create-noise.ts';
import { measureNoise } from './measure-noise.ts';
import { createRumble, type NoiseSource } from './noise-source.ts';

export type HeardTrack = {
  /** dBFS of the speaker's own speech where it is heard. */
  readonly speechLevel: number;
  /** From noise to what is heard of it, from all around and from one place. */
  readonly around: Float32Array;
  readonly place: Float32Array;
  /** dB against the speech of what the device itself adds; `null` for nothing. */
  readonly floor: number | null;
  readonly floorTilt: number;
};

export type NoiseMixerOptions = {
  readonly conditions: Conditions;
  readonly tracks: readonly HeardTrack[];
  /** Hz. */
  readonly sampleRate: number;
};

/** All noise of a dialogue, as it is before rooms and devices. */
export interface NoiseMixer {
  /**
   * The next block of each track: first what comes from all around, for each of them, then what comes from one place.
   * `null` for silence. It holds until it is called again.
   */
  next(): readonly (Float32Array | null)[];
}

/** Seconds that are listened to for a noise's level, at most. */
const listening = 8;

/** dB by which noise may be raised because a device takes most of it away: a hum on a telephone stays a faint one. */
const mostRaised = 20;

/** Seconds in which noise that starts or ends within the dialogue comes and goes. */
const edge = 0.4;
/** What is struck starts at once. */
const struckEdge = 0.003;
const struck: readonly NoiseKind[] = ['keyboard', 'door', 'dishes', 'footsteps'];

export function createNoiseMixer({ conditions, tracks, sampleRate }: NoiseMixerOptions): NoiseMixer {
  const columns = Array.from({ length: 2 * tracks.length }, () => new Float32Array(blockFrames));
  const sounding = columns.map(() => false);
  const waiting = conditions.noises.map((span) => ({
    span,
    startFrame: Math.round(span.start * sampleRate),
  }));
  let playing: SpanPlayer[] = tracks.flatMap((track, channel) =>
    track.floor === null ? [] : [playFloor(track, channel, conditions.seed, sampleRate)],
  );
  const room = new Float32Array(blockFrames);
  let at = 0;
  return {
    next() {
      for (const [index, column] of columns.entries()) {
        if (sounding[index] === true) column.fill(0);
        sounding[index] = false;
      }
      for (let index = 0; index < waiting.length; ) {
        const { span, startFrame } = waiting[index] ?? {};
        if (span !== undefined && startFrame !== undefined && startFrame < at + blockFrames) {
          waiting.splice(index, 1);
          playing.push(playSpan(span, { conditions, tracks, sampleRate }));
        } else index++;
      }
      for (const { source, gains, column, from, amplitude } of playing) {
        const skipped = Math.max(0, from - at);
        const heard = room.subarray(skipped);
        source.write(heard);
        amplitude(heard, at + skipped - from);
        for (const [channel, gain] of gains) {
          const target = columns[column + channel];
          if (target === undefined) continue;
          sounding[column + channel] = true;
          addScaled(target, heard, skipped, gain);
        }
      }
      at += blockFrames;
      playing = playing.filter(({ to }) => to > at);
      return columns.map((column, index) => (sounding[index] === true ? column : null));
    },
  };
}

type SpanPlayer = {
  readonly source: NoiseSource;
  /** Channel and gain. */
  readonly gains: readonly (readonly [number, number])[];
  /** The first of the columns that it is mixed into. */
  readonly column: number;
  readonly from: number;
  readonly to: number;
  /** Fades a block that starts at a frame of the span, in place. */
  readonly amplitude: (block: Float32Array, frame: number) => void;
};

function playSpan(span: NoiseSpan, { conditions, tracks, sampleRate }: NoiseMixerOptions): SpanPlayer {
  const { kind, channels, start, end, snr } = span;
  const seed = `${conditions.seed}/noise/${kind}/${start}/${channels.join('-')}`;
  const duration = end === null ? Number.POSITIVE_INFINITY : Math.max(0, end - start);
  const { source, level, powers } = measureNoise(
    createNoise(kind, { sampleRate, random: createRandom(seed) }),
    Math.min(listening, Math.max(0.25, duration)),
    sampleRate,
  );
  const onePlace = comesFromOnePlace(kind);
  const gains = channels.flatMap((channel): [number, number][] => {
    const track = tracks[channel];
    if (track === undefined || !Number.isFinite(level)) return [];
    const through = gainThrough(powers, bandGains(onePlace ? track.place : track.around));
    return [[channel, fromDecibels(track.speechLevel - snr - level - Math.max(-mostRaised, through))]];
  });
  const from = Math.round(start * sampleRate);
  const frames = duration * sampleRate;
  const softest = Math.min(edge, duration / 4) * sampleRate;
  const rise = start === 0 ? 0 : struck.includes(kind) ? struckEdge * sampleRate : softest;
  return {
    source,
    gains,
    column: onePlace ? tracks.length : 0,
    from,
    to: from + frames,
    amplitude: (block, first) => fadeEdges(block, first, { rise, fall: softest, frames }),
  };
}

function playFloor(
  { speechLevel, around, floor, floorTilt }: HeardTrack,
  channel: number,
  seed: string,
  sampleRate: number,
): SpanPlayer {
  const rumble = createRumble(floorTilt, { sampleRate, random: createRandom(`${seed}/floor/${channel}`) });
  const { source, level, powers } = measureNoise(rumble, 1, sampleRate);
  const through = Math.max(-mostRaised, gainThrough(powers, bandGains(around)));
  return {
    source,
    gains: [[channel, fromDecibels(speechLevel + (floor ?? 0) - level - through)]],
    column: 0,
    from: 0,
    to: Number.POSITIVE_INFINITY,
    amplitude: () => {},
  };
}

function fadeEdges(
  block: Float32Array,
  first: number,
  { rise, fall, frames }: { readonly rise: number; readonly fall: number; readonly frames: number },
): void {
  if (first >= rise && first + block.length <= frames - fall) return;
  for (let index = 0; index < block.length; index++) {
    const frame = first + index;
    const place = Math.max(
      0,
      Math.min(1, frame / Math.max(rise, 1e-9), (frames - frame) / Math.max(fall, 1e-9)),
    );
    block[index] = (block[index] ?? 0) * Math.sin((Math.PI / 2) * place) ** 2;
  }
}
