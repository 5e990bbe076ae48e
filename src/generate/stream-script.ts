import type { ConversationDescription } from './assemble-timeline.ts';
import type { CastScript } from './cast-script.ts';
import { GenerateError, sentence } from './generate-error.ts';
import { createIncrementalPlan } from './incremental-plan.ts';
import { isAudible, type TurnMaterial } from './material.ts';
import type { GenerateProgress } from './options.ts';
import type { ConversationMetadata } from './prepare-conversation.ts';
import { countUsage, type MissingTurn, type TurnReport } from './render-script.ts';
import { type FetchedTurn, openStreamJobs, upcomingAfter } from './stream-jobs.ts';
import type { StreamOutput } from './stream-output.ts';
import type { ConversationPart } from './stream-parts.ts';
import { createStreamPlayer } from './stream-player.ts';
import type { ScriptRenderer } from './stream-renderer.ts';
import type { Turnstile } from './stream-turnstile.ts';

export type StreamScriptOptions = {
  readonly cast: CastScript;
  readonly conversation: ConversationDescription;
  /** LUFS of the programme, and dBTP that the limiter keeps; undefined leaves all as the voices made it. */
  readonly target: { readonly loudness: number; readonly ceiling: number } | undefined;
  /** Turns that are rendered before they are needed, at most. */
  readonly ahead: number;
  readonly renderer: ScriptRenderer;
  readonly output: StreamOutput;
  /** Of what waits until the first turn is heard. */
  readonly turnstile: Turnstile;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: GenerateProgress) => void;
};

/** Renders, plans, mixes and encodes a script, a turn at a time: what is told already is kept no longer. */
export async function* streamScript(options: StreamScriptOptions): AsyncGenerator<ConversationPart, void> {
  const { cast, conversation, output, turnstile, signal, onProgress } = options;
  const { resolved, sampleRate } = cast;
  const startedAt = performance.now();
  const { turns } = resolved.script;
  const warnings: string[] = [];
  const missing: MissingTurn[] = [];
  const reports: TurnReport[] = [];
  const warn = (message: string): ConversationPart => {
    warnings.push(message);
    return { type: 'warning-raised', message };
  };
  const player = createStreamPlayer({
    ...options,
    sampleRate,
    style: resolved.style,
    timing: resolved.timing,
  });
  const plan = createIncrementalPlan({ ...resolved, conversation });
  let failure: { readonly error: unknown } | undefined;
  let placed = 0;

  async function* place(index: number, fetched: FetchedTurn): AsyncGenerator<ConversationPart, void> {
    for (const message of fetched.warnings) yield warn(message);
    reports.push(fetched.rendered.report);
    const { turn } = fetched.rendered;
    if (!isAudible(turn)) {
      yield warn(silentTurn(turn));
      return;
    }
    const part = plan.push(turn, upcomingAfter(turns, index), fetched.listeners?.backchannels);
    placed++;
    await player.add(part, fetched);
    for (const message of part.warnings) yield warn(message);
    onProgress?.({ type: 'utterance-rendered', done: index + 1, total: turns.length });
    yield { type: 'progress-made', turns: index + 1, total: turns.length, duration: part.until };
    for await (const played of player.play(part.until)) {
      // After it was taken: whoever waits for it goes first.
      if (index === 0 && played.type === 'audio-ready') setImmediate(() => turnstile.open());
      yield played;
    }
  }

  for (const message of cast.casting.warnings) yield warn(message);
  await using jobs = openStreamJobs({
    ...options,
    resolved,
    listening: isListening(cast),
  });
  for (const [index, { speaker }] of turns.entries()) {
    const fetched = await jobs.fetch(index);
    signal.throwIfAborted();
    if (fetched.type === 'conversation-failed') {
      failure = fetched;
      break;
    }
    if (fetched.type === 'turn-lost') {
      missing.push({ turnIndex: index, speaker, error: fetched.error });
      yield warn(`${sentence(fetched.error)} The turn is missing.`);
    } else {
      yield* place(index, fetched);
    }
  }
  // A conversation of which nothing is left is no part of one.
  if (placed === 0) {
    if (failure !== undefined) throw failure.error;
    throw missing[0]?.error ?? nothingToHear();
  }
  const timeline = plan.finish();
  // What was said before a failure is heard to its end, and the file is whole.
  yield* player.play(timeline.duration);
  for (const bytes of await output.finish()) yield { type: 'audio-ready', bytes };
  for (const message of output.warnings()) yield warn(message);
  if (failure !== undefined) throw failure.error;
  const metadata = describeRun(options, timeline.duration, reports, (performance.now() - startedAt) / 1000);
  yield { type: 'conversation-ended', timeline, warnings, missing, metadata };
}

/** Whether listeners say what the script does not. */
function isListening({ resolved, draft }: CastScript): boolean {
  return resolved.style === 'natural' && draft.listeners.some(({ forms }) => forms.length > 0);
}

function describeRun(
  { cast: { resolved, sampleRate }, renderer }: StreamScriptOptions,
  duration: number,
  perTurn: readonly TurnReport[],
  renderTime: number,
): ConversationMetadata {
  return {
    seed: resolved.seed,
    style: resolved.style,
    register: resolved.timing.register,
    duration,
    sampleRate,
    voices: countUsage(renderer.asked()),
    renderTime,
    path: 'stitch',
    stitchReason: 'it is streamed',
    perTurn,
  };
}

function silentTurn({ index, line }: TurnMaterial): string {
  return `Turn ${index + 1}${line === undefined ? '' : ` (line ${line})`} has nothing to be heard: it is left out.`;
}

function nothingToHear(): GenerateError {
  return new GenerateError('Nothing in the script can be heard: give a turn something to say.', {
    field: 'script',
  });
}
