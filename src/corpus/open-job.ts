import { pathToFileURL } from 'node:url';
import { CorpusError } from './corpus-error.ts';
import type { RunManifest } from './run/run-manifest.ts';
import type { OpenShardJob, ShardJob } from './run/shard-job.ts';

export type OpenJobOptions = {
  /**
   * Path of a module that exports `openJob`, for runs whose job is not one of Duologue's own. Every worker needs it at
   * this path. Default: none.
   */
  readonly module?: string | undefined;
};

const builtIn: Readonly<Record<string, () => Promise<OpenShardJob>>> = {
  ingest: async () => (await import('./ingest/open-ingest-job.ts')).openIngestJob,
  simulate: async () => (await import('./simulate/open-simulate-job.ts')).openSimulateJob,
};

/** The job of a run, from its manifest alone: what a worker on any machine starts with. The caller disposes it. */
export async function openJob(manifest: RunManifest, { module }: OpenJobOptions = {}): Promise<ShardJob> {
  const { job } = manifest;
  const known = Object.hasOwn(builtIn, job) ? builtIn[job] : undefined;
  if (known !== undefined) return (await known())(manifest);
  if (module === undefined) {
    const names = Object.keys(builtIn).join(', ');
    throw new CorpusError(
      `The run's job is ${JSON.stringify(job)}, which is none of ${names}. Name the module that has it.`,
      { field: 'job' },
    );
  }
  return (await importJob(module))(manifest);
}

async function importJob(module: string): Promise<OpenShardJob> {
  const loaded: unknown = await import(pathToFileURL(module).href);
  if (hasOpenJob(loaded)) return loaded.openJob;
  throw new CorpusError(`${module} exports no function openJob.`, { field: 'module' });
}

function hasOpenJob(value: unknown): value is { readonly openJob: OpenShardJob } {
  return (
    typeof value === 'object' && value !== null && 'openJob' in value && typeof value.openJob === 'function'
  );
}
