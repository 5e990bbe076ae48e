import { availableParallelism } from 'node:os';
import { type Audio, levelBlocks, measureEnvelope, resample } from '../dsp/index.ts';
import type { Script, ScriptTurn } from '../script/index.ts';
import { type EventType, joinWords, splitWords, type Word } from '../timeline/index.ts';
import {
  collectSpeech,
  eventSound,
  type Speech,
  type Voice,
  vocalSoundFor,
  withVocalSounds,
} from '../voices/index.ts';
import { listenerForms } from './backchannel-forms.ts';
import type { Casting } from './casting.ts';
import { GenerateError, type GenerateErrorWhere } from './generate-error.ts';
import { sameLanguage } from './listening.ts';
import type { BackchannelTake, Insertion, Take, TurnMaterial } from './material.ts';
import { measureTake, spreadWords } from './measure-take.ts';
import { runAll } from './run-all.ts';
import type { Spool } from './spool.ts';

export type RenderOptions = {
  readonly script: Script;
  readonly casting: Casting;
  readonly spool: Spool;
  readonly seed: string;
  /** Rendered so that listeners have something to say; takes a speaker. */
  readonly backchannelTakes: number;
  readonly maxConcurrency?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onRendered?: (done: number, total: number) => void;
};

export type Rendering = {
  readonly turns: readonly TurnMaterial[];
  readonly backchannels: Readonly<Record<string, readonly BackchannelTake[]>>;
  readonly warnings: readonly string[];
  /** What the voices were asked for, by voice's id. */
  readonly usage: readonly VoiceUsage[];
};

export type VoiceUsage = {
  readonly voice: string;
  readonly speaker: string;
  readonly utterances: number;
  readonly characters: number;
};

/** Somebody's sound that is still to be made. */
type Request = {
  readonly key: string;
  readonly speaker: string;
  readonly voice: Voice;
  readonly where: GenerateErrorWhere;
} & (
  | {
      readonly text: string;
      readonly language: string;
      readonly speed: number | undefined;
      readonly seed: string;
    }
  | { readonly event: EventType; readonly seed: string }
);

/** Renders every sound of a script into the spool, several at a time; the same request is rendered once. */
export async function renderScript(options: RenderOptions): Promise<Rendering> {
  const { script, signal } = options;
  const requests = new Map<string, Request>();
  const ask = (request: Request): string => {
    if (!requests.has(request.key)) requests.set(request.key, request);
    return request.key;
  };
  const turns = script.turns.map((turn, index) => draftTurn(options, turn, index, ask));
  const listeners = script.speakers.map(({ id }) => ({ id, forms: draftListener(options, id, ask) }));
  const list = [...requests.values()];
  const takes = new Map<string, Take | undefined>();
  const warnings: string[] = [];
  let done = 0;
  const limit = options.maxConcurrency ?? Math.max(4, 2 * availableParallelism());
  const outcomes = await runAll(list, limit, signal, async (request, source, inner) => {
    const outcome = await render(request, source, options.spool, inner);
    options.onRendered?.(++done, list.length);
    return outcome;
  });
  for (const [index, { take, warnings: raised }] of outcomes.entries()) {
    const request = list[index];
    if (request === undefined) continue;
    takes.set(request.key, take);
    for (const message of raised) warnings.push(placed(message, request));
  }
  return {
    turns: turns.map((draft) => draft(takes)),
    backchannels: Object.fromEntries(
      listeners.map(({ id, forms }) => [
        id,
        forms.flatMap(({ key, ...form }) => {
          const take = takes.get(key);
          return take === undefined || take.words.length === 0 ? [] : [{ ...form, take }];
        }),
      ]),
    ),
    warnings: [...new Set(warnings)],
    usage: countUsage(list),
  };
}

type Draft = (takes: ReadonlyMap<string, Take | undefined>) => TurnMaterial;

