import type { Script, ScriptTurn } from '../script/index.ts';
import { type EventType, joinWords } from '../timeline/index.ts';
import { type SpeechRequest, type Voice, vocalSoundFor, wordsToSay } from '../voices/index.ts';
import { listenerForms } from './backchannel-forms.ts';
import type { Casting } from './casting.ts';
import type { GenerateErrorWhere } from './generate-error.ts';
import type { BackchannelTake, Insertion, Take, TurnMaterial } from './material.ts';
import type { TurnDelivery } from './options.ts';

export type DraftOptions = {
  readonly script: Script;
  readonly casting: Casting;
  readonly seed: string;
  /** Rendered so that listeners have something to say; takes a speaker. */
  readonly backchannelTakes: number;
  /** By the turn's index: how it is said, where that differs from its speaker's usual way. */
  readonly deliveries?: readonly (TurnDelivery | undefined)[];
  /** For every turn that says nothing else. */
  readonly delivery?: TurnDelivery;
};

/** Somebody's sound that is still to be made. */
export type SoundRequest = {
  /** The same key is the same sound. */
  readonly key: string;
  readonly speaker: string;
  readonly voice: Voice;
  /** Who speaks instead, in order, where the voice fails for good. */
  readonly fallback: readonly Voice[];
  readonly where: GenerateErrorWhere;
  readonly purpose: 'turn' | 'backchannel' | 'listener' | 'event';
} & ({ readonly speech: SpeechRequest } | { readonly event: EventType; readonly seed: string });

/** What has to be rendered for a script, and how it comes together. Pure. */
export type Draft = {
  /** Each once, in order of the turns that need it first; the listeners' last. */
  readonly requests: readonly SoundRequest[];
  readonly turns: readonly TurnDraft[];
  readonly listeners: readonly ListenerDraft[];
};

export type Takes = ReadonlyMap<string, Take | undefined>;

export type TurnDraft = {
  readonly index: number;
  readonly speaker: string;
  /** Of the sounds it is made of. */
  readonly keys: readonly string[];
  /** Of those, its own speaker's words: without one of them there is no turn. */
  readonly speech: readonly string[];
  readonly assemble: (takes: Takes) => TurnMaterial;
};

export type ListenerDraft = {
  readonly speaker: string;
  readonly forms: readonly { readonly key: string; readonly weight: number; readonly language: string }[];
};

type Ask = (request: SoundRequest) => string;

export function draftScript(options: DraftOptions): Draft {
  const requests = new Map<string, SoundRequest>();
  const ask: Ask = (request) => {
    if (!requests.has(request.key)) requests.set(request.key, request);
    return request.key;
  };
  const turns = options.script.turns.map((turn, index) => draftTurn(options, turn, index, ask));
  const listeners = options.script.speakers.map(({ id }) => draftListener(options, id, ask));
  return { requests: [...requests.values()], turns, listeners };
}

/** Speech of one language is rendered in one piece, whatever interrupts it, so that its melody is whole. */
function draftTurn(options: DraftOptions, turn: ScriptTurn, index: number, ask: Ask): TurnDraft {
  const { script, casting, seed } = options;
  const speaker = script.speakers.find(({ id }) => id === turn.speaker);
  const main = speaker?.language ?? script.language;
  const where = { turnIndex: index, ...(turn.line === undefined ? {} : { line: turn.line }) };
  const delivery = { ...options.delivery, ...options.deliveries?.[index] };
  const speed = turn.speed ?? speaker?.speed ?? delivery.speed;
  const keys: string[] = [];
  const speech: string[] = [];
  const insertions: PlacedPart[] = [];
  const languages = new Map<string, number>();
  const asked = (request: SoundRequest): string => {
    const key = ask(request);
    keys.push(key);
    return key;
  };
  let texts: string[] = [];
  let language = main;
  let words = 0;
  const endPiece = (): void => {
    const text = joinWords(texts);
    texts = [];
    if (text === '') return;
    const voice = delivery.voice ?? casting.voiceFor(turn.speaker, language);
    const request = {
      text,
      language,
      seed: `${seed}/${index}/${speech.length}`,
      ...(speed === undefined ? {} : { speed }),
      ...directionFor(options, index, voice),
      ...(delivery.providerOptions === undefined ? {} : { providerOptions: delivery.providerOptions }),
      ...(voice.service === undefined ? {} : besideOf(script, index)),
    };
    speech.push(
      asked({
        ...voiceRequest(voice, turn.speaker, request),
        fallback: delivery.fallback ?? [],
        where,
        purpose: 'turn',
      }),
    );
  };
  for (const [order, part] of turn.parts.entries()) {
    if (part.type === 'speech') {
      const next = part.language ?? main;
      if (next !== language) endPiece();
      language = next;
      texts.push(part.text);
      const count = wordsToSay(delivery.voice ?? {}, part.text).length;
      words += count;
      languages.set(next, (languages.get(next) ?? 0) + count);
      continue;
    }
    const takeSeed = `${seed}/${index}/${order}`;
    if (part.type === 'event') {
      const owner = part.speaker ?? turn.speaker;
      const voice = casting.voiceFor(owner, script.language);
      const key = JSON.stringify([part.event, owner, takeSeed]);
      const event = { event: part.event, seed: takeSeed, fallback: [], purpose: 'event' } as const;
      insertions.push({ after: words, part, key: asked({ key, speaker: owner, voice, where, ...event }) });
    } else if (part.type === 'backchannel') {
      const listener = script.speakers.find(({ id }) => id === part.speaker);
      const said = part.language ?? listener?.language ?? script.language;
      const voice = casting.voiceFor(part.speaker, said);
      const spoken = listener?.speed === undefined ? {} : { speed: listener.speed };
      const request = { text: part.text, language: said, seed: takeSeed, ...spoken };
      const sound = {
        ...voiceRequest(voice, part.speaker, request),
        fallback: options.delivery?.fallback ?? [],
      };
      insertions.push({ after: words, part, key: asked({ ...sound, where, purpose: 'backchannel' }) });
    } else {
      insertions.push({ after: words, part });
    }
  }
  endPiece();
  const [mostSpoken] = [...languages].toSorted((a, b) => b[1] - a[1]);
  return {
    index,
    speaker: turn.speaker,
    keys,
    speech,
    assemble: (takes) => ({
      index,
      speaker: turn.speaker,
      onset: turn.onset,
      cutShort: turn.cutShort ?? false,
      language: mostSpoken?.[0] ?? main,
      takes: speech.map((key) => takes.get(key)).filter((take) => take !== undefined),
      insertions: insertions.flatMap(({ after, part, key }) =>
        toInsertion(after, part, takes.get(key ?? ''), main),
      ),
      ...(turn.line === undefined ? {} : { line: turn.line }),
    }),
  };
}

