import { availableParallelism } from 'node:os';
import type { Audio } from 'duologue/dsp';
import {
  type DialoguePart,
  type DialogueRequest,
  type DialogueVoice,
  UnknownVoiceError,
  type Voice,
  type VoiceDescription,
  VoiceError,
  type VoiceProvider,
} from 'duologue/voices';
import { openDialogueThreads } from './conversation/dialogue-threads.ts';
import { type Conversing, converse, dialogueLimits, readBackchannels } from './converse.ts';
import type { Engine } from './model/engine.ts';
import { loadModel, ownWeights } from './model/load-model.ts';
import type { ModelFile } from './model/model-file.ts';
import { soundShape } from './model/shapes.ts';
import { speak } from './speak.ts';
import { hearSpeaker } from './speaker-prompt.ts';
import { createDialogueText, type DialogueText, vocabulary } from './text/index.ts';

export const dialoSpeechName = 'dialospeech';

export type DialoSpeechOptions = {
  /** The folder of a model. Default: the weights of this package. */
  readonly model?: string;
  /** Of requests that have none. Default `dialospeech`. */
  readonly seed?: string;
  /** How freely sounds are drawn, 0 to 2; 0 takes the likeliest. Default .8. */
  readonly temperature?: number;
  /** How freely it is drawn who speaks when, 0 to 2; at 1, the default, as in what it learnt from. */
  readonly timingTemperature?: number;
  /** Of the part that makes sound, 1 or more; the language model has one of its own. Default: one for each core, at most 2. */
  readonly threads?: number;
};

/** Both speakers of a conversation by one model. It owns two threads, which start with the first request. */
export interface DialoSpeech extends VoiceProvider {
  /** It speaks whole dialogues, with these voices. */
  readonly dialogue: DialogueVoice;
  /** A dialogue while it is made: sound of each speaker's channel, when turns and words are heard, and what listeners added. */
  stream(request: DialogueRequest, options?: { readonly signal?: AbortSignal }): AsyncIterable<DialoguePart>;
  /** Opens the networks now, so that the first request does not wait for them. */
  warm(): Promise<void>;
  /**
   * A voice that sounds like whoever speaks in a recording of 1 to 15 s; it has the id `dialospeech/NAME` from then on.
   * Silence, noise and what is too short are a `VoiceError`; what may hold two speakers has a warning.
   */
  speakerFrom(
    audio: Audio,
    speaker: NewSpeaker,
  ): Promise<{ readonly voice: Voice; readonly warnings: readonly string[] }>;
}

export type NewSpeaker = Pick<VoiceDescription, 'gender'> & {
  /** Small letters, digits and hyphens. */
  readonly name: string;
  /** The own first; the model speaks English and Mandarin with any voice. */
  readonly languages?: readonly string[];
};

