import type { ScriptTurn } from '../script/index.ts';
import { splitWords } from '../timeline/index.ts';
import type { ResolvedOptions } from './check-options.ts';
import { GenerateError } from './generate-error.ts';
import type { UpcomingTurn } from './incremental-transitions.ts';
import { createLookAhead } from './stream-look-ahead.ts';
import type { RenderedListeners, RenderedTurn, ScriptRenderer } from './stream-renderer.ts';
import type { Turnstile } from './stream-turnstile.ts';

export type StreamJobsOptions = {
  readonly resolved: Pick<ResolvedOptions, 'script' | 'onError'>;
  readonly renderer: ScriptRenderer;
  /** Turns that are rendered before they are needed, at most. */
  readonly ahead: number;
  /** Whether listeners say what the script does not. */
  readonly listening: boolean;
  /** What waits behind it goes on when the second turn is asked for, if not before. */
  readonly turnstile: Turnstile;
  readonly signal: AbortSignal;
};

/** What a turn came to. */
export type Fetched =
  | ({ readonly type: 'turn-rendered' } & FetchedTurn)
  /** The conversation goes on without it. */
  | { readonly type: 'turn-lost'; readonly error: Error }
  | { readonly type: 'conversation-failed'; readonly error: unknown };

export type FetchedTurn = {
  readonly rendered: RenderedTurn;
  /** None for the first turn. */
  readonly listeners: RenderedListeners | undefined;
  readonly warnings: readonly string[];
};

/** Everything that is rendered, in the order in which it is needed. Dispose it, and nothing is under way. */
export interface StreamJobs extends AsyncDisposable {
  /** Each turn once, in order. */
  fetch(index: number): Promise<Fetched>;
}

type Result =
  | { readonly type: 'turn'; readonly rendered: RenderedTurn }
  | { readonly type: 'listeners'; readonly rendered: RenderedListeners }
  | { readonly type: 'lost'; readonly error: Error };

type Job = (signal: AbortSignal) => Promise<Result>;

/** Seconds of sound that lie ready, at most, before more is rendered. */
const mostReady = 60;

/** The listeners come after the first turn, and say nothing to it: nobody waits for them before it is heard. */
export function openStreamJobs(options: StreamJobsOptions): StreamJobs {
  const { resolved, renderer, ahead, listening, turnstile, signal } = options;
  const turns = resolved.script.turns.map((_, index): Job => turnJob(options, index));
  const listenersJob: Job = async (inner) => ({
    type: 'listeners',
    rendered: await renderer.listeners(inner),
  });
  const jobs = listening ? turns.toSpliced(1, 0, listenersJob) : turns;
  const queue = createLookAhead({ jobs, most: ahead, mostReady, secondsOf });
  const stop = (): void => queue.stop(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  let listeners: RenderedListeners | undefined;

  const take = async (index: number): Promise<Fetched> => {
    const warnings: string[] = [];
    if (listening && index === 1) {
      const result = await queue.take(1);
      if (result.type === 'listeners') listeners = result.rendered;
      if (result.type !== 'lost') warnings.push(...result.rendered.warnings);
    }
    const result = await queue.take(listening && index > 0 ? index + 1 : index);
    if (result.type === 'lost') return { type: 'turn-lost', error: result.error };
    if (result.type !== 'turn') throw new RangeError(`Turn ${index + 1} is not where it was put.`);
    const { rendered } = result;
    return { type: 'turn-rendered', rendered, listeners, warnings: [...warnings, ...rendered.warnings] };
  };

  return {
    async fetch(index) {
      if (index > 0) turnstile.open();
      try {
        return await take(index);
      } catch (error) {
        return { type: 'conversation-failed', error };
      }
    },
    async [Symbol.asyncDispose]() {
      signal.removeEventListener('abort', stop);
      turnstile.open();
      await queue[Symbol.asyncDispose]();
    },
  };
}

function turnJob({ renderer, resolved }: StreamJobsOptions, index: number): Job {
  return async (signal) => {
    try {
      return { type: 'turn', rendered: await renderer.turn(index, signal) };
    } catch (error) {
      if (resolved.onError === 'throw' || signal.aborted || !(error instanceof GenerateError)) throw error;
      return { type: 'lost', error };
    }
  };
}

function secondsOf(result: Result): number {
  return result.type === 'turn'
    ? result.rendered.turn.takes.reduce((sum, { duration }) => sum + duration, 0)
    : 0;
}

/** What is written of the turn after one: the next that has anything to be heard. */
export function upcomingAfter(turns: readonly ScriptTurn[], index: number): UpcomingTurn | undefined {
  for (const { speaker, onset, parts } of turns.slice(index + 1)) {
    const words = parts.reduce((sum, part) => sum + wordsOf(part), 0);
    if (words > 0 || parts.some(({ type }) => type === 'event')) return { speaker, onset, words };
  }
  return undefined;
}

function wordsOf(part: ScriptTurn['parts'][number]): number {
  return part.type === 'speech' ? splitWords(part.text).length : 0;
}