/** What is asked of all turns is not asked of whom it would mean nothing to; what is asked of one is, and told. */
function directionFor(
  { delivery, deliveries }: DraftOptions,
  index: number,
  voice: Voice,
): Pick<SpeechRequest, 'instructions'> {
  const own = deliveries?.[index]?.instructions;
  const instructions = own ?? delivery?.instructions;
  const fallback = deliveries?.[index]?.fallback ?? delivery?.fallback ?? [];
  const isLost =
    own === undefined && voice.instructions === false && !fallback.some((other) => other.instructions);
  return instructions === undefined || isLost ? {} : { instructions };
}

type PlacedPart = {
  readonly after: number;
  readonly part: Exclude<ScriptTurn['parts'][number], { type: 'speech' }>;
  readonly key?: string;
};

/**
 * A service is asked for the same text once, whatever the seed: each request is paid for. A voice of this machine
 * gives another take of it each time.
 */
function voiceRequest(
  voice: Voice,
  speaker: string,
  speech: SpeechRequest,
): Pick<SoundRequest, 'key' | 'speaker' | 'voice'> & { readonly speech: SpeechRequest } {
  const { seed, previousText: _before, nextText: _after, ...decisive } = speech;
  const take = voice.service === undefined ? seed : '';
  return { key: JSON.stringify([voice.id, speaker, decisive, take]), speaker, voice, speech };
}

/** What the same speaker says before and after, so that a service can go on where it was. */
function besideOf({ turns }: Script, index: number): Pick<SpeechRequest, 'previousText' | 'nextText'> {
  const own = (other: ScriptTurn): boolean => other.speaker === turns[index]?.speaker;
  const before = turns.slice(Math.max(0, index - nearTurns), index).findLast(own);
  const after = turns.slice(index + 1, index + 1 + nearTurns).find(own);
  const previousText = before === undefined ? '' : spokenText(before);
  const nextText = after === undefined ? '' : spokenText(after);
  return { ...(previousText === '' ? {} : { previousText }), ...(nextText === '' ? {} : { nextText }) };
}

/** A speaker who was silent for longer starts anew. */
const nearTurns = 4;

function spokenText({ parts }: ScriptTurn): string {
  return joinWords(parts.flatMap((part) => (part.type === 'speech' ? [part.text] : [])));
}

function toInsertion(
  after: number,
  part: PlacedPart['part'],
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
  { script, casting, seed, backchannelTakes, delivery }: DraftOptions,
  id: string,
  ask: Ask,
): ListenerDraft {
  const speaker = script.speakers.find((known) => known.id === id);
  const language = speaker?.language ?? script.language;
  const voice = casting.voiceFor(id, language);
  const speed = speaker?.speed === undefined ? {} : { speed: speaker.speed };
  const forms = listenerForms(language, backchannelTakes, `${seed}/forms/${id}`);
  return {
    speaker: id,
    forms: forms.map(({ text, weight }, index) => {
      const request = { text, language, seed: `${seed}/listener/${id}/${index}`, ...speed };
      const sound = { ...voiceRequest(voice, id, request), fallback: delivery?.fallback ?? [], where: {} };
      return { key: ask({ ...sound, purpose: 'listener' }), weight, language };
    }),
  };
}

/** What listeners may say, of what was rendered. */
export function assembleListeners(
  listeners: readonly ListenerDraft[],
  takes: Takes,
): Record<string, readonly BackchannelTake[]> {
  return Object.fromEntries(
    listeners.map(({ speaker, forms }) => [
      speaker,
      forms.flatMap(({ key, ...form }) => {
        const take = takes.get(key);
        return take === undefined || take.words.length === 0 ? [] : [{ ...form, take }];
      }),
    ]),
  );
}

/** Whether a voice has to be asked: a vocal sound, such as `mm-hm`, is made here and costs nobody anything. */
export function asksVoice(
  request: SoundRequest,
): request is Extract<SoundRequest, { speech: SpeechRequest }> {
  return 'speech' in request && vocalSoundFor(request.speech.text, request.speech.language) === undefined;
}
