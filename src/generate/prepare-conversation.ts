import { availableParallelism } from 'node:os';
import type { Timeline } from '../timeline/index.ts';
import { type CastScript, castScript } from './cast-script.ts';
import type { Casting } from './casting.ts';
import type { ResolvedOptions } from './check-options.ts';
import type { Path } from './choose-path.ts';
import { describeConversation } from './describe-conversation.ts';
import { GenerateError, sentence } from './generate-error.ts';
import { evenTakes, speechLevels } from './levels.ts';
import { type ConversationMaterial, isAudible } from './material.ts';
import { checkInput, checkOptionNames, prepareNames } from './option-names.ts';
import type { PrepareOptions, ScriptInput, Style, TurnsInput } from './options.ts';
import type { Plan } from './plan-timeline.ts';
import { renderConversation } from './render-conversation.ts';
import type { MissingTurn, Rendering, TurnReport, VoiceUsage } from './render-script.ts';
import { houseOptions, type SpeechSdkOptions } from './speech-sdk-options.ts';
import { openSpool, type SoundSource } from './spool.ts';
import { openVoiceLookup } from './voice-lookup.ts';

/** A rendered and planned conversation. Owns the rendered sounds on disk: dispose it when all is written. */
export type PreparedConversation = AsyncDisposable & {
  readonly plan: Plan;
  readonly timeline: Timeline;
  readonly warnings: readonly string[];
  readonly metadata: ConversationMetadata;
  /** With `onError: 'partial'`: what is not in it. */
  readonly missing: readonly MissingTurn[];
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
  /** Whether a model spoke the dialogue as a whole, or each turn was spoken alone, and why. */
  readonly path: Path['type'];
  readonly stitchReason?: string;
  readonly perTurn: readonly TurnReport[];
};

/** Renders every utterance of a script, measures them, and plans when each is heard. */
export async function prepareConversation(
  options: PrepareOptions & SpeechSdkOptions,
): Promise<PreparedConversation> {
  if (typeof options !== 'object' || options === null) {
    throw new GenerateError('Nothing is asked for: give at least a script.', { field: 'script' });
  }
  checkOptionNames(options, prepareNames);
  checkInput(options);
  const house = houseOptions(options);
  house.signal?.throwIfAborted();
  await using lookup = openVoiceLookup({ ...house, workers: workersFor(house) });
  return await renderCast(await castScript(house, lookup), house.onProgress);
}

/** The voices have to be open until this is done. */
export async function renderCast(
  cast: CastScript,
  onProgress: PrepareOptions['onProgress'],
): Promise<PreparedConversation> {
  cast.resolved.signal?.throwIfAborted();
  const { resolved, casting, sampleRate } = cast;
  const spool = await openSpool(sampleRate);
  try {
    const startedAt = performance.now();
    const onRendered = (done: number, total: number): void =>
      onProgress?.({ type: 'utterance-rendered', done, total });
    const { rendering, place, path } = await renderConversation(cast, spool, onRendered);
    const renderTime = (performance.now() - startedAt) / 1000;
    const material = gatherMaterial(resolved, rendering, casting);
    const evened =
      resolved.loudness.levels === 'even'
        ? evenTakes(material, resolved.timing.backchannelDrop, resolved.style)
        : material;
    const plan = place(evened);
    const { timeline } = plan;
    onProgress?.({
      type: 'plan-made',
      duration: timeline.duration,
      utterances: timeline.utterances.length,
    });
    return {
      plan,
      timeline,
      missing: rendering.missing,
      warnings: [
        ...casting.warnings,
        ...rendering.missing.map(({ error }) => `${sentence(error)} The turn is missing.`),
        ...rendering.warnings,
        ...emptyTurns(rendering),
        ...plan.warnings,
      ],
      metadata: {
        seed: resolved.seed,
        style: resolved.style,
        register: resolved.timing.register,
        duration: timeline.duration,
        sampleRate,
        voices: rendering.usage,
        renderTime,
        path: path.type,
        ...(path.type === 'stitch' ? { stitchReason: path.reason } : {}),
        perTurn: rendering.turnReports,
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

/** A script of three lines needs no eight workers. */
export function workersFor({ script, turns }: ScriptInput | TurnsInput): number {
  const count =
    turns?.length ?? (typeof script === 'string' ? script.split('\n').length : script?.turns?.length);
  return Math.max(1, Math.min(availableParallelism(), count ?? 1));
}

function gatherMaterial(
  resolved: ResolvedOptions,
  rendering: Rendering,
  casting: Casting,
): ConversationMaterial {
  const turns = rendering.turns.filter(isAudible);
  if (turns.length === 0) {
    throw new GenerateError('Nothing in the script can be heard: give a turn something to say.', {
      field: 'script',
    });
  }
  return {
    ...describeConversation(resolved, casting),
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
