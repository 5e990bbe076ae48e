import { splitWords } from '../../timeline/index.ts';
import type { DialogueLimits, DialoguePart, DialogueRequest, DialogueVoice } from '../dialogue-voice.ts';
import { fitWords } from '../timing/fit-words.ts';
import { VoiceError } from '../voice-error.ts';
import type { AdapterModel, DialogueAsk, SpeechAdapter, WirePart, WireReply } from './adapter.ts';
import type { Platform } from './clock.ts';
import { bodyParts } from './cloud-voice.ts';
import type { Answered, HttpClient } from './http-client.ts';
import { heardText, isTooShort, planRequest } from './plan-request.ts';
import { withProviderOptions } from './provider-options.ts';
import { mostBytesFor, type ReadSpeech, readSpeech } from './read-speech.ts';

export type CloudDialogueOptions = {
  readonly adapter: SpeechAdapter & Required<Pick<SpeechAdapter, 'converse'>>;
  readonly model: AdapterModel & { readonly dialogueLimits: DialogueLimits };
  readonly client: HttpClient;
  readonly platform: Platform;
};

export function createCloudDialogue(options: CloudDialogueOptions): DialogueVoice {
  const { adapter, model } = options;
  return {
    id: `${adapter.name}/${model.id}`,
    sampleRate: model.sampleRate,
    limits: model.dialogueLimits,
    converse: (request, { signal } = {}) => converse(options, request, signal),
  };
}

