import type { FilterVerdict } from '../record/types.ts';
import type { FilterLimits } from './ingest-parameters.ts';

/** What was measured of a recording, under the names of the filters; `null` where it could not be. */
export type Measured = Readonly<Record<keyof FilterLimits, number | null>>;

/** Which limits are the least that is wanted; the others are the most that is borne. */
const least: ReadonlySet<string> = new Set<keyof FilterLimits>(['snr', 'bandwidth', 'speech', 'duration']);

/** A verdict for every filter. What could not be measured passes where a limit is a most, and fails where it is a least. */
export function filterVerdicts(measured: Measured, limits: FilterLimits): readonly FilterVerdict[] {
  const names: readonly (keyof FilterLimits)[] = [
    'snr',
    'bleed',
    'clipping',
    'bandwidth',
    'speech',
    'duration',
    'likeness',
    'dc',
    'dropouts',
    'noise',
  ];
  return names.map((name) => {
    const [value, threshold] = [measured[name], limits[name]];
    return { name, value, threshold, pass: passes(value, threshold, least.has(name)) };
  });
}

function passes(value: number | null, threshold: number | null, isLeast: boolean): boolean {
  if (threshold === null) return true;
  if (value === null) return !isLeast;
  return isLeast ? value >= threshold : value <= threshold;
}
