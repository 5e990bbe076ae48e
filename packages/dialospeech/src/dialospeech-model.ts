import type { Audio } from 'duologue/dsp';
import type {
  DialoguePart,
  DialogueRequest,
  DialogueVoice,
  Voice,
  VoiceDescription,
  VoiceProvider,
} from 'duologue/voices';
import type { DialogueThreads } from './conversation/dialogue-threads.ts';
import { type Conversing, converse, dialogueLimits, readBackchannels } from './converse.ts';
import { foreignVector } from './foreign-vector.ts';
import { usualSampling } from './language/decoder.ts';
import type { Engine } from './model/engine.ts';
import type { ModelErrors } from './model/model-errors.ts';
import type { ModelFile } from './model/model-file.ts';
import { soundShape } from './model/shapes.ts';
import { speak } from './speak.ts';
import { hearSpeaker } from './speaker-prompt.ts';
import type { DialogueText } from './text/dialogue-text.ts';

export const dialoSpeechName = 'dialospeech';

/** How it speaks, wherever it runs. */
export type SpeakingOptions = {
  /** Of requests that have none. Default `dialospeech`. */
  readonly seed?: string;
  /** How freely sounds are drawn, 0 to 2; 0 takes the likeliest. Default .8. */
  readonly temperature?: number;
  /** How freely it is drawn who speaks when, 0 to 2. Default 1.07, at which it is as in what it learnt from. */
  readonly timingTemperature?: number;
};

/** Both speakers of a conversation by one model. What it owns is disposed with it. */
export interface DialoSpeech extends VoiceProvider {
  /** It speaks whole dialogues, with these voices. */
  readonly dialogue: DialogueVoice;
  /** A dialogue while it is made: sound of each speaker's channel, when turns and words are heard, and what listeners added. */
  stream(request: DialogueRequest, options?: { readonly signal?: AbortSignal }): AsyncIterable<DialoguePart>;
  /** Opens the networks now, so that the first request does not wait for them. */
  warm(): Promise<void>;
  /**
   * A voice that sounds like whoever speaks in a recording of 1 to 15 s; it has the id `dialospeech/NAME` from then on.
   * Silence, noise and what is too short are an error; what may hold two speakers has a warning.
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

/** What a model runs on. */
export type ModelPlatform = {
  readonly file: ModelFile;
  readonly threads: DialogueThreads;
  /** Of its texts; opened when it is first needed. */
  readonly openReader: () => Promise<DialogueText>;
  /** What runs the network that hears speakers, likewise. */
  readonly openEar: () => Promise<Engine>;
  readonly errors: ModelErrors;
};

export function createModel(
  { file, threads, openReader, openEar, errors }: ModelPlatform,
  {
    seed = dialoSpeechName,
    temperature = usualSampling.tokens,
    timingTemperature = usualSampling.actions,
  }: SpeakingOptions,
): DialoSpeech {
  checkNumber(errors, 'temperature', temperature);
  checkNumber(errors, 'timingTemperature', timingTemperature);
  const descriptions = file.speakers.map((speaker) => describe(speaker, file));
  const vectors = new Map<string, Float32Array>(
    file.speakers.map(({ name, vector }) => [idOf(name), Float32Array.from(vector)]),
  );
  let reader: Promise<DialogueText> | undefined;
  let ear: Promise<Engine> | undefined;
  let backchannels: ReturnType<Conversing['backchannels']> | undefined;

  const readText = (): Promise<DialogueText> => (reader ??= openReader());
  const conversing: Conversing = {
    file,
    threads,
    reader: readText,
    backchannels: () => (backchannels ??= readText().then((text) => readBackchannels(file, text))),
    sampling: { ...usualSampling, actions: timingTemperature, tokens: temperature },
    seed,
    errors,
    vectorOf(id, languages) {
      const own = file.speakers.find(({ name }) => idOf(name) === id);
      const vector = own === undefined ? vectors.get(id) : foreignVector(own, languages, file.speakers);
      if (vector !== undefined) return vector;
      throw errors.unknownVoice(id, [...vectors.keys()]);
    },
  };
  const stream: DialoSpeech['stream'] = (request, { signal } = {}) =>
    converse(conversing, request, { signal });
  const dialogue: DialogueVoice = {
    id: `${dialoSpeechName}/${file.configuration}`,
    sampleRate: file.sampleRate,
    limits: dialogueLimits,
    tracks: true,
    pauses: true,
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
      throw errors.unknownVoice(
        idOf(name),
        descriptions.map(({ id }) => id),
      );
    },
    async speakerFrom(audio, { name, gender, languages = [] }) {
      if (!/^[a-z0-9-]+$/.test(name))
        throw errors.refuse(
          `A speaker has a name of small letters, digits and hyphens, not ${JSON.stringify(name)}.`,
        );
      if (file.speakers.some((own) => own.name === name))
        throw errors.refuse(`${name} is a voice of the model: give the speaker another name.`);
      ear ??= openEar();
      const { vector, warnings } = await hearSpeaker(await ear, audio, soundShape(file).mel, errors);
      const description = describe({ name, languages, ...(gender && { gender }) }, file);
      const known = descriptions.findIndex(({ id }) => id === description.id);
      descriptions.splice(known < 0 ? descriptions.length : known, known < 0 ? 0 : 1, description);
      vectors.set(description.id, vector);
      return { voice: voiceOf(description), warnings };
    },
    async warm() {
      await Promise.all([threads.warm(), conversing.backchannels()]);
    },
    [Symbol.asyncDispose]: () => threads[Symbol.asyncDispose](),
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

function idOf(name: string): string {
  return name.startsWith(`${dialoSpeechName}/`) ? name : `${dialoSpeechName}/${name}`;
}

function checkNumber(errors: ModelErrors, name: string, value: number): void {
  if (!(value >= 0 && value <= 2)) throw errors.refuse(`${name} is ${value}: give a number from 0 to 2.`);
}
