import { nearestNames } from '../timeline/index.ts';
import type { CloudOptions, CloudProvider } from './cloud/speech-model.ts';
import { VoiceError } from './voice-error.ts';

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

/** What may stand before the slash of a service's voice. */
export const providerNames: readonly string[] = Object.keys(providers);

/** A vendor by name, such as `openai`, with the key from the environment where none is given. */
export async function openProvider(name: string, options: CloudOptions = {}): Promise<CloudProvider> {
  const open = Object.hasOwn(providers, name) ? providers[name] : undefined;
  if (open !== undefined) return open(options);
  const [nearest] = nearestNames(name, providerNames);
  throw new VoiceError(
    `There is no provider "${name}". Did you mean "${nearest}"? There are ${providerNames.join(', ')}.`,
  );
}
