import { createRandom } from '../../dsp/index.ts';
import { prepareConversation } from '../../generate/index.ts';
import { findReference } from '../../timeline/index.ts';
import { isProviderName, type Voice, type VoiceCatalogue } from '../../voices/index.ts';
import type { CorpusSpeaker } from '../record/types.ts';
import type { ScriptWriter } from '../text/script-writer.ts';
import { addLaughter } from './add-laughter.ts';
import { dialogueTiming } from './dialogue-timing.ts';
import type { Performer } from './performance.ts';
import { findVariant } from './voice-variant.ts';

export type VoicePerformerOptions = {
  /** Both stay the caller's. */
  readonly writer: ScriptWriter;
  readonly catalogue: VoiceCatalogue;
  /** The folder in which what services were paid for is kept. */
  readonly cache: string | null;
  /** Hz. */
  readonly sampleRate: number;
};

/** Speaks scripts with voices. */
export function createVoicePerformer(options: VoicePerformerOptions): Performer {
  const { writer, catalogue, cache, sampleRate } = options;
  const voiceOf = ({ voice }: CorpusSpeaker): string | Voice | undefined => {
    if (voice === null || isProviderName(voice.split('/')[0] ?? '')) return voice ?? undefined;
    return findVariant(catalogue, voice);
  };
  return {
    async perform(plan, { signal } = {}) {
      const { script: written, ...text } = await writer.write(plan, { signal });
      const { laughterPerMinute, wordsPerMinute } = findReference(plan.register);
      const script = addLaughter(written, {
        perMinute: laughterPerMinute * plan.rates.laughter,
        wordsPerMinute,
        random: createRandom(`${plan.seed}/laughter`),
      });
      const { overlappedStarts, backchannelsPerMinute, interruptionsPerMinute } = dialogueTiming(plan);
      const prepared = await prepareConversation({
        script,
        voices: Object.fromEntries(
          plan.speakers.flatMap((speaker) => {
            const voice = voiceOf(speaker);
            return voice === undefined ? [] : [[speaker.id, voice]];
          }),
        ),
        providers: catalogue.providers,
        ...(cache !== null && { cache }),
        sampleRate,
        id: plan.id,
        seed: plan.seed,
        register: plan.register,
        interruptions: 'auto',
        timing: { overlappedStarts, backchannelsPerMinute, interruptionsPerMinute },
        maxConcurrency: 2,
        ...(signal && { signal }),
      });
      return {
        plan: prepared.plan,
        sounds: prepared.sounds,
        speechLevels: prepared.speechLevels,
        origin: 'synthesised',
        text,
        warnings: prepared.warnings,
        [Symbol.asyncDispose]: () => prepared[Symbol.asyncDispose](),
      };
    },
    async [Symbol.asyncDispose]() {},
  };
}
