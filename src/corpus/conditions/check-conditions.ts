import { CorpusError } from '../corpus-error.ts';
import type { ConditionerOptions, Conditions } from './conditions.ts';

/** Throws `CorpusError` that names the field which no sound can be made with. */
export function checkConditions(
  { tracks, noises }: Conditions,
  { sampleRate, speechLevels }: ConditionerOptions,
): void {
  requireBetween('sampleRate', sampleRate, 8000, 192_000, 'Hz');
  if (tracks.length === 0) throw fault('tracks', 'there is none; give one for each speaker.');
  if (speechLevels.length !== tracks.length) {
    throw fault(
      'speechLevels',
      `there are ${speechLevels.length} for ${tracks.length} tracks; give one for each.`,
    );
  }
  for (const [index, level] of speechLevels.entries()) {
    requireBetween(`speechLevels.${index}`, level, -120, 20, 'dBFS');
  }
  for (const [index, { room, level, bleed }] of tracks.entries()) {
    const field = `tracks.${index}`;
    requireBetween(`${field}.level`, level, -60, 60, 'dB');
    if (bleed !== null) requireBetween(`${field}.bleed`, bleed, -120, 20, 'dB');
    if (room === null) continue;
    for (const length of room.size) requireBetween(`${field}.room.size`, length, 0.5, 100, 'metres');
    requireBetween(`${field}.room.reverberation`, room.reverberation, 0.02, 10, 'seconds');
    requireBetween(`${field}.room.distance`, room.distance, 0.01, 50, 'metres');
  }
  for (const [index, { start, end, snr, channels }] of noises.entries()) {
    const field = `noises.${index}`;
    requireBetween(`${field}.start`, start, 0, 1e7, 'seconds');
    if (end !== null) requireBetween(`${field}.end`, end, start, 1e7, 'seconds, not before its start');
    requireBetween(`${field}.snr`, snr, -60, 120, 'dB');
    for (const channel of channels) {
      if (tracks[channel] === undefined) {
        throw fault(
          `${field}.channels`,
          `there is no track ${channel}; the tracks are 0 to ${tracks.length - 1}.`,
        );
      }
    }
  }
}

function requireBetween(field: string, value: number, least: number, most: number, unit: string): void {
  if (value >= least && value <= most) return;
  throw fault(field, `it is ${value}; give ${least} to ${most} ${unit}.`);
}

function fault(field: string, message: string): CorpusError {
  return new CorpusError(`conditions.${field}: ${message}`, { field: `conditions.${field}` });
}
