import { applyGain, fromDecibels } from '../../dsp/index.ts';
import type { Conditioner, ConditionerOptions, Conditions } from './conditions.ts';

export function createConditioner(
  { tracks: conditions }: Conditions,
  _options: ConditionerOptions,
): Conditioner {
  return {
    process: (tracks) =>
      tracks.map((track, index) => applyGain(track.slice(), fromDecibels(conditions[index]?.level ?? 0))),
    flush: () => conditions.map(() => new Float32Array(0)),
  };
}
