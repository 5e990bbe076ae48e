import { createRandom } from '../../dsp/index.ts';
import type { Conditioner, ConditionerOptions, Conditions } from '../conditions/conditions.ts';
import { describeConditions } from '../conditions/describe-conditions.ts';
import { CorpusError } from '../corpus-error.ts';
import { type RunManifest, shardKeys, shardOf } from '../run/run-manifest.ts';
import type { ShardJob } from '../run/shard-job.ts';
import type { DialoguePlan } from './dialogue-plan.ts';
import type { Performer } from './performance.ts';
import { placeBursts } from './place-bursts.ts';
import { planCorpus } from './plan-dialogue.ts';
import type { Population } from './population.ts';
import { recordOf } from './record-of.ts';
import { renderTracks, trackLoudness } from './render-tracks.ts';
import type { Spec } from './spec.ts';

export type SimulateParts = {
  readonly population: Population;
  /** The job disposes it. */
  readonly performer: Performer;
  readonly createConditioner: (conditions: Conditions, options: ConditionerOptions) => Conditioner;
};

/** Makes the dialogues of a specification: plan, text, speech, conditions, record. */
export function createSimulateJob(
  manifest: Pick<RunManifest, 'shards' | 'generator' | 'parametersSha256'>,
  spec: Spec,
  { population, performer, createConditioner }: SimulateParts,
): ShardJob {
  const plan = planCorpus(spec, population);
  return {
    *items(shard) {
      for (let index = 0; index < plan.dialogues; index++) {
        const id = plan.id(index);
        if (shardOf(id, manifest.shards) === shard) yield id;
      }
    },
    async make(item, { shard, signal }) {
      const dialogue = plan.dialogue(item);
      if (dialogue === undefined) throw new RangeError(`${item} is no dialogue of this run.`);
      await using performance = await namingItem(dialogue, () => performer.perform(dialogue, { signal }));
      const { sampleRate } = performance.sounds;
      const heard = { sampleRate, speechLevels: dialogue.speakers.map(() => trackLoudness) };
      const { timeline } = performance.plan;
      const conditions = conditionsOf(dialogue, timeline.duration);
      const { audio, dry, measured } = await renderTracks({
        performance,
        conditioner: createConditioner(conditions, heard),
        audioKey: shardKeys.audio(shard, item),
        dryKey: spec.audio.dry ? shardKeys.dry(shard, item) : undefined,
        signal,
      });
      const record = recordOf({
        plan: dialogue,
        conditions,
        environments: describeConditions(conditions, heard),
        measured,
        text: performance.text,
        timeline,
        audio: audio.object,
        dry: dry?.object ?? null,
        origin: performance.origin,
        generator: manifest.generator,
        licence: spec.licence,
        parametersSha256: manifest.parametersSha256,
      });
      return {
        record,
        objects: [audio, dry].flatMap((file) =>
          file === undefined ? [] : [{ key: file.object.key, bytes: file.bytes }],
        ),
      };
    },
    async [Symbol.asyncDispose]() {
      await performer[Symbol.asyncDispose]();
    },
  };
}

/** With the single noises of a dialogue that lasts so many seconds. */
function conditionsOf({ conditions, bursts, seed }: DialoguePlan, duration: number): Conditions {
  const noises = placeBursts(bursts, duration, createRandom(`${seed}/bursts`));
  return { ...conditions, noises: [...conditions.noises, ...noises].toSorted((a, b) => a.start - b.start) };
}

/** What fails for good with one dialogue is said of it, and the others go on. */
async function namingItem<Result>({ id }: DialoguePlan, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (cause) {
    if (!(cause instanceof CorpusError) || cause.retryable || cause.item !== undefined) throw cause;
    throw new CorpusError(`${id}: ${cause.message}`, { item: id, cause });
  }
}
