import { suggest } from '../timeline/index.ts';
import type { CloudOptions, CloudProvider } from './cloud/speech-model.ts';
import { createTranscriptAligner } from './timing/transcript-aligner.ts';
import type { VoiceProvider } from './voice.ts';
import { VoiceError } from './voice-error.ts';
import type { Transcriber, WordAligner } from './word-aligner.ts';

type Open = (options: CloudOptions) => Promise<CloudProvider>;

/** Each is loaded when it is first named, so that a program carries only those it uses. */
const providers: Readonly<Record<string, Open>> = {
  azure: async (options) => (await import('./azure/index.ts')).createAzure(options),
  cartesia: async (options) => (await import('./cartesia/index.ts')).createCartesia(options),
  deepgram: async (options) => (await import('./deepgram/index.ts')).createDeepgram(options),
  elevenlabs: async (options) => (await import('./elevenlabs/index.ts')).createElevenLabs(options),
  fal: async (options) => (await import('./fal/index.ts')).createFal(options),
  'fish-audio': async (options) => (await import('./fish-audio/index.ts')).createFishAudio(options),
  google: async (options) => (await import('./google/index.ts')).createGoogle(options),
  gradium: async (options) => (await import('./gradium/index.ts')).createGradium(options),
  hume: async (options) => (await import('./hume/index.ts')).createHume(options),
  inworld: async (options) => (await import('./inworld/index.ts')).createInworld(options),
  minimax: async (options) => (await import('./minimax/index.ts')).createMiniMax(options),
  mistral: async (options) => (await import('./mistral/index.ts')).createMistral(options),
  murf: async (options) => (await import('./murf/index.ts')).createMurf(options),
  openai: async (options) => (await import('./openai/index.ts')).createOpenAI(options),
  polly: async (options) => (await import('./polly/index.ts')).createPolly(options),
  resemble: async (options) => (await import('./resemble/index.ts')).createResemble(options),
  'smallest-ai': async (options) => (await import('./smallest-ai/index.ts')).createSmallestAI(options),
  speechify: async (options) => (await import('./speechify/index.ts')).createSpeechify(options),
  xai: async (options) => (await import('./xai/index.ts')).createXai(options),
};

/** Names that users of Speech SDK know. */
const otherNames: Readonly<Record<string, string>> = { 'fal-ai': 'fal' };

/** What may stand before the slash of a service's voice. */
export const providerNames: readonly string[] = Object.keys(providers);

/** The own name of a provider that may be known under another; nothing where nobody is called so. */
export function providerNamed(name: string): string | undefined {
  const own = Object.hasOwn(otherNames, name) ? (otherNames[name] ?? name) : name;
  return Object.hasOwn(providers, own) ? own : undefined;
}

export function isProviderName(name: string): boolean {
  return providerNamed(name) !== undefined;
}

/** A vendor by name, such as `openai`, with the key from the environment where none is given. */
export async function openProvider(name: string, options: CloudOptions = {}): Promise<CloudProvider> {
  const open = providers[providerNamed(name) ?? ''];
  if (open !== undefined) return open(options);
  const near = suggest(name, providerNames);
  const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
  throw new VoiceError(`There is no provider "${name}".${hint} There are ${providerNames.join(', ')}.`);
}

/** The neural voices of this machine: those of the models that were pulled. */
export async function openLocalVoices(): Promise<VoiceProvider> {
  return (await import('./sherpa/index.ts')).createSherpa();
}

type OpenAligner = (options: CloudOptions) => Promise<WordAligner & Partial<AsyncDisposable>>;

/** Who can be asked when words are heard. */
const aligners: Readonly<Record<string, OpenAligner>> = {
  deepgram: async (options) => {
    const { createDeepgramTranscriber } = await import('./deepgram/index.ts');
    return createTranscriptAligner(createDeepgramTranscriber(options));
  },
  elevenlabs: async (options) => {
    const { createElevenLabsAligner } = await import('./elevenlabs/index.ts');
    return createElevenLabsAligner(options);
  },
  openai: async (options) => {
    const { createOpenAITranscriber } = await import('./openai/index.ts');
    return createTranscriptAligner(createOpenAITranscriber(options));
  },
  sherpa: async () => {
    const transcriber = (await import('./sherpa/index.ts')).createSherpaTranscriber();
    return {
      ...createTranscriptAligner(transcriber),
      [Symbol.asyncDispose]: () => transcriber[Symbol.asyncDispose](),
    };
  },
};

export type OpenTranscriberOptions = CloudOptions & {
  readonly model?: string;
  /** Of `openai`: a server of another name. */
  readonly name?: string;
  /** Of `sherpa`: where models are kept, and threads. */
  readonly store?: string;
  readonly threads?: number;
};

type OpenTranscriber = (options: OpenTranscriberOptions) => Promise<Transcriber & Partial<AsyncDisposable>>;

const transcribers: Readonly<Record<string, OpenTranscriber>> = {
  deepgram: async (options) => (await import('./deepgram/index.ts')).createDeepgramTranscriber(options),
  elevenlabs: async (options) => (await import('./elevenlabs/index.ts')).createElevenLabsTranscriber(options),
  openai: async (options) => (await import('./openai/index.ts')).createOpenAITranscriber(options),
  sherpa: async (options) => (await import('./sherpa/index.ts')).createSherpaTranscriber(options),
};

/** Somebody by name who writes down recordings. Dispose it where it can be. */
export async function openTranscriber(
  name: string,
  options: OpenTranscriberOptions = {},
): Promise<Transcriber & Partial<AsyncDisposable>> {
  const open = Object.hasOwn(transcribers, name) ? transcribers[name] : undefined;
  if (open !== undefined) return open(options);
  throw new VoiceError(
    `Nobody called "${name}" hears recordings: use ${Object.keys(transcribers).join(', ')}.`,
  );
}

/** A recogniser by name that fits what it hears to the words of a script. Dispose it where it can be. */
export async function openWordAligner(
  name: string,
  options: CloudOptions = {},
): Promise<WordAligner & Partial<AsyncDisposable>> {
  const open = Object.hasOwn(aligners, name) ? aligners[name] : undefined;
  if (open !== undefined) return open(options);
  throw new VoiceError(`Nobody called "${name}" times words: use ${Object.keys(aligners).join(', ')}.`);
}
