import type { RunManifest } from '../run/run-manifest.ts';
import { countDialogues } from './plan-dialogue.ts';
import { simulateManifest } from './simulate-manifest.ts';
import type { Spec } from './spec.ts';

/** What a run will come to, before it is begun. */
export type RunEstimate = {
  readonly dialogues: number;
  readonly hours: number;
  readonly shards: number;
  /** Of all sound. */
  readonly bytes: number;
  readonly coreHours: number;
};

/** Bytes of FLAC for each sample of a track, of dialogues in noise and of dry ones: `npm run bench -- simulate`. */
const bytesOfSample = { heard: 0.88, dry: 0.38 };
/** Times real time on one core, conditions and all: from a pool, and with embedded voices. */
const speeds = { pool: 240, voices: 55 };

/** From figures that were measured on one core of a server: see the benchmarks. Services take as long as they take. */
export function estimateRun(spec: Spec): RunEstimate {
  const { hours, audio, speech } = spec;
  const samples = hours * 3600 * audio.sampleRate * 2;
  const { shards }: RunManifest = simulateManifest(spec, '');
  return {
    dialogues: countDialogues(spec),
    hours,
    shards,
    bytes: Math.round(samples * (bytesOfSample.heard + (audio.dry ? bytesOfSample.dry : 0))),
    coreHours: hours / speeds[speech.from],
  };
}