/** Speech of one language is rendered in one piece, whatever interrupts it, so that its melody is whole. */
function draftTurn(
  { script, casting, seed }: RenderOptions,
  turn: ScriptTurn,
  index: number,
  ask: (request: Request) => string,
): Draft {
  const speaker = script.speakers.find(({ id }) => id === turn.speaker);
  const main = speaker?.language ?? script.language;
  const where = { turn: index, ...(turn.line === undefined ? {} : { line: turn.line }) };
  const speed = turn.speed ?? speaker?.speed;
  const speech: string[] = [];
  const insertions: {
    after: number;
    part: Exclude<ScriptTurn['parts'][number], { type: 'speech' }>;
    key?: string;
  }[] = [];
  const languages = new Map<string, number>();
  let texts: string[] = [];
  let language = main;
  let words = 0;
  const endPiece = (): void => {
    const text = joinWords(texts);
    texts = [];
    if (text === '') return;
    const voice = casting.voiceFor(turn.speaker, language);
    const take = { text, language, speed, seed: `${seed}/${index}/${speech.length}` };
    const key = JSON.stringify([voice.id, turn.speaker, text, language, speed ?? 1, take.seed]);
    speech.push(ask({ key, speaker: turn.speaker, voice, where, ...take }));
  };
  for (const [order, part] of turn.parts.entries()) {
    if (part.type === 'speech') {
      const next = part.language ?? main;
      if (next !== language) endPiece();
      language = next;
      texts.push(part.text);
      const count = splitWords(part.text).length;
      words += count;
      languages.set(next, (languages.get(next) ?? 0) + count);
      continue;
    }
    const takeSeed = `${seed}/${index}/${order}`;
    if (part.type === 'event') {
      const owner = part.speaker ?? turn.speaker;
      const voice = casting.voiceFor(owner, script.language);
      const key = JSON.stringify([part.event, owner, takeSeed]);
      insertions.push({
        after: words,
        part,
        key: ask({ key, speaker: owner, voice, where, event: part.event, seed: takeSeed }),
      });
    } else if (part.type === 'backchannel') {
      const listener = script.speakers.find(({ id }) => id === part.speaker);
      const said = part.language ?? listener?.language ?? script.language;
      const voice = casting.voiceFor(part.speaker, said);
      const key = JSON.stringify([voice.id, part.text, said, takeSeed]);
      const request = { text: part.text, language: said, speed: listener?.speed, seed: takeSeed };
      insertions.push({
        after: words,
        part,
        key: ask({ key, speaker: part.speaker, voice, where, ...request }),
      });
    } else {
      insertions.push({ after: words, part });
    }
  }
  endPiece();
  const [mostSpoken] = [...languages].toSorted((a, b) => b[1] - a[1]);
  return (takes) => {
    const rendered = speech.map((key) => takes.get(key)).filter((take) => take !== undefined);
    return {
      index,
      speaker: turn.speaker,
      onset: turn.onset,
      cutShort: turn.cutShort ?? false,
      language: mostSpoken?.[0] ?? main,
      takes: rendered,
      insertions: insertions.flatMap(({ after, part, key }) =>
        toInsertion(after, part, takes.get(key ?? ''), main),
      ),
      ...(turn.line === undefined ? {} : { line: turn.line }),
    };
  };
}

function toInsertion(
  after: number,
  part: Exclude<ScriptTurn['parts'][number], { type: 'speech' }>,
  take: Take | undefined,
  language: string,
): Insertion[] {
  if (part.type === 'pause') return [{ type: 'pause', after, duration: part.duration }];
  if (take === undefined) return [];
  if (part.type === 'backchannel') {
    return [{ type: 'backchannel', after, speaker: part.speaker, language: part.language ?? language, take }];
  }
  return part.speaker === undefined
    ? [{ type: 'event', after, event: part.event, take }]
    : [{ type: 'listener-event', after, event: part.event, speaker: part.speaker, take }];
}

