import { availableParallelism } from 'node:os';
import type { Script } from '../script/index.ts';
import type { ServiceAnswer } from '../voices/index.ts';
import { asksVoice, assembleListeners, type Draft, type SoundRequest } from './draft-script.ts';
import { sentence } from './generate-error.ts';
import type { BackchannelTake, Take, TurnMaterial } from './material.ts';
import { at, type RenderedSound, type SoundRenderer } from './render-sound.ts';
import { runAll } from './run-all.ts';
import { sameLanguage } from './same-language.ts';

export type RenderOptions = {
  readonly draft: Draft;
  readonly render: SoundRenderer;
  readonly maxConcurrency?: number | undefined;
  /** `partial` goes on without what cannot be said. */
  readonly onError: 'throw' | 'partial';
  /** When one fails, those that are being rendered come to their end: they are paid for, and kept. */
  readonly finishRunning: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onRendered?: (done: number, total: number) => void;
};

export type Rendering = {
  readonly turns: readonly TurnMaterial[];
  readonly backchannels: Readonly<Record<string, readonly BackchannelTake[]>>;
  readonly warnings: readonly string[];
  /** What the voices were asked for, by voice's id. */
  readonly usage: readonly VoiceUsage[];
  readonly turnReports: readonly TurnReport[];
  readonly missing: readonly MissingTurn[];
};

export type VoiceUsage = {
  readonly voice: string;
  readonly speaker: string;
  readonly utterances: number;
  readonly characters: number;
};

/** How one turn came about. Milliseconds, as the callers of speech SDKs expect. */
export type TurnReport = {
  readonly turnIndex: number;
  /** The voice that spoke in the end. */
  readonly voice: string;
  readonly inputChars: number;
  readonly audioDurationMs: number;
  /** From the first request to the last byte; 0 where no service was asked. */
  readonly latencyMs: number;
  readonly ttfbMs?: number;
  /** Requests to a service, failed ones among them; 0 where the turn was kept from another time. */
  readonly attempts: number;
  readonly requestIds: readonly string[];
  readonly providerMetadata?: Readonly<Record<string, unknown>>;
};

/** A turn that is not in the conversation because no voice could say it. */
export type MissingTurn = {
  readonly turnIndex: number;
  readonly speaker: string;
  readonly error: Error;
};

type Outcome = RenderedSound | { readonly error: Error };

/** Renders every sound of a script into the spool, several at a time; the same request is rendered once. */
export async function renderScript({
  draft,
  render,
  onError,
  ...options
}: RenderOptions): Promise<Rendering> {
  const { requests } = draft;
  let done = 0;
  const limit = options.maxConcurrency ?? Math.max(6, 2 * availableParallelism());
  const outcomes = await runAll(
    requests,
    { ...options, limit },
    async (request, source, inner): Promise<Outcome> => {
      const outcome = await attempt(request, source, inner);
      options.onRendered?.(++done, requests.length);
      return outcome;
    },
  );
  async function attempt(request: SoundRequest, source: number, inner: AbortSignal): Promise<Outcome> {
    try {
      return await render(request, source, inner);
    } catch (error) {
      if (onError === 'throw' || inner.aborted || !(error instanceof Error)) throw error;
      return { error };
    }
  }
  const takes = new Map<string, Take | undefined>();
  const byKey = new Map<string, Outcome>();
  const warnings: string[] = [];
  for (const [index, outcome] of outcomes.entries()) {
    const request = requests[index];
    if (request === undefined) continue;
    byKey.set(request.key, outcome);
    if ('error' in outcome) {
      if (request.purpose !== 'turn')
        warnings.push(placed(`${sentence(outcome.error)} It is left out.`, request));
      continue;
    }
    takes.set(request.key, outcome.take);
    for (const message of outcome.warnings) warnings.push(placed(message, request));
  }
  const characters = new Map(
    requests.map((request) => [request.key, 'speech' in request ? request.speech.text.length : 0]),
  );
  const missing = findMissing(draft, byKey);
  const lost = new Set(missing.map(({ turnIndex }) => turnIndex));
  const [first] = missing;
  // A conversation of which nothing is left is no part of one.
  if (first !== undefined && lost.size === draft.turns.length) throw first.error;
  return {
    turns: draft.turns.filter(({ index }) => !lost.has(index)).map((turn) => turn.assemble(takes)),
    backchannels: assembleListeners(draft.listeners, takes),
    warnings: [...new Set(warnings)],
    usage: countUsage(requests),
    turnReports: draft.turns
      .filter(({ index }) => !lost.has(index))
      .map(({ index, speech }) => reportTurn(index, speech, characters, byKey)),
    missing,
  };
}

