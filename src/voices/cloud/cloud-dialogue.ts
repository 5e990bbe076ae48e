import { splitWords, type Word } from '../../timeline/index.ts';
import type { DialogueLimits, DialoguePart, DialogueRequest, DialogueVoice } from '../dialogue-voice.ts';
import { fitWords } from '../timing/fit-words.ts';
import { VoiceError } from '../voice-error.ts';
import { withoutTags } from '../words-to-say.ts';
import type { AdapterModel, DialogueAsk, SpeechAdapter, WirePart, WireReply } from './adapter.ts';
import type { Platform } from './clock.ts';
import { bodyParts } from './cloud-voice.ts';
import type { Answered, HttpClient } from './http-client.ts';
import { isTooShort, planRequest } from './plan-request.ts';
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
  checkLimits(options, request);
  const { adapter, model } = options;
  const { ask: planned, warnings } = planRequest(adapter.title, model, { text: '', ...request });
  for (const message of warnings) yield { type: 'warning-raised', message };
  const { speed: _speed, ...rest } = planned;
  const prefix = `${adapter.name}/${model.id}:`;
  const ask: DialogueAsk = {
    ...rest,
    model,
    turns: request.turns,
    voices: request.turns.map(({ voice }) => (voice.startsWith(prefix) ? voice.slice(prefix.length) : voice)),
  };
  const spoken = await fetchDialogue(options, ask, signal);
  for (const { answer } of spoken.all) yield { type: 'request-answered', answer };
  for (const message of spoken.warnings) yield { type: 'warning-raised', message };
  const { samples, turns } = spoken.best;
  yield { type: 'audio-ready', audio: { samples, sampleRate: model.sampleRate } };
  for (const turn of turns) yield { type: 'turn-timed', ...turn };
  yield* giveWords(spoken.best, wordsOf(model, request), samples.length / model.sampleRate);
}

function checkLimits({ adapter, model }: CloudDialogueOptions, { turns }: DialogueRequest): void {
  const { leastVoices, mostVoices, mostCharacters, mostTurns } = model.dialogueLimits;
  const fail = (what: string): never => {
    throw new VoiceError(`A dialogue of ${adapter.title}’s ${model.id} ${what}`, { provider: adapter.name });
  };
  const voices = new Set(turns.map(({ voice }) => voice)).size;
  if (voices < leastVoices || voices > mostVoices) {
    fail(`has ${leastVoices} to ${mostVoices} voices, not ${voices}.`);
  }
  const characters = turns.reduce((sum, { text }) => sum + text.length, 0);
  if (mostCharacters !== undefined && characters > mostCharacters) {
    fail(`has at most ${mostCharacters} characters, not ${characters}.`);
  }
  if (mostTurns !== undefined && turns.length > mostTurns) {
    fail(`has at most ${mostTurns} turns, not ${turns.length}.`);
  }
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
  const short = ({ samples }: ReadSpeech): boolean => isTooShort(text, samples.length / ask.model.sampleRate);
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
  const partsOf = (reply: WireReply): AsyncIterable<WirePart> =>
    adapter.readDialogue?.(reply, ask) ?? bodyParts(reply);
  const read = (answered: Answered): Promise<ReadSpeech> =>
    readSpeech(partsOf(answered.reply), answered, {
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

function wordsOf({ tags = false }: AdapterModel, { turns }: DialogueRequest): string[][] {
  return turns.map(({ text }) => splitWords(tags ? withoutTags(text) : text));
}

/** The script's words where the vendor timed them: inside their turns where it said which turn, else in order. */
function* giveWords(
  { heard, turns }: ReadSpeech,
  texts: readonly (readonly string[])[],
  duration: number,
): Generator<DialoguePart> {
  if (heard.length === 0) return;
  if (heard.every(({ turn }) => turn !== undefined)) {
    for (const [turn, words] of texts.entries()) {
      const own = heard.filter((item) => item.turn === turn);
      const known = turns.find((span) => span.turn === turn);
      const span = {
        start: known?.start ?? own[0]?.start ?? 0,
        end: known?.end ?? own.at(-1)?.end ?? duration,
      };
      for (const word of fitWords(words, own, span)) yield { type: 'word-timed', turn, word };
    }
    return;
  }
  const fitted = fitWords(texts.flat(), heard, { start: 0, end: duration });
  const owners = texts.flatMap((words, turn) => words.map(() => turn));
  for (const [index, word] of fitted.entries()) {
    yield { type: 'word-timed', turn: owners[index] ?? 0, word: word satisfies Word };
  }
}
