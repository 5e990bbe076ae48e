import { stretch } from '../../dsp/index.ts';
import { splitWords } from '../../timeline/index.ts';
import { fitWords } from '../timing/fit-words.ts';
import type { SpeechPart, SpeechRequest, Voice, VoiceDescription } from '../voice.ts';
import { wordsToSay } from '../words-to-say.ts';
import type { AdapterModel, SpeechAdapter, SpeechAsk, WirePart, WireReply, WireRequest } from './adapter.ts';
import { calledOff, type Platform } from './clock.ts';
import { fetchTimes } from './fetch-times.ts';
import type { Answered, HttpClient } from './http-client.ts';
import { heardText, isTooShort, type PlannedRequest, planRequest } from './plan-request.ts';
import { withProviderOptions } from './provider-options.ts';
import {
  createNotes,
  decodeAnswer,
  describeAnswer,
  type HeardText,
  mostBytesFor,
  type ReadContext,
  type ReadSpeech,
  readSpeech,
} from './read-speech.ts';
import type { VoiceReference } from './speech-model.ts';
import { splitText } from './split-text.ts';

export type CloudVoiceOptions = {
  readonly adapter: SpeechAdapter;
  readonly model: AdapterModel;
  readonly voice: VoiceReference;
  readonly description: VoiceDescription;
  /** In one request. */
  readonly mostCharacters: number | undefined;
  readonly client: HttpClient;
  readonly platform: Platform;
};

export function createCloudVoice(options: CloudVoiceOptions): Voice {
  return { ...options.description, speak: (request, { signal } = {}) => speak(options, request, signal) };
}