/** Throws a `VoiceError` where the model is missing, cut short or of another version. */
export async function createDialoSpeech(options: DialoSpeechOptions = {}): Promise<DialoSpeech> {
  const { model = ownWeights, seed = dialoSpeechName, temperature = 0.8, timingTemperature = 1 } = options;
  const { threads = Math.min(2, availableParallelism()) } = options;
  checkNumber('temperature', temperature, temperature >= 0 && temperature <= 2, 'from 0 to 2');
  checkNumber(
    'timingTemperature',
    timingTemperature,
    timingTemperature >= 0 && timingTemperature <= 2,
    'from 0 to 2',
  );
  checkNumber('threads', threads, Number.isInteger(threads) && threads >= 1, 'whole, 1 or more');
  const loaded = await loadModel(model);
  const { file, folder } = loaded;
  checkVocabulary(file, folder);
  const workers = openDialogueThreads(loaded, threads);
  const descriptions = file.speakers.map((speaker) => describe(speaker, file));
  const vectors = new Map<string, Float32Array>(
    file.speakers.map(({ name, vector }) => [idOf(name), Float32Array.from(vector)]),
  );
  let reader: Promise<DialogueText> | undefined;
  let ear: Promise<Engine> | undefined;
  let backchannels: ReturnType<Conversing['backchannels']> | undefined;

  const readText = (): Promise<DialogueText> => (reader ??= createDialogueText());
  const conversing: Conversing = {
    file,
    threads: workers,
    reader: readText,
    backchannels: () => (backchannels ??= readText().then((text) => readBackchannels(file, text))),
    sampling: { actions: timingTemperature, tokens: temperature, topP: 0.95 },
    seed,
    vectorOf(id) {
      const vector = vectors.get(id);
      if (vector !== undefined) return vector;
      throw new UnknownVoiceError(id, [...vectors.keys()], { provider: dialoSpeechName });
    },
  };
  const stream: DialoSpeech['stream'] = (request, { signal } = {}) =>
    converse(conversing, request, { signal });
  const dialogue: DialogueVoice = {
    id: `${dialoSpeechName}/${file.configuration}`,
    sampleRate: file.sampleRate,
    limits: dialogueLimits,
    tracks: true,
    converse: stream,
  };
  const voiceOf = (description: VoiceDescription): Voice => ({
    ...description,
    dialogue,
    speak: (request, { signal } = {}) => speak(conversing, description.id, request, signal),
  });

  return {
    name: dialoSpeechName,
    voices: descriptions,
    dialogue,
    stream,
    voice(name) {
      const found = descriptions.find(({ id }) => id === idOf(name));
      if (found !== undefined) return voiceOf(found);
      throw new UnknownVoiceError(
        idOf(name),
        descriptions.map(({ id }) => id),
      );
    },
    async speakerFrom(audio, { name, gender, languages = [] }) {
      if (!/^[a-z0-9-]+$/.test(name))
        throw new VoiceError(
          `A speaker has a name of small letters, digits and hyphens, not ${JSON.stringify(name)}.`,
          { provider: dialoSpeechName },
        );
      ear ??= openEar(folder);
      const { vector, warnings } = await hearSpeaker(await ear, audio, soundShape(file).mel);
      const description = describe({ name, languages, ...(gender && { gender }) }, file);
      const known = descriptions.findIndex(({ id }) => id === description.id);
      descriptions.splice(known < 0 ? descriptions.length : known, known < 0 ? 0 : 1, description);
      vectors.set(description.id, vector);
      return { voice: voiceOf(description), warnings };
    },
    async warm() {
      await Promise.all([workers.warm(), conversing.backchannels()]);
    },
    [Symbol.asyncDispose]: () => workers[Symbol.asyncDispose](),
  };
}

function describe({ name, gender, languages }: NewSpeaker, { sampleRate }: ModelFile): VoiceDescription {
  return {
    id: idOf(name),
    name: `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`,
    // Whoever's voice it is, it speaks both: the other one with an accent.
    languages: [...new Set([...(languages ?? []), 'en', 'zh'])],
    sampleRate,
    instructions: false,
    ...(gender === undefined ? {} : { gender }),
  };
}

/** ONNX Runtime is loaded into this thread only where somebody is to be heard. */
async function openEar(folder: string): Promise<Engine> {
  const { openOnnxEngine } = await import('./model/onnx-engine.ts');
  return openOnnxEngine({ folder, networks: ['speaker'], threads: 1 });
}

function idOf(name: string): string {
  return name.startsWith(`${dialoSpeechName}/`) ? name : `${dialoSpeechName}/${name}`;
}

/** Symbols are numbers to the networks: those of another list would be read as others. */
function checkVocabulary({ vocabulary: own }: ModelFile, folder: string): void {
  const differs = own.symbols.some((symbol, index) => vocabulary.symbols[index] !== symbol);
  if (differs || own.symbols.length !== vocabulary.symbols.length)
    throw new VoiceError(`The model in ${folder} was trained with other symbols than this version has.`, {
      provider: dialoSpeechName,
    });
}

function checkNumber(name: string, value: number, fits: boolean, wanted: string): void {
  if (!fits)
    throw new VoiceError(`${name} is ${value}: give a number ${wanted}.`, { provider: dialoSpeechName });
}