async function* converse(
  options: CloudDialogueOptions,
  request: DialogueRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<DialoguePart> {
  signal?.throwIfAborted();
  const { adapter, model } = options;
  checkLimits(options, request);
  const voices = checkVoices(options, request);
  const { ask: planned, warnings } = planRequest(adapter.title, model, { text: '', ...request });
  for (const message of warnings) yield { type: 'warning-raised', message };
  const { speed: _speed, ...rest } = planned;
  const spoken = await fetchDialogue(options, { ...rest, model, turns: request.turns, voices }, signal);
  for (const part of partsOf(spoken, model, request)) {
    signal?.throwIfAborted();
    yield part;
  }
  signal?.throwIfAborted();
}

function* partsOf({ all, best, warnings }: Fetched, model: AdapterModel, request: DialogueRequest) {
  for (const { answer } of all) yield { type: 'request-answered', answer } satisfies DialoguePart;
  for (const message of warnings) yield { type: 'warning-raised', message } satisfies DialoguePart;
  const { samples, heard } = best;
  yield {
    type: 'audio-ready',
    audio: { samples, sampleRate: model.sampleRate },
  } satisfies DialoguePart;
  const duration = samples.length / model.sampleRate;
  const texts = wordsOf(model, request);
  const spans = spansOf(best.turns, texts.length, duration);
  for (const span of spans) yield { type: 'turn-timed', ...span } satisfies DialoguePart;
  yield* giveWords(heard, spans, texts, duration);
}

type RefuseOptions = Pick<CloudDialogueOptions, 'adapter' | 'model'>;

function refuse({ adapter, model }: RefuseOptions, what: string): VoiceError {
  const message = `A dialogue of ${adapter.title}’s ${model.id} ${what}`;
  return new VoiceError(message, { provider: adapter.name });
}

/** The vendor's names of the voices, one for each turn. */
function checkVoices(options: RefuseOptions, { turns }: DialogueRequest): string[] {
  const prefix = `${options.adapter.name}/${options.model.id}:`;
  return turns.map(({ voice }, index) => {
    if (voice.startsWith(prefix) && voice.length > prefix.length) return voice.slice(prefix.length);
    const found = JSON.stringify(voice);
    throw refuse(options, `has voices whose ids begin with ${prefix}, not ${found} of turn ${index + 1}.`);
  });
}

function checkLimits(options: CloudDialogueOptions, { turns }: DialogueRequest): void {
  const { leastVoices, mostVoices, mostCharacters, mostTurns } = options.model.dialogueLimits;
  const voices = new Set(turns.map(({ voice }) => voice)).size;
  if (voices < leastVoices || voices > mostVoices) {
    throw refuse(options, `has ${leastVoices} to ${mostVoices} voices, not ${voices}.`);
  }
  const characters = turns.reduce((sum, { text }) => sum + text.length, 0);
  if (mostCharacters !== undefined && characters > mostCharacters) {
    throw refuse(options, `has at most ${mostCharacters} characters, not ${characters}.`);
  }
  if (mostTurns !== undefined && turns.length > mostTurns) {
    throw refuse(options, `has at most ${mostTurns} turns, not ${turns.length}.`);
  }
  const empty = turns.findIndex(({ text }) => splitWords(text).length === 0);
  if (empty >= 0)
    throw refuse(options, `has something to say in each turn, which turn ${empty + 1} has not.`);
}

type Fetched = {
  readonly best: ReadSpeech;
  readonly all: readonly ReadSpeech[];
  readonly warnings: readonly string[];
};

/** Some models stop early: what is too short for its text is asked for once more. */
async function fetchDialogue(
  options: CloudDialogueOptions,
  ask: DialogueAsk,
  signal: AbortSignal | undefined,
): Promise<Fetched> {
  const { title } = options.adapter;
  const text = ask.turns.map((turn) => turn.text).join(' ');
  const short = ({ samples }: ReadSpeech): boolean =>
    isTooShort(heardText(ask.model, text), samples.length / ask.model.sampleRate);
  const first = await fetchOnce(options, ask, text, signal);
  if (!short(first)) return { best: first, all: [first], warnings: first.warnings };
  const second = await fetchOnce(options, ask, text, signal);
  const best = second.samples.length > first.samples.length ? second : first;
  const seconds = (best.samples.length / ask.model.sampleRate).toFixed(1);
  const warning = short(best)
    ? `${title} sent only ${seconds} s of sound for ${text.length} characters, twice: turns may be missing.`
    : `${title} sent too little sound at first: it was asked again.`;
  return { best, all: [first, second], warnings: [...best.warnings, warning] };
}

function fetchOnce(
  { adapter, model, client, platform }: CloudDialogueOptions,
  ask: DialogueAsk,
  text: string,
  signal: AbortSignal | undefined,
): Promise<ReadSpeech> {
  const wireOf = (reply: WireReply): AsyncIterable<WirePart> =>
    adapter.readDialogue?.(reply, ask) ?? bodyParts(reply);
  const read = (answered: Answered): Promise<ReadSpeech> =>
    readSpeech(wireOf(answered.reply), answered, {
      provider: adapter.name,
      title: adapter.title,
      model,
      platform,
      characters: text.length,
      signal,
    });
  const request = withProviderOptions(adapter, adapter.converse(ask), ask.providerOptions);
  return client.exchange(request, read, { signal, mostBytes: mostBytesFor(text.length) });
}

function wordsOf(model: AdapterModel, { turns }: DialogueRequest): string[][] {
  return turns.map(({ text }) => splitWords(heardText(model, text)));
}

type Span = ReadSpeech['turns'][number];

/** Of all turns, inside the sound and in order, or of none: what is half known is found out by listening. */
function spansOf(told: readonly Span[], count: number, duration: number): Span[] {
  const spans: Span[] = [];
  let earliest = 0;
  for (let turn = 0; turn < count; turn++) {
    const known = told.find((span) => span.turn === turn);
    const start = Math.max(earliest, known?.start ?? Number.NaN);
    const end = Math.min(duration, known?.end ?? Number.NaN);
    if (!(end > start)) return [];
    spans.push({ turn, start, end });
    earliest = start;
  }
  return spans;
}

/** The script's words where the vendor timed them: inside their turns where it said which turn, else in order. */
function* giveWords(
  heard: ReadSpeech['heard'],
  spans: readonly Span[],
  texts: readonly (readonly string[])[],
  duration: number,
): Generator<DialoguePart> {
  if (heard.length === 0) return;
  const groups = texts.map((_, turn) => heard.filter((item) => item.turn === turn));
  const isHeard = groups.every(({ length }, turn) => length > 0 || texts[turn]?.length === 0);
  if (heard.every(({ turn }) => turn !== undefined) && (isHeard || spans.length > 0)) {
    for (const [turn, words] of texts.entries()) {
      const own = groups[turn] ?? [];
      const start = Math.min(duration, Math.max(0, own[0]?.start ?? 0));
      const end = Math.min(duration, Math.max(start, own.at(-1)?.end ?? duration));
      for (const word of fitWords(words, own, spans[turn] ?? { start, end })) {
        yield { type: 'word-timed', turn, word };
      }
    }
    return;
  }
  const fitted = fitWords(texts.flat(), heard, { start: 0, end: duration });
  const owners = texts.flatMap((words, turn) => words.map(() => turn));
  for (const [index, word] of fitted.entries()) {
    yield { type: 'word-timed', turn: owners[index] ?? 0, word };
  }
}
