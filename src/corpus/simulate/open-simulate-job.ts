import { openConditioner } from '../conditions/create-conditioner.ts';
import type { RunManifest } from '../run/run-manifest.ts';
import type { ShardJob } from '../run/shard-job.ts';
import { writerFor } from '../text/writer-for.ts';
import { openCast } from './open-cast.ts';
import { parseSpec } from './parse-spec.ts';
import { createSimulateJob } from './simulate-job.ts';
import type { Spec } from './spec.ts';

/** The job of a run of `simulate`, from its manifest alone. */
export async function openSimulateJob(manifest: RunManifest): Promise<ShardJob> {
  const spec = parseSpec(manifest.parameters);
  const createConditioner = await openConditioner();
  const cast = await openCast(spec, { openWriter: writerFor });
  return createSimulateJob(manifest, spec, { ...cast, createConditioner });
}

/** What is known of a specification before anything of it is made. */
export type CheckedSpec = {
  /** With the hashes of what it speaks from, so that a run goes on with what it began with. */
  readonly spec: Spec;
  /** What it asks for and cannot have, each once. */
  readonly warnings: readonly string[];
};

export type CheckSpecOptions = {
  readonly signal?: AbortSignal | undefined;
  /** Utterances of a pool that were measured: they are once, the first time. */
  readonly onUtterance?: ((done: number) => void) | undefined;
};

/** Opens everything that a specification names, so that what is missing is an error before anything is made. */
export async function checkSpec(spec: Spec, options: CheckSpecOptions = {}): Promise<CheckedSpec> {
  const { performer, poolSha256, warnings } = await openCast(spec, { openWriter: writerFor, ...options });
  await performer[Symbol.asyncDispose]();
  const { speech } = spec;
  return {
    spec: speech.from === 'pool' ? { ...spec, speech: { ...speech, sha256: poolSha256 } } : spec,
    warnings,
  };
}
