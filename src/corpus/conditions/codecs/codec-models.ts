import type { CodecName } from '../conditions.ts';
import type { Band } from '../devices/device-response.ts';

export type CodecModel = {
  /** What is let in, Hz. */
  readonly band: Band;
  /** Hz at which it works; `null` for the track's own. */
  readonly sampleRate: number | null;
} & (
  | { readonly kind: 'none' }
  | { readonly kind: 'companding'; readonly law: 'mu' | 'a' }
  | { readonly kind: 'predictive'; readonly width: 'narrow' | 'wide' }
  | { readonly kind: 'opus'; readonly bitrate: number }
);

const telephone = { low: 200, high: 3400 } as const;
// What 24 kHz can hold, at which Opus is fed at the most.
const open = { low: null, high: 11_400 } as const;

export const codecModels: Readonly<Record<CodecName, CodecModel>> = {
  none: { kind: 'none', band: { low: null, high: null }, sampleRate: null },
  'g711-mu': { kind: 'companding', law: 'mu', band: telephone, sampleRate: 8000 },
  'g711-a': { kind: 'companding', law: 'a', band: telephone, sampleRate: 8000 },
  gsm: { kind: 'predictive', width: 'narrow', band: telephone, sampleRate: 8000 },
  'amr-wb': { kind: 'predictive', width: 'wide', band: { low: 50, high: 6800 }, sampleRate: 16_000 },
  'opus-12k': { kind: 'opus', bitrate: 12_000, band: open, sampleRate: null },
  'opus-24k': { kind: 'opus', bitrate: 24_000, band: open, sampleRate: null },
};
