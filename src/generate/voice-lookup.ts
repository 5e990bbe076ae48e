import { suggest } from '../timeline/index.ts';
import {
  type CloudOptions,
  type CloudProvider,
  createCatalogue,
  dialoSpeechProvider,
  isProviderName,
  openDialoSpeech,
  openEmbeddedVoices,
  openLocalVoices,
  openProvider,
  openWordAligner,
  providerNamed,
  providerNames,
  type Voice,
  type VoiceCatalogue,
  VoiceError,
  type VoiceProvider,
  type VoiceWish,
  type WordAligner,
} from '../voices/index.ts';
import { GenerateError } from './generate-error.ts';
import type { ConversationEngine } from './options.ts';
import { UnknownProviderError } from './unknown-provider-error.ts';

/** Where voices are found. */
export interface VoiceLookup extends AsyncDisposable {
  /** `provider/name`, `provider/model:name`, or a name alone. */
  find(id: string): Promise<Voice>;
  /** Somebody of this machine for a speaker who names no voice. */
  voiceFor(wish: VoiceWish): Promise<Voice>;
  /** A service's provider by name, one for the whole lookup, so that its limits hold over all its voices. */
  provider(name: string): Promise<CloudProvider>;
  /** Somebody who hears when words are said, by name. Theirs who opened the lookup, and closed with it. */
  aligner(name: string): Promise<WordAligner>;
}

export type VoiceLookupOptions = {
  /** Stay the caller's. Default: the embedded voices, opened when the first is asked for and closed with the lookup. */
  readonly providers?: readonly VoiceProvider[] | undefined;
  readonly connections?: Readonly<Record<string, CloudOptions>> | undefined;
  /** For every service, where its connection says nothing else. */
  readonly shared?: CloudOptions | undefined;
  /** Threads of embedded voices at most. */
  readonly workers?: number;
  /** Whose voices are picked for speakers who name none. Default: the embedded ones. */
  readonly engine?: ConversationEngine | undefined;
};

/** Voices by name: of the given providers, else the embedded ones; and of every service. */
export function openVoiceLookup({
  providers,
  connections = {},
  shared = {},
  workers,
  engine,
}: VoiceLookupOptions): VoiceLookup {
  const services = new Map<string, Promise<CloudProvider>>();
  const aligners = new Map<string, ReturnType<typeof openWordAligner>>();
  let opened: Promise<VoiceCatalogue> | undefined;
  let local: Promise<VoiceProvider> | undefined;
  let neural: Promise<VoiceProvider> | undefined;
  const dialospeech = (): Promise<VoiceProvider> => (neural ??= openDialoSpeech());
  const catalogue = (): Promise<VoiceCatalogue> => {
    opened ??=
      providers === undefined
        ? openEmbeddedVoices(workers === undefined ? {} : { workers })
        : Promise.resolve(createCatalogue(providers));
    return opened;
  };
  const reach = ownNames(connections);
  const provider = (name: string): Promise<CloudProvider> => {
    const own = providerNamed(name) ?? name;
    const known = services.get(own) ?? openProvider(own, { ...shared, ...reach.get(own) });
    services.set(own, known);
    return known;
  };
  return {
    provider,
    async find(id) {
      const [, name = '', voice = ''] = /^([^/]+)\/(.+)$/s.exec(id) ?? [];
      const given = providers?.some((one) => one.name === name) ?? false;
      if (!given && isProviderName(name)) return (await provider(name)).voice(voice);
      if (!given && name === 'sherpa') {
        local ??= openLocalVoices();
        return (await local).voice(voice);
      }
      if (!given && name === dialoSpeechProvider) return (await dialospeech()).voice(voice);
      if (!given && isProviderName(id)) {
        throw new VoiceError(`"${id}" is a service: say who of it speaks, ${id}/MODEL:VOICE.`, {
          provider: id,
        });
      }
      const known = await catalogue();
      refuseStranger(id, known);
      return known.find(id);
    },
    aligner(name) {
      const known = aligners.get(name) ?? openWordAligner(name, { ...shared, ...reach.get(name) });
      aligners.set(name, known);
      return known;
    },
    async voiceFor(wish) {
      const own = providers?.find((one) => one.name === engine);
      if (engine === undefined) return (await catalogue()).voiceFor(wish);
      return createCatalogue([own ?? (await dialospeech())]).voiceFor(wish);
    },
    async [Symbol.asyncDispose]() {
      const own = providers === undefined ? [opened] : [];
      for (const each of [...own, local, neural, ...aligners.values()]) {
        // Whoever asked has been told that they could not be opened.
        const one = await each?.catch(() => undefined);
        await one?.[Symbol.asyncDispose]?.();
      }
    },
  };
}

/** By the providers' own names. A name that nobody has would be a key that is never used. */
function ownNames(connections: Readonly<Record<string, CloudOptions>>): Map<string, CloudOptions> {
  return new Map(
    Object.entries(connections).map(([name, options]) => {
      const own = providerNamed(name);
      if (own !== undefined) return [own, options];
      const near = suggest(name, providerNames);
      const hint = near === undefined ? `there are ${providerNames.join(', ')}` : `did you mean ${near}?`;
      const field = `connections.${name}`;
      throw new GenerateError(`${field}: there is no such provider; ${hint}`, { field });
    }),
  );
}

/** A service that nobody knows: its voices are nowhere, so none of them is meant. */
function refuseStranger(id: string, { providers }: VoiceCatalogue): void {
  const [, name, voice] = /^([^/]+)\/(.+)$/s.exec(id) ?? [];
  // Whether the languages of espeak are installed, the catalogue says itself.
  const named = [...providers.map((one) => one.name), ...providerNames];
  const known = [...named, 'sherpa', 'espeak', dialoSpeechProvider];
  if (name === undefined || voice === undefined || known.includes(name)) return;
  const near = suggest(name, known);
  throw new UnknownProviderError(id, known, near);
}
