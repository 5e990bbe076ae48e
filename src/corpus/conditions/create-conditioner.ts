import { applyGain, finiteSamples, fromDecibels } from '../../dsp/index.ts';
import { loadOpusLine } from '../../media/index.ts';
import { checkConditions } from './check-conditions.ts';
import { type CodecParts, createCodec } from './codecs/create-codec.ts';
import type { Conditioner, ConditionerOptions, Conditions, CreateConditioner } from './conditions.ts';
import { createConvolver } from './convolution/convolver.ts';
import { blockFrames, loadSpectralArithmetic } from './convolution/spectral-arithmetic.ts';
import { deviceDelay } from './devices/device-response.ts';
import { createNoiseMixer } from './noise/noise-mixer.ts';
import { pathMatrix, planPaths } from './plan-paths.ts';
import { createTrackChain } from './track-chain.ts';

/** Loads what conditions are made with; the conditioners that it then creates work at once. */
export async function openConditioner(): Promise<CreateConditioner> {
  const [arithmetic, openOpusLine] = await Promise.all([loadSpectralArithmetic(), loadOpusLine()]);
  return (conditions, options) => {
    checkConditions(conditions, options);
    return isDry(conditions)
      ? createDryConditioner(conditions)
      : createHeardConditioner(conditions, options, { arithmetic, openOpusLine });
  };
}

/** Nothing lies between mouths and tracks: not a bit of them is changed but for the level. */
function isDry({ tracks, noises }: Conditions): boolean {
  return (
    noises.length === 0 &&
    tracks.every(
      ({ room, device, codec, bleed }) =>
        room === null && device === 'studio' && codec === 'none' && bleed === null,
    )
  );
}

function createDryConditioner({ tracks: conditions }: Conditions): Conditioner {
  const gains = conditions.map(({ level }) => fromDecibels(level));
  return {
    process: (tracks) =>
      tracks.map((track, index) => applyGain(finiteSamples(track).slice(), gains[index] ?? 1)),
    flush: () => conditions.map(() => new Float32Array(0)),
    [Symbol.dispose]: () => {},
  };
}

function createHeardConditioner(
  conditions: Conditions,
  { sampleRate, speechLevels }: ConditionerOptions,
  parts: CodecParts,
): Conditioner {
  const planned = planPaths(conditions, { sampleRate, speechLevels });
  const heard = planned.map(({ device, around, place, voiceGains }, channel) => ({
    speechLevel: (speechLevels[channel] ?? 0) + (voiceGains[channel] ?? 0),
    around,
    place,
    floor: device.floor,
    floorTilt: device.floorTilt,
  }));
  const convolver = createConvolver(parts.arithmetic, pathMatrix(planned));
  const mixer = createNoiseMixer({ conditions, tracks: heard, sampleRate });
  const delay = deviceDelay(sampleRate);
  const chains = conditions.tracks.map(({ codec, level }, channel) =>
    createTrackChain({
      device: planned[channel]?.device ?? unreachable(channel),
      codec: createCodec(codec, sampleRate, parts),
      speechLevel: heard[channel]?.speechLevel ?? 0,
      level,
      delay,
      sampleRate,
    }),
  );
  const waiting = chains.map(() => new Float32Array(blockFrames));
  const outputs = chains.map(() => new Float32Array(blockFrames));
  let filled = 0;
  let taken = 0;
  let given = 0;
  let pushed = 0;

  const runBlock = (most: number): void => {
    const voices = waiting.map((block) => (isSilent(block) ? null : block));
    convolver.process([...voices, ...mixer.next()], outputs);
    const frames = Math.min(blockFrames, most);
    for (const [channel, chain] of chains.entries()) {
      chain.push((outputs[channel] ?? new Float32Array(0)).subarray(0, frames));
    }
    pushed += frames;
    filled = 0;
  };
  const takeReady = (frames: number): readonly Float32Array[] => {
    given += frames;
    return chains.map((chain) => chain.take(frames));
  };

  return {
    process(tracks) {
      const [first] = tracks;
      const blocks = chains.map((_, channel) => finiteSamples(tracks[channel] ?? new Float32Array(0)));
      const frames = first?.length ?? 0;
      for (let at = 0; at < frames; ) {
        const part = Math.min(frames - at, blockFrames - filled);
        for (const [channel, block] of blocks.entries()) {
          waiting[channel]?.set(block.subarray(at, at + part), filled);
        }
        at += part;
        filled += part;
        if (filled === blockFrames) runBlock(blockFrames);
      }
      taken += frames;
      return takeReady(Math.min(taken - given, ...chains.map(({ ready }) => ready)));
    },
    flush() {
      for (let lacking = taken + delay - pushed; lacking > 0; lacking -= blockFrames) {
        for (const block of waiting) block.fill(0, filled);
        runBlock(lacking);
      }
      for (const chain of chains) chain.finish();
      const rest = takeReady(taken - given);
      this[Symbol.dispose]();
      return rest;
    },
    [Symbol.dispose]() {
      convolver[Symbol.dispose]();
      for (const chain of chains) chain[Symbol.dispose]();
    },
  };
}

function isSilent(block: Float32Array): boolean {
  for (let frame = 0; frame < block.length; frame++) if (block[frame] !== 0) return false;
  return true;
}

function unreachable(channel: number): never {
  throw new RangeError(`There is no track ${channel}.`);
}
