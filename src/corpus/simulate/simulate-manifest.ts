import { canonicalJson, type RunManifest, runVersion, sha256Of } from '../run/run-manifest.ts';
import { countDialogues } from './plan-dialogue.ts';
import type { Spec } from './spec.ts';

/** What a specification is to make, in shards of about its hours each. */
export function simulateManifest(spec: Spec, generator: string): RunManifest {
  return {
    version: runVersion,
    job: 'simulate',
    generator,
    seed: spec.seed,
    shards: Math.max(1, Math.ceil(spec.hours / spec.hoursPerShard)),
    items: countDialogues(spec),
    parameters: spec,
    parametersSha256: sha256Of(canonicalJson(spec)),
  };
}
