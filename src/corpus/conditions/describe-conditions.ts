import type { TrackEnvironment } from '../record/types.ts';
import { codecModels } from './codecs/codec-models.ts';
import type { ConditionerOptions, Conditions } from './conditions.ts';
import { deviceModels } from './devices/device-models.ts';
import { upperEdge } from './devices/device-response.ts';
import { planPaths } from './plan-paths.ts';

/**
 * What conditions come to, for the record: each track's bandwidth, its speech over all steady noise, and the others'
 * voices on it beside its own, which in a room follows from where everybody sits. Pure.
 */
export function describeConditions(
  conditions: Conditions,
  options: ConditionerOptions,
): readonly TrackEnvironment[] {
  const { tracks, noises, setting } = conditions;
  const together = setting === 'room' && tracks.some(({ room }) => room !== null);
  const planned = together ? planPaths(conditions, options) : [];
  return tracks.map(({ room, device, codec, bleed }, channel) => {
    const heard = noises.filter(({ channels }) => channels.includes(channel));
    const { floor } = deviceModels[device];
    const steady = heard.filter(({ end }) => end === null).map(({ snr }) => snr);
    return {
      channel,
      place: room?.place ?? null,
      device,
      codec,
      reverberation: room?.reverberation ?? null,
      bandwidth: upperEdge({
        device: deviceModels[device],
        band: codecModels[codec].band,
        sampleRate: options.sampleRate,
      }),
      signalToNoise: overAll([...steady, ...(floor === null ? [] : [-floor])]),
      noiseTypes: [...new Set(heard.map(({ kind }) => kind))],
      bleed: together ? bleedOf(planned[channel]?.voiceGains ?? [], channel, options.speechLevels) : bleed,
    };
  });
}

/** dB over several noises at once. */
function overAll(ratios: readonly number[]): number | null {
  return ratios.length === 0 ? null : -decibelSum(ratios.map((ratio) => -ratio));
}

function bleedOf(
  gains: readonly (number | null)[],
  channel: number,
  speechLevels: readonly number[],
): number | null {
  const levels = gains.map((gain, speaker) => (gain === null ? null : gain + (speechLevels[speaker] ?? 0)));
  const others = levels.flatMap((level, speaker) => (level === null || speaker === channel ? [] : [level]));
  return others.length === 0 ? null : decibelSum(others) - (levels[channel] ?? 0);
}

function decibelSum(levels: readonly number[]): number {
  return 10 * Math.log10(levels.reduce((sum, level) => sum + 10 ** (level / 10), 0));
}
