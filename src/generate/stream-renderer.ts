import { assembleListeners, type Draft, type SoundRequest } from './draft-script.ts';
import { sentence } from './generate-error.ts';
import type { BackchannelTake, Take, TurnMaterial } from './material.ts';
import { placed, reportTurn, type TurnReport } from './render-script.ts';
import type { RenderedSound, SoundRenderer } from './render-sound.ts';
import { runAll } from './run-all.ts';
import type { Slots } from './stream-slots.ts';

/** Some of a script's sounds, in memory. */
export type RenderedSounds = {
  /** By the `source` of their takes. */
  readonly sounds: ReadonlyMap<number, Float32Array>;
  readonly warnings: readonly string[];
};

export type RenderedTurn = RenderedSounds & { readonly turn: TurnMaterial; readonly report: TurnReport };

export type RenderedListeners = RenderedSounds & {
  /** By speaker's id: what they may say to whoever talks. */
  readonly backchannels: Readonly<Record<string, readonly BackchannelTake[]>>;
};

/** Renders a script piece by piece. */
export interface ScriptRenderer {
  turn(index: number, signal: AbortSignal): Promise<RenderedTurn>;
  listeners(signal: AbortSignal): Promise<RenderedListeners>;
  /** What was asked for so far, each request once. */
  asked(): readonly SoundRequest[];
}

export type ScriptRendererOptions = {
  readonly draft: Draft;
  readonly render: SoundRenderer;
  /** Where `render` puts the samples; emptied by what is handed on. */
  readonly store: Map<number, Float32Array>;
  /** Utterances at once, of all that is under way. */
  readonly slots: Slots;
  /** Goes on without what is said beside the turns and cannot be. */
  readonly lenient: boolean;
};

type Made = RenderedSound | { readonly error: Error };

type Collected = RenderedSounds & {
  readonly takes: ReadonlyMap<string, Take | undefined>;
  readonly outcomes: ReadonlyMap<string, Made>;
};

/** The same request is rendered once, and kept until the last turn that it is part of. */
export function createScriptRenderer(options: ScriptRendererOptions): ScriptRenderer {
  const { draft, render, store, slots, lenient } = options;
  const requests = new Map(draft.requests.map((request, source) => [request.key, { request, source }]));
  const characters = new Map(
    draft.requests.map((request) => [request.key, 'speech' in request ? request.speech.text.length : 0]),
  );
  const needed = countNeeds(draft);
  const known = new Map<string, Promise<Made>>();
  const asked = new Set<SoundRequest>();

  const make = async (key: string, signal: AbortSignal): Promise<Made> => {
    const found = requests.get(key);
    if (found === undefined) throw new RangeError(`There is no request ${key}.`);
    const { request, source } = found;
    const leave = await slots.enter(signal);
    try {
      asked.add(request);
      return await render(request, source, signal);
    } catch (error) {
      known.delete(key);
      if (!lenient || signal.aborted || request.purpose === 'turn' || !(error instanceof Error)) throw error;
      return { error };
    } finally {
      leave();
    }
  };

  const collect = async (keys: readonly string[], signal: AbortSignal): Promise<Collected> => {
    const limit = Math.max(1, keys.length);
    const outcomes = await runAll(keys, { limit, signal }, (key, _, inner) => {
      const outcome = known.get(key) ?? make(key, inner);
      known.set(key, outcome);
      return outcome;
    });
    const takes = new Map<string, Take | undefined>();
    const sounds = new Map<number, Float32Array>();
    const byKey = new Map<string, Made>();
    const warnings: string[] = [];
    for (const [index, outcome] of outcomes.entries()) {
      const key = keys[index] ?? '';
      const request = requests.get(key)?.request;
      const messages = 'error' in outcome ? [`${sentence(outcome.error)} It is left out.`] : outcome.warnings;
      if (request !== undefined) warnings.push(...messages.map((message) => placed(message, request)));
      const take = 'error' in outcome ? undefined : outcome.take;
      const samples = take && store.get(take.source);
      takes.set(key, take);
      byKey.set(key, outcome);
      if (take !== undefined && samples !== undefined) sounds.set(take.source, samples);
      release(key, take);
    }
    return { takes, sounds, warnings: [...new Set(warnings)], outcomes: byKey };
  };

  const release = (key: string, take: Take | undefined): void => {
    const left = (needed.get(key) ?? 1) - 1;
    needed.set(key, left);
    if (left > 0) return;
    known.delete(key);
    if (take !== undefined) store.delete(take.source);
  };

  return {
    async turn(index, signal) {
      const turn = draft.turns[index];
      if (turn === undefined) throw new RangeError(`The script has no turn ${index + 1}.`);
      const { takes, sounds, warnings, outcomes } = await collect([...new Set(turn.keys)], signal);
      const report = reportTurn(index, turn.speech, characters, outcomes);
      return { turn: turn.assemble(takes), report, sounds, warnings };
    },
    async listeners(signal) {
      const { takes, sounds, warnings } = await collect(listenerKeys(draft), signal);
      return { backchannels: assembleListeners(draft.listeners, takes), sounds, warnings };
    },
    asked: () => [...asked],
  };
}

function listenerKeys({ listeners }: Draft): string[] {
  return [...new Set(listeners.flatMap(({ forms }) => forms.map(({ key }) => key)))];
}

/** How many turns each request is part of; the listeners' takes are part of one more. */
function countNeeds(draft: Draft): Map<string, number> {
  const needed = new Map<string, number>();
  for (const keys of [...draft.turns.map((turn) => new Set(turn.keys)), listenerKeys(draft)]) {
    for (const key of keys) needed.set(key, (needed.get(key) ?? 0) + 1);
  }
  return needed;
}