function draftListener(
  { script, casting, seed, backchannelTakes }: RenderOptions,
  id: string,
  ask: (request: Request) => string,
): { key: string; weight: number; language: string }[] {
  const speaker = script.speakers.find((known) => known.id === id);
  const language = speaker?.language ?? script.language;
  const voice = casting.voiceFor(id, language);
  return listenerForms(language, backchannelTakes, `${seed}/forms/${id}`).map(({ text, weight }, index) => {
    const take = { text, language, speed: speaker?.speed, seed: `${seed}/listener/${id}/${index}` };
    const key = JSON.stringify([voice.id, text, language, take.seed]);
    return { key: ask({ key, speaker: id, voice, where: {}, ...take }), weight, language };
  });
}

async function render(
  request: Request,
  source: number,
  spool: Spool,
  signal: AbortSignal,
): Promise<{ take: Take | undefined; warnings: readonly string[] }> {
  if ('event' in request) {
    const { voice, event, seed } = request;
    const sound = eventSound(event, voice.throat ?? { pitch: 155, tract: 0.93 }, seed, spool.sampleRate);
    if (sound === undefined) {
      return { take: undefined, warnings: [`There is no sound for ${event}: it is left out.`] };
    }
    return { take: await keep(spool, source, sound, []), warnings: [] };
  }
  const speech = await speak(request, signal);
  const audio = atRate(speech.audio, spool.sampleRate);
  const expected = splitWords(request.text);
  const warnings = [...speech.warnings];
  let words = speech.words;
  if (audio.samples.length > 0 && words.length !== expected.length) {
    warnings.push(
      `${request.voice.id} timed ${words.length} of ${expected.length} words: all are spread evenly.`,
    );
    words = spreadWords(expected, audio.samples.length / audio.sampleRate);
  }
  if (audio.samples.length === 0) return { take: undefined, warnings };
  return { take: await keep(spool, source, audio, words), warnings };
}

/** One pass over the samples is enough for the take and for the levels of the mix. */
async function keep(spool: Spool, source: number, audio: Audio, words: readonly Word[]): Promise<Take> {
  const envelope = measureEnvelope(audio);
  await spool.write(source, audio.samples, levelBlocks(envelope));
  return measureTake(source, audio, words, envelope);
}

async function speak(request: Extract<Request, { text: string }>, signal: AbortSignal): Promise<Speech> {
  const { text, language, speed, seed, voice, where } = request;
  try {
    const asked = { text, language, seed, ...(speed === undefined ? {} : { speed }) };
    return await collectSpeech(withVocalSounds(voice), asked, { signal });
  } catch (cause) {
    if (signal.aborted) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new GenerateError(
      `${voice.id} could not say ${JSON.stringify(clip(text))}${at(where)}: ${reason}`,
      {
        ...where,
        cause,
      },
    );
  }
}

function atRate(audio: Audio, sampleRate: number): Audio {
  return audio.sampleRate === sampleRate || audio.samples.length === 0
    ? { samples: audio.samples, sampleRate }
    : resample(audio, sampleRate);
}

function placed(message: string, { where, speaker }: Request): string {
  return `${speaker}${at(where)}: ${message}`;
}

function at({ turn, line }: GenerateErrorWhere): string {
  if (line !== undefined) return ` (line ${line})`;
  return turn === undefined ? '' : ` (turn ${turn + 1})`;
}

function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function countUsage(requests: readonly Request[]): VoiceUsage[] {
  const usage = new Map<string, { voice: string; speaker: string; utterances: number; characters: number }>();
  for (const request of requests) {
    // A vocal sound costs nobody anything: no voice is asked for it.
    if (!('text' in request) || vocalSoundFor(request.text, request.language) !== undefined) continue;
    const key = `${request.speaker}/${request.voice.id}`;
    const known = usage.get(key) ?? {
      voice: request.voice.id,
      speaker: request.speaker,
      utterances: 0,
      characters: 0,
    };
    known.utterances++;
    known.characters += request.text.length;
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
