import { join } from 'node:path';
import {
  beginRun,
  createDirectoryStore,
  type DialogueRecord,
  openCorpus,
  openSimulateJob,
  parseSpec,
  runShard,
  simulateManifest,
} from 'duologue/corpus';
import { decodeAudio } from 'duologue/media';
import type { PrepareSpec } from './prepare-spec.ts';
import { simulateSpec } from './simulate-spec.ts';
import type { Language, Throat } from './throats.ts';

/** A dialogue and its tracks, 16 kHz. */
export type SimulatedDialogue = {
  readonly record: DialogueRecord;
  readonly tracks: readonly Float32Array[];
};

/** The simulated dialogues of one language, made shard by shard when they are asked for. */
export interface DialogueCorpus extends AsyncDisposable {
  readonly shards: number;
  /** Makes what is missing; a shard that is complete is only read. */
  shard(index: number): AsyncIterable<SimulatedDialogue>;
}

/** Goes on with the corpus of that folder, or begins it; one that another specification began is an error. */
export async function openDialogueCorpus(
  spec: PrepareSpec,
  language: Language,
  { throats, folder }: { readonly throats: readonly Throat[]; readonly folder: string },
): Promise<DialogueCorpus> {
  const store = createDirectoryStore(join(folder, language));
  const manifest = simulateManifest(parseSpec(simulateSpec(spec, language, throats)), 'dialospeech prepare');
  await beginRun(manifest, store);
  const job = await openSimulateJob(manifest);
  return {
    shards: manifest.shards,
    async *shard(index) {
      await runShard({ manifest, shard: index, job, store });
      const corpus = await openCorpus(store);
      const own = `audio/${String(index).padStart(6, '0')}/`;
      for await (const record of corpus.records()) {
        if (!record.audio.key.startsWith(own)) continue;
        const { channels } = await decodeAudio(await corpus.sound(record.audio));
        yield { record, tracks: channels };
      }
    },
    async [Symbol.asyncDispose]() {
      await job[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
    },
  };
}
