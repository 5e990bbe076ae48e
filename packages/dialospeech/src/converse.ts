import { splitWords } from 'duologue/timeline';
import type { DialogueLimits, DialoguePart, DialogueRequest, DialogueTurn } from 'duologue/voices';
import { createPartTeller, type OwnBackchannel } from './conversation/dialogue-parts.ts';
import {
  createDialogueScript,
  isMandarin,
  isSayable,
  languageIndex,
  languageOf,
  type ScriptTurn,
} from './conversation/dialogue-script.ts';
import type { DialogueThreads } from './conversation/dialogue-threads.ts';
import { streamBlocks } from './conversation/stream-blocks.ts';
import type { DecoderSampling, DecoderScript } from './language/decoder.ts';
import type { ModelErrors } from './model/model-errors.ts';
import type { ModelFile } from './model/model-file.ts';
import { framesPerToken } from './sound/track.ts';
import type { DialogueText } from './text/index.ts';
import type { DialogueLanguage } from './text/vocabulary.ts';

export const dialogueLimits: DialogueLimits = { leastVoices: 1, mostVoices: 2 };

/** Seconds. */
const longestPause = 600;

/** Turns that are read before the first sound, and with each step further. */
const [readFirst, readNext] = [3, 2];

export type Conversing = {
  readonly file: ModelFile;
  readonly threads: DialogueThreads;
  readonly reader: () => Promise<DialogueText>;
  /** What it may say by itself, in the order of its vocabulary; nothing where one cannot be read. */
  readonly backchannels: () => Promise<readonly (ReadBackchannel | undefined)[]>;
  readonly sampling: DecoderSampling;
  /** Of a voice by its id, for what it says in these languages; throws where it is none of the model. */
  readonly vectorOf: (voice: string, languages: readonly DialogueLanguage[]) => Float32Array;
  readonly seed: string;
  readonly errors: ModelErrors;
};

export type ConverseOptions = {
  readonly signal?: AbortSignal | undefined;
  /** The first turn begins with the sound, and nobody says anything that is not written. Default false. */
  readonly alone?: boolean;
};

/** A conversation as parts, while it is made. Of each block its sound comes first, then what ended in it. */
export async function* converse(
  model: Conversing,
  request: DialogueRequest,
  { signal, alone = false }: ConverseOptions,
): AsyncGenerator<DialoguePart> {
  signal?.throwIfAborted();
  const voices = checkRequest(model, request);
  for (const message of unable(request)) yield { type: 'warning-raised', message };
  // The networks open while the text is read; what is wrong with them is told when they are asked.
  model.threads.warm().catch(() => undefined);
  const reader = await model.reader();
  const { hop, sampleRate } = model.file;
  const stepDuration = (hop * framesPerToken) / sampleRate;
  const script = createDialogueScript(
    request.turns.map((turn) => scriptTurn(turn, voices, request.language)),
    reader,
    { stepDuration, refuse: (message, cause) => model.errors.refuse(message, cause) },
  );
  script.readOn(readFirst);
  const seed = request.seed ?? model.seed;
  const own = alone || request.backchannels === false ? [] : await model.backchannels();
  const vectors = voices.map((voice) => model.vectorOf(voice, languagesOf(request, voice)));
  const [first = new Float32Array(model.file.speakerWidth), second = first] = vectors;
  const decoderScript: DecoderScript = {
    ...script.text(),
    backchannels: own,
    beginsAtOnce: alone,
    speakers: [first, second],
    seed,
    sampling: model.sampling,
  };
  const tell = createPartTeller(script, own, stepDuration);
  const blocks = streamBlocks(
    model.threads,
    blockShape(model.file),
    {
      script: decoderScript,
      tracks: vectors.map((speaker, stream) => ({ speaker, seed: `${seed}/${stream}` })),
      readOn: () => {
        script.readOn(readNext);
        return script.text();
      },
    },
    signal,
  );
  for await (const { tracks, said } of blocks) {
    for (const message of script.takeWarnings()) yield { type: 'warning-raised', message };
    for (const [channel, samples] of tracks.entries()) {
      if (samples.length > 0)
        yield { type: 'audio-ready', channel, audio: { samples: within(samples), sampleRate } };
    }
    for (const unit of said) yield* tell(unit);
    signal?.throwIfAborted();
  }
}

