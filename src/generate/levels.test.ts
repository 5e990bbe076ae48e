import { describe, expect, test } from 'vitest';
import {
  createLimiter,
  createRandom,
  fromDecibels,
  levelBlocks,
  measureEnvelope,
  measureLoudness,
} from '../dsp/index.ts';
import { channelGains } from './layouts.ts';
import { measureLevels } from './levels.ts';
import type { Clip } from './material.ts';
import { createChannelMixer, type MixSource, readBlocks } from './mix-tracks.ts';

const sampleRate = 24_000;

/** Syllables; the sharper, the higher their peaks beside their loudness. */
function utterance(seed: string, seconds: number, level: number, sharpness: number): Float32Array {
  const random = createRandom(seed);
  let smooth = 0;
  return Float32Array.from({ length: seconds * sampleRate }, (_, frame) => {
    const time = frame / sampleRate;
    smooth = 0.6 * smooth + 0.4 * random.normal();
    const voiced = Math.cos(2 * Math.PI * 130 * time) ** (2 * sharpness + 1);
    return level * Math.max(0, Math.sin(2 * Math.PI * 2.5 * time)) * (voiced + 0.2 * smooth);
  });
}

/** Two speakers in turn, thirty decibels apart, one of high peaks; every third turn overlaps the one before. */
function talk(): MixSource {
  const sounds: Float32Array[] = [];
  const clips: Clip[] = [];
  let clock = 0.5;
  for (let turn = 0; turn < 12; turn++) {
    const loud = turn % 2 === 0;
    const seconds = 2 + (turn % 3);
    sounds.push(utterance(`turn ${turn}`, seconds, loud ? 0.5 : 0.016, loud ? 1 : 20));
    const at = turn % 3 === 2 ? clock - 0.8 : clock;
    const shape = { fadeIn: 0.005, fadeOut: 0.005, gain: 0, kind: 'speech' as const };
    clips.push({
      speaker: loud ? 'ann' : 'ben',
      source: turn,
      from: 0.003,
      to: seconds - 0.004,
      at,
      ...shape,
    });
    clock = at + seconds + 0.3;
  }
  return {
    clips,
    speakers: ['ann', 'ben'],
    duration: clock,
    sounds: {
      sampleRate,
      read: async (source, from, frames, room = new Float32Array(frames)) => {
        room.fill(0);
        room.set(sounds[source]?.subarray(from, from + frames) ?? []);
        return room;
      },
      levels: (source) =>
        levelBlocks(measureEnvelope({ samples: sounds[source] ?? new Float32Array(0), sampleRate })),
    },
  };
}

describe.each([-27, -19, -16])('at %i LUFS', (target) => {
  test.each(['tracks', 'stereo', 'mono'] as const)('%s is as loud as is told beforehand', async (layout) => {
    const source = talk();
    const truePeak = -1.3;
    const levels = await measureLevels(source, { target, truePeak, layouts: [layout], speech: [-10, -40] });
    const level = levels[layout] ?? { speakers: [], programme: Number.NaN };
    const gains = channelGains(layout, source.speakers).map((row) =>
      row.map((gain, index) => gain * (level.speakers[index] ?? 1) * level.programme),
    );
    const channels = await mixDown(source, gains, truePeak);
    const { integrated, truePeak: highest } = measureLoudness({ channels, sampleRate });
    expect(Math.abs(integrated - target)).toBeLessThan(0.3);
    expect(highest).toBeLessThan(-1);
    if (layout !== 'tracks') return;
    const [ann = 0, ben = 0] = channels.map((channel) => {
      const heard = channel.filter((sample) => sample !== 0);
      return measureLoudness({ channels: [heard], sampleRate }).integrated;
    });
    expect(Math.abs(ann - ben)).toBeLessThan(0.5);
  });
});

async function mixDown(
  source: MixSource,
  gains: readonly (readonly number[])[],
  ceiling: number,
): Promise<readonly Float32Array[]> {
  const mix = createChannelMixer(gains);
  const limiter = createLimiter({ sampleRate, channels: gains.length, ceiling });
  const pieces: (readonly Float32Array[])[] = [];
  for await (const block of readBlocks(source)) pieces.push(limiter.push(mix(block)));
  pieces.push(limiter.flush());
  return gains.map((_, channel) => Float32Array.from(pieces.flatMap((piece) => [...(piece[channel] ?? [])])));
}

test('a voice is not turned up beyond measure', async () => {
  const source = talk();
  const quiet: MixSource = {
    ...source,
    sounds: { ...source.sounds, levels: (index) => silent(source.sounds.levels(index)) },
  };
  const { mono } = await measureLevels(quiet, {
    target: -19,
    truePeak: -1,
    layouts: ['mono'],
    speech: [-120, -120],
  });
  for (const gain of mono?.speakers ?? [Number.NaN])
    expect(gain).toBeLessThanOrEqual(fromDecibels(40) + 1e-9);
});

function silent({ energies, peaks, ...rest }: ReturnType<MixSource['sounds']['levels']>) {
  return { ...rest, energies: energies.map(() => 0), peaks: peaks.map(() => 0) };
}