function findMissing(draft: Draft, outcomes: ReadonlyMap<string, Outcome>): MissingTurn[] {
  return draft.turns.flatMap(({ index, speaker, speech }) => {
    const failed = speech.map((key) => outcomes.get(key)).find((outcome) => outcome && 'error' in outcome);
    return failed === undefined || !('error' in failed)
      ? []
      : [{ turnIndex: index, speaker, error: failed.error }];
  });
}

export function reportTurn(
  turnIndex: number,
  speech: readonly string[],
  characters: ReadonlyMap<string, number>,
  outcomes: ReadonlyMap<string, Outcome>,
): TurnReport {
  const made = speech.flatMap((key) => {
    const outcome = outcomes.get(key);
    return outcome === undefined || 'error' in outcome ? [] : [outcome];
  });
  const answers: readonly ServiceAnswer[] = made.flatMap((sound) => sound.answers);
  const [firstAnswer] = answers;
  const metadata = answers.find((answer) => answer.metadata !== undefined)?.metadata;
  return {
    turnIndex,
    voice: made.at(-1)?.voice ?? '',
    inputChars: speech.reduce((sum, key) => sum + (characters.get(key) ?? 0), 0),
    audioDurationMs: 1000 * made.reduce((sum, { take }) => sum + (take?.duration ?? 0), 0),
    latencyMs: 1000 * answers.reduce((most, { latency }) => Math.max(most, latency), 0),
    ...(firstAnswer === undefined ? {} : { ttfbMs: 1000 * firstAnswer.timeToFirstByte }),
    attempts: answers.reduce((sum, answer) => sum + answer.attempts, 0),
    requestIds: answers.flatMap(({ requestId }) => (requestId === undefined ? [] : [requestId])),
    ...(metadata === undefined ? {} : { providerMetadata: metadata }),
  };
}

export function placed(message: string, { where, speaker }: SoundRequest): string {
  return `${speaker}${at(where)}: ${message}`;
}

/** What voices are asked for, by voice and speaker. */
export function countUsage(requests: readonly SoundRequest[]): VoiceUsage[] {
  const usage = new Map<string, { voice: string; speaker: string; utterances: number; characters: number }>();
  for (const request of requests) {
    if (!asksVoice(request)) continue;
    const key = `${request.speaker}/${request.voice.id}`;
    const known = usage.get(key) ?? {
      voice: request.voice.id,
      speaker: request.speaker,
      utterances: 0,
      characters: 0,
    };
    known.utterances++;
    known.characters += request.speech.text.length;
    usage.set(key, known);
  }
  return [...usage.values()];
}

/** The languages of each speaker, the own first, in order of appearance. */
export function spokenLanguages(script: Script): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const add = (speaker: string, language: string): void => {
    const known = found.get(speaker) ?? [];
    if (!known.includes(language)) known.push(language);
    found.set(speaker, known);
  };
  for (const speaker of script.speakers) add(speaker.id, speaker.language ?? script.language);
  for (const turn of script.turns) {
    for (const part of turn.parts) {
      if (part.type === 'speech' && part.language !== undefined) add(turn.speaker, part.language);
      if (part.type === 'backchannel' && part.language !== undefined) add(part.speaker, part.language);
    }
  }
  return found;
}

/** The languages of a whole script, the main first. */
export function scriptLanguages(script: Script): string[] {
  const all = [script.language, ...[...spokenLanguages(script).values()].flat()];
  return all.filter((tag, index) => all.findIndex((other) => sameLanguage(tag, other)) === index);
}
