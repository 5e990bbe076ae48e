import type { FilterVerdict } from '../record/types.ts';
import type { FilterLimits } from './ingest-parameters.ts';

/** What was measured of a recording, under the names of the filters; `null` where it could not be. */
export type Measured = Readonly<Partial<Record<keyof FilterLimits, number | null>>>;

/** Which limits are the least that is wanted; the others are the most that is borne. */
const least: ReadonlySet<string> = new Set<keyof FilterLimits>([
  'snr',
  'bandwidth',
  'speech',
  'duration',
  'clock',
  'transcript',
  'text',
  'language',
  'alignment',
  'tracks',
  'voices',
  'similarity',
  'separation',
]);
/** Those of which too little may be said to tell, and which then say nothing against it. */
const mayBeUnknown: ReadonlySet<string> = new Set<keyof FilterLimits>([
  'clock',
  'language',
  'alignment',
  'tracks',
  'separation',
]);

/** A verdict for every filter that was measured. What could not be measured passes where a limit is a most, and fails where it is a least. */
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
    'hum',
    'clock',
    'transcript',
    'text',
    'language',
    'alignment',
    'tracks',
    'voices',
    'strangers',
    'similarity',
    'separation',
    'mixed',
  ];
  return names.flatMap((name) => {
    const [value, threshold] = [measured[name], limits[name]];
    if (value === undefined) return [];
    const isUnknown = value === null && mayBeUnknown.has(name);
    return [{ name, value, threshold, pass: isUnknown || passes(value, threshold, least.has(name)) }];
  });
}

function passes(value: number | null, threshold: number | null, isLeast: boolean): boolean {
  if (threshold === null) return true;
  if (value === null) return !isLeast;
  return isLeast ? value >= threshold : value <= threshold;
}