async function* speak(
  options: CloudVoiceOptions,
  request: SpeechRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<SpeechPart> {
  signal?.throwIfAborted();
  const { adapter, model, mostCharacters } = options;
  const words = wordsToSay(options.description, request.text);
  if (splitWords(request.text).length === 0) {
    yield warn(`There is nothing to pronounce in ${JSON.stringify(request.text)}.`);
    return;
  }
  const planned = planRequest(adapter.title, model, request);
  for (const message of planned.warnings) yield warn(message);
  const pieces = splitText(request.text, mostCharacters);
  const asks = pieces.map((text, index) => askFor(options, request, planned, text, pieces, index));
  const [only] = asks;
  const spoken: Spoken = { heard: [], duration: 0 };
  if (request.eager === true && asks.length === 1 && only !== undefined && planned.stretch === 1) {
    yield* speakEagerly(options, only, spoken, signal);
  } else {
    yield* speakPieces(options, asks, planned.stretch, spoken, signal);
  }
  if (!model.timed || spoken.duration === 0) return;
  if (spoken.heard.length === 0) yield warn(`${adapter.title} timed no words: they are spread evenly.`);
  const span = { start: 0, end: spoken.duration };
  for (const word of fitWords(words, spoken.heard, span)) yield { type: 'word-timed', word };
}

/** What has been said by now. */
type Spoken = { heard: HeardText[]; duration: number };

/** Sound as it arrives. A request that breaks in the middle cannot be made again: half of it has been heard. */
async function* speakEagerly(
  options: CloudVoiceOptions,
  ask: SpeechAsk,
  spoken: Spoken,
  signal: AbortSignal | undefined,
): AsyncGenerator<SpeechPart> {
  const { adapter, model, client } = options;
  const notes = createNotes();
  const context = contextOf(options, ask, signal);
  const answered = await client.exchange(requestFor(adapter, ask), async (given) => given, {
    signal,
    mostBytes: mostBytesFor(ask.text.length),
  });
  for await (const samples of decodeAnswer(
    partsOf(options, answered.reply, ask, signal),
    answered,
    context,
    notes,
  )) {
    spoken.duration += samples.length / model.sampleRate;
    yield { type: 'audio-ready', audio: { samples, sampleRate: model.sampleRate } };
  }
  const { heard, warnings } = notes.read();
  for (const message of warnings) yield warn(message);
  yield { type: 'request-answered', answer: describeAnswer(answered, context, notes) };
  spoken.heard.push(...heard);
}

/** Requests made while earlier pieces are still awaited; the gate bounds them with all others. */
const piecesAhead = 4;

async function* speakPieces(
  options: CloudVoiceOptions,
  asks: readonly SpeechAsk[],
  rate: number,
  spoken: Spoken,
  signal: AbortSignal | undefined,
): AsyncGenerator<SpeechPart> {
  const controller = new AbortController();
  const stop = (): void => controller.abort(signal?.reason);
  signal?.addEventListener('abort', stop, { once: true });
  const running: Promise<PieceOutcome>[] = [];
  try {
    for (let next = 0; next < asks.length; next++) {
      while (running.length < Math.min(asks.length, next + piecesAhead)) {
        const ask = asks[running.length];
        if (ask !== undefined) running.push(outcomeOf(fetchPiece(options, ask, controller.signal)));
      }
      const outcome = await running[next];
      if (outcome === undefined || 'error' in outcome) throw outcome?.error;
      const { speech, warnings } = outcome.piece;
      for (const answer of speech.map((each) => each.answer)) yield { type: 'request-answered', answer };
      for (const message of warnings) yield warn(message);
      yield* givePiece(options, speech.at(-1), rate, spoken);
    }
  } finally {
    controller.abort(calledOff);
    signal?.removeEventListener('abort', stop);
  }
}

type Piece = {
  /** All that was paid for; the last is used. */
  readonly speech: readonly ReadSpeech[];
  readonly warnings: readonly string[];
};

/** A failure that is looked at when its turn comes. */
type PieceOutcome = { readonly piece: Piece } | { readonly error: unknown };

function outcomeOf(work: Promise<Piece>): Promise<PieceOutcome> {
  return work.then(
    (piece) => ({ piece }),
    (error: unknown) => ({ error }),
  );
}

/** One request; a second where the first was cut off: its sound is too short for its text. */
async function fetchPiece(options: CloudVoiceOptions, ask: SpeechAsk, signal: AbortSignal): Promise<Piece> {
  const first = await fetchOnce(options, ask, signal);
  if (!isCutOff(first, ask)) return { speech: [first], warnings: first.warnings };
  const second = await fetchOnce(options, ask, signal);
  const longer = second.samples.length > first.samples.length ? second : first;
  const { title, name } = options.adapter;
  const seconds = (longer.samples.length / ask.model.sampleRate).toFixed(1);
  const short = isCutOff(longer, ask)
    ? [
        `${title} sent only ${seconds} s of sound for ${ask.text.length} characters, twice: check what ${name} said.`,
      ]
    : [`${title} sent too little sound at first: it was asked again.`];
  return {
    speech: longer === second ? [first, second] : [second, first],
    warnings: [...longer.warnings, ...short],
  };
}

function isCutOff({ samples }: ReadSpeech, { text, model, speed }: SpeechAsk): boolean {
  return isTooShort(heardText(model, text), samples.length / model.sampleRate, speed);
}

function fetchOnce(options: CloudVoiceOptions, ask: SpeechAsk, signal: AbortSignal): Promise<ReadSpeech> {
  const { adapter, client } = options;
  const read = (answered: Answered): Promise<ReadSpeech> =>
    readSpeech(partsOf(options, answered.reply, ask, signal), answered, contextOf(options, ask, signal));
  return client.exchange(requestFor(adapter, ask), read, {
    signal,
    mostBytes: mostBytesFor(ask.text.length),
  });
}

function* givePiece(
  { model }: CloudVoiceOptions,
  speech: ReadSpeech | undefined,
  rate: number,
  spoken: Spoken,
): Generator<SpeechPart> {
  if (speech === undefined) return;
  const { sampleRate } = model;
  const stretched = rate === 1 ? undefined : stretch({ samples: speech.samples, sampleRate }, rate);
  const samples = stretched?.audio.samples ?? speech.samples;
  const placed = (time: number): number => spoken.duration + (stretched?.toStretched(time) ?? time);
  for (const { text, start, end } of speech.heard) {
    spoken.heard.push({ text, start: placed(start), end: placed(end) });
  }
  spoken.duration += samples.length / sampleRate;
  yield { type: 'audio-ready', audio: { samples, sampleRate } };
}

function askFor(
  { model, voice }: CloudVoiceOptions,
  request: SpeechRequest,
  { ask }: PlannedRequest,
  text: string,
  pieces: readonly string[],
  index: number,
): SpeechAsk {
  const previousText = pieces[index - 1] ?? request.previousText;
  const nextText = pieces[index + 1] ?? request.nextText;
  return {
    ...ask,
    model,
    voice,
    text,
    ...(previousText === undefined ? {} : { previousText }),
    ...(nextText === undefined ? {} : { nextText }),
  };
}

function contextOf(
  { adapter, model, platform }: CloudVoiceOptions,
  ask: SpeechAsk,
  signal: AbortSignal | undefined,
): ReadContext {
  return {
    provider: adapter.name,
    title: adapter.title,
    model,
    platform,
    characters: ask.text.length,
    signal,
  };
}

function requestFor(adapter: SpeechAdapter, ask: SpeechAsk): WireRequest {
  return withProviderOptions(adapter, adapter.speak(ask), ask.providerOptions);
}

async function* partsOf(
  { adapter, client }: CloudVoiceOptions,
  reply: WireReply,
  ask: SpeechAsk,
  signal: AbortSignal | undefined,
): AsyncGenerator<WirePart> {
  yield* adapter.read?.(reply, ask) ?? bodyParts(reply);
  yield* fetchTimes(adapter, client, ask, signal);
}

export async function* bodyParts(reply: WireReply): AsyncGenerator<WirePart> {
  for await (const bytes of reply.bytes()) yield { type: 'bytes', bytes };
}

function warn(message: string): SpeechPart {
  return { type: 'warning-raised', message };
}
