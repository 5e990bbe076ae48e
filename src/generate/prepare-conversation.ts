import { availableParallelism } from 'node:os';
import type { Script } from '../script/index.ts';
import type { Speaker, Timeline } from '../timeline/index.ts';
import type { Voice } from '../voices/index.ts';
import { type Casting, castSpeakers } from './casting.ts';
import { checkPrepareOptions, type ResolvedOptions } from './check-options.ts';
import { GenerateError } from './generate-error.ts';
import { evenTakes, speechLevels } from './levels.ts';

import { type ConversationMaterial, isAudible } from './material.ts';
import type { PrepareOptions, Style } from './options.ts';
import { type Plan, planTimeline } from './plan-timeline.ts';
import {
  type Rendering,
  renderScript,
  scriptLanguages,
  spokenLanguages,
  type VoiceUsage,
} from './render-script.ts';
import { openSpool, type SoundSource } from './spool.ts';
import { openVoiceLookup } from './voice-lookup.ts';

/** A rendered and planned conversation. Owns the rendered sounds on disk: dispose it when all is written. */
export type PreparedConversation = AsyncDisposable & {
  readonly plan: Plan;
  readonly timeline: Timeline;
  readonly warnings: readonly string[];
  readonly metadata: ConversationMetadata;
  readonly sounds: SoundSource;
  readonly loudness: ResolvedOptions['loudness'];
  /** How loud each speaker's speech is in `sounds`, LUFS. */
  readonly speechLevels: readonly number[];
};

export type ConversationMetadata = {
  readonly seed: string;
  readonly style: Style;
  readonly register: string;
  /** Seconds of conversation. */
  readonly duration: number;
  /** Hz. */
  readonly sampleRate: number;
  /** Who spoke with which voice, and how much it was asked for: what a vendor would charge. */
  readonly voices: readonly VoiceUsage[];
  /** Wall time in seconds of rendering all utterances. */
  readonly renderTime: number;
};

/** Renders every utterance of a script, measures them, and plans when each is heard. */
export async function prepareConversation(options: PrepareOptions): Promise<PreparedConversation> {
  const resolved = checkPrepareOptions(options);
  const { script, signal } = resolved;
  signal?.throwIfAborted();
  const languages = spokenLanguages(script);
  await using lookup = openVoiceLookup(options.providers, workersFor(script));
  const casting = await castSpeakers({ script, voices: resolved.voices, lookUp: lookup.open, languages });
  const used = usedVoices(script, casting, languages);
  const sampleRate =
    resolved.sampleRate ?? used.reduce((most, voice) => Math.max(most, voice.sampleRate), 8000);
  const spool = await openSpool(sampleRate);
  try {
    const startedAt = performance.now();
    const rendering = await renderScript({
      script,
      casting,
      spool,
      seed: resolved.seed,
      backchannelTakes: resolved.backchannels === 'auto' && script.speakers.length > 1 ? takesFor(script) : 0,
      maxConcurrency: resolved.maxConcurrency,
      signal,
      onRendered: (done, total) => options.onProgress?.({ type: 'utterance-rendered', done, total }),
    });
    const renderTime = (performance.now() - startedAt) / 1000;
    const material = gatherMaterial(resolved, rendering, casting);
    const evened =
      resolved.loudness.levels === 'even' ? evenTakes(material, resolved.timing.backchannelDrop) : material;
    const plan = planTimeline(evened, resolved);
    const { timeline } = plan;
    options.onProgress?.({
      type: 'plan-made',
      duration: timeline.duration,
      utterances: timeline.utterances.length,
    });
    return {
      plan,
      timeline,
      warnings: [...casting.warnings, ...rendering.warnings, ...emptyTurns(rendering), ...plan.warnings],
      metadata: {
        seed: resolved.seed,
        style: resolved.style,
        register: resolved.timing.register,
        duration: timeline.duration,
        sampleRate,
        voices: rendering.usage,
        renderTime,
      },
      sounds: spool,
      loudness: resolved.loudness,
      speechLevels: speechLevels(evened),
      [Symbol.asyncDispose]: () => spool[Symbol.asyncDispose](),
    };
  } catch (error) {
    await spool[Symbol.asyncDispose]();
    throw error;
  }
}

function usedVoices(
  script: Script,
  casting: Casting,
  languages: ReadonlyMap<string, readonly string[]>,
): Voice[] {
  return script.speakers.flatMap(({ id }) =>
    (languages.get(id) ?? []).map((language) => casting.voiceFor(id, language)),
  );
}

/** So many takes of backchannels for a listener that a short talk repeats none, and a long one few. */
function takesFor(script: Script): number {
  return Math.max(4, Math.min(24, Math.ceil(script.turns.length / 5)));
}

/** A script of three lines needs no eight workers. */
function workersFor(script: Script): number {
  return Math.max(1, Math.min(availableParallelism(), script.turns.length));
}

function gatherMaterial(
  resolved: ResolvedOptions,
  rendering: Rendering,
  casting: Casting,
): ConversationMaterial {
  const { script } = resolved;
  const turns = rendering.turns.filter(isAudible);
  if (turns.length === 0) {
    throw new GenerateError('Nothing in the script can be heard: give a turn something to say.', {
      field: 'script',
    });
  }
  return {
    id: resolved.id,
    ...(script.title === undefined ? {} : { title: script.title }),
    register: resolved.timing.register,
    languages: scriptLanguages(script),
    speakers: script.speakers.map((speaker, channel): Speaker => {
      const voice = casting.voiceFor(speaker.id, speaker.language ?? script.language);
      const gender = speaker.gender ?? voice.gender;
      const accent = speaker.accent ?? voice.accent;
      return {
        id: speaker.id,
        channel,
        voice: voice.id,
        language: speaker.language ?? script.language,
        ...(speaker.name === undefined ? {} : { name: speaker.name }),
        ...(speaker.role === undefined ? {} : { role: speaker.role }),
        ...(speaker.age === undefined ? {} : { age: speaker.age }),
        ...(gender === undefined ? {} : { gender }),
        ...(accent === undefined ? {} : { accent }),
      };
    }),
    turns,
    backchannels: rendering.backchannels,
  };
}

function emptyTurns({ turns }: Rendering): string[] {
  return turns
    .filter((turn) => !isAudible(turn))
    .map(
      ({ index, line }) =>
        `Turn ${index + 1}${line === undefined ? '' : ` (line ${line})`} has nothing to be heard: it is left out.`,
    );
}
