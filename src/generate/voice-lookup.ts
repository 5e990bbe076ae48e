import {
  type CloudOptions,
  type CloudProvider,
  createCatalogue,
  openEmbeddedVoices,
  openProvider,
  providerNames,
  type Voice,
  type VoiceCatalogue,
  type VoiceProvider,
  type VoiceWish,
} from '../voices/index.ts';

/** Where voices are found. */
export interface VoiceLookup extends AsyncDisposable {
  /** `provider/name`, `provider/model:name`, or a name alone. */
  find(id: string): Promise<Voice>;
  /** Somebody of this machine for a speaker who names no voice. */
  voiceFor(wish: VoiceWish): Promise<Voice>;
  /** A service's provider by name, one for the whole lookup, so that its limits hold over all its voices. */
  provider(name: string): Promise<CloudProvider>;
}

export type VoiceLookupOptions = {
  /** Stay the caller's. Default: the embedded voices, opened when the first is asked for and closed with the lookup. */
  readonly providers?: readonly VoiceProvider[] | undefined;
  readonly connections?: Readonly<Record<string, CloudOptions>> | undefined;
  /** For every service, where its connection says nothing else. */
  readonly shared?: CloudOptions | undefined;
  /** Threads of embedded voices at most. */
  readonly workers?: number;
};

/** Voices by name: of the given providers, else the embedded ones; and of every service. */
export function openVoiceLookup({
  providers,
  connections = {},
  shared = {},
  workers,
}: VoiceLookupOptions): VoiceLookup {
  const services = new Map<string, Promise<CloudProvider>>();
  let opened: Promise<VoiceCatalogue> | undefined;
  const catalogue = (): Promise<VoiceCatalogue> => {
    opened ??=
      providers === undefined
        ? openEmbeddedVoices(workers === undefined ? {} : { workers })
        : Promise.resolve(createCatalogue(providers));
    return opened;
  };
  const provider = (name: string): Promise<CloudProvider> => {
    const known = services.get(name) ?? openProvider(name, { ...shared, ...connections[name] });
    services.set(name, known);
    return known;
  };
  return {
    provider,
    async find(id) {
      const [, name = '', voice = ''] = /^([^/]+)\/(.+)$/s.exec(id) ?? [];
      const given = providers?.some((one) => one.name === name) ?? false;
      if (!given && providerNames.includes(name)) return (await provider(name)).voice(voice);
      return (await catalogue()).find(id);
    },
    voiceFor: async (wish) => (await catalogue()).voiceFor(wish),
    async [Symbol.asyncDispose]() {
      if (providers !== undefined) return;
      // Whoever asked has been told that they could not be opened.
      const own = await opened?.catch(() => undefined);
      await own?.[Symbol.asyncDispose]();
    },
  };
}