function blockShape({ flow, tokens }: ModelFile) {
  return {
    firstBlock: flow.firstBlock / framesPerToken,
    block: flow.block / framesPerToken,
    lookAhead: flow.lookAhead / framesPerToken,
    silence: tokens.silence,
  };
}

/** A model may overshoot; players clip harder. */
function within(samples: Float32Array): Float32Array {
  for (let index = 0; index < samples.length; index++) {
    const sample = samples[index] ?? 0;
    if (!(Math.abs(sample) <= 1)) samples[index] = Number.isNaN(sample) ? 0 : Math.sign(sample);
  }
  return samples;
}

function scriptTurn(turn: DialogueTurn, voices: readonly string[], language: string | undefined): ScriptTurn {
  const { voice, text, kind = 'turn', cutShort, pauses } = turn;
  const stream = voices.indexOf(voice) === 1 ? 1 : 0;
  return {
    stream,
    text,
    language: languageOf(text, language),
    kind,
    cut: cutShort,
    ...(pauses === undefined ? {} : { pauses }),
  };
}

function languagesOf({ turns, language }: DialogueRequest, voice: string): DialogueLanguage[] {
  return turns.filter((turn) => turn.voice === voice).map(({ text }) => languageOf(text, language));
}

export type ReadBackchannel = OwnBackchannel & NonNullable<DecoderScript['backchannels'][number]>;

/** What the model may say by itself, in its order; what cannot be read is not said. */
export function readBackchannels(
  { vocabulary }: ModelFile,
  reader: DialogueText,
): (ReadBackchannel | undefined)[] {
  return vocabulary.backchannels.map(({ text, language }) => {
    const [unit] = isSayable(text) ? reader.read(text, { language, role: 'backchannel' }).units : [];
    if (unit === undefined) return undefined;
    const { symbols, tones, words } = unit;
    return { text, words, symbols, tones, language: languageIndex(language) };
  });
}

/** The voices in order of their first turns. Everything that is wrong with a request is found here. */
function checkRequest({ vectorOf, errors }: Conversing, { turns }: DialogueRequest): string[] {
  const refuse = (what: string): never => {
    throw errors.refuse(`A dialogue of DialoSpeech ${what}.`);
  };
  const voices = [...new Set(turns.map(({ voice }) => voice))];
  for (const voice of voices) vectorOf(voice, []);
  const { leastVoices, mostVoices } = dialogueLimits;
  if (voices.length < leastVoices || voices.length > mostVoices)
    refuse(`has ${leastVoices} or ${mostVoices} voices, not ${voices.length}`);
  const empty = turns.findIndex(({ text }) => splitWords(text).length === 0);
  if (empty >= 0) refuse(`has something to say in each turn, which turn ${empty + 1} has not`);
  const foreign = turns.findIndex(({ text }) => !isSayable(text));
  if (foreign >= 0)
    refuse(
      `has words of English or Mandarin in each turn, not ${JSON.stringify(turns[foreign]?.text.slice(0, 40))} of turn ${foreign + 1}`,
    );
  for (const [index, { pauses = [] }] of turns.entries()) {
    const odd = pauses.find(
      ({ after, duration }) => !Number.isInteger(after) || !(duration >= 0 && duration <= longestPause),
    );
    if (odd !== undefined)
      refuse(
        `has pauses of 0 to ${longestPause} s after a count of words, not of ${odd.duration} s after ${odd.after} as turn ${index + 1}`,
      );
  }
  return voices;
}

function unable({ language, instructions, providerOptions }: DialogueRequest): string[] {
  const warnings: string[] = [];
  if (language !== undefined && !isMandarin(language) && !/^en(?:-|$)/i.test(language))
    warnings.push(`DialoSpeech speaks English and Mandarin, not ${language}.`);
  if (instructions !== undefined) warnings.push('DialoSpeech takes no instructions: they are left out.');
  if (providerOptions !== undefined && Object.keys(providerOptions).length > 0)
    warnings.push('DialoSpeech has no options of a provider: they are left out.');
  return warnings;
}
