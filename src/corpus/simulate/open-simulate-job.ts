import { openEmbeddedVoices } from '../../voices/index.ts';
import { createConditioner } from '../conditions/create-conditioner.ts';
import { CorpusError } from '../corpus-error.ts';
import type { RunManifest } from '../run/run-manifest.ts';
import type { ShardJob } from '../run/shard-job.ts';
import type { ScriptWriter } from '../text/script-writer.ts';
import { openScriptsWriter } from '../text/scripts-writer.ts';
import { parseSpec } from './parse-spec.ts';
import type { Performer } from './performance.ts';
import { createSimulateJob } from './simulate-job.ts';
import type { Spec } from './spec.ts';
import { createVoicePerformer } from './voice-performer.ts';

/** The job of a run of `simulate`, from its manifest alone. */
export async function openSimulateJob(manifest: RunManifest): Promise<ShardJob> {
  const spec = parseSpec(manifest.parameters);
  const writer = await openWriter(spec);
  const performer = await openPerformer(spec);
  return createSimulateJob(manifest, spec, { writer, performer, createConditioner });
}

async function openWriter(spec: Spec): Promise<ScriptWriter> {
  const { text } = spec;
  if (text.from === 'scripts') return openScriptsWriter(spec, text.path, text.licence);
  throw new CorpusError(`text.from: ${text.from} is not there yet.`, { field: 'text.from' });
}

async function openPerformer({ speech, audio }: Spec): Promise<Performer> {
  if (speech.from !== 'voices')
    throw new CorpusError(`speech.from: ${speech.from} is not there yet.`, { field: 'speech.from' });
  const catalogue = await openEmbeddedVoices({ workers: 1 });
  const performer = createVoicePerformer({ providers: catalogue.providers, sampleRate: audio.sampleRate });
  return { ...performer, [Symbol.asyncDispose]: () => catalogue[Symbol.asyncDispose]() };
}
