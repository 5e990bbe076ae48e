import { UnknownVoiceError, type Voice, type VoiceProvider } from '../voices/index.ts';
import type { VoiceLookup } from './casting.ts';

/** Opens voices when they are first asked for, and disposes what it opened itself. */
export function openVoiceLookup(
  providers: readonly VoiceProvider[] | undefined,
  workers: number,
): AsyncDisposable & { readonly open: () => Promise<VoiceLookup> } {
  void workers;
  const lookup = createLookup(providers ?? []);
  return {
    open: async () => lookup,
    async [Symbol.asyncDispose]() {},
  };
}

export function createLookup(providers: readonly VoiceProvider[]): VoiceLookup {
  const list = providers.flatMap((provider) => provider.voices);
  return {
    list: () => list,
    find(id): Voice {
      const slash = id.indexOf('/');
      const provider = providers.find(({ name }) => name === id.slice(0, slash));
      if (slash > 0 && provider !== undefined) return provider.voice(id.slice(slash + 1));
      throw new UnknownVoiceError(
        id,
        list.map((voice) => voice.id),
      );
    },
  };
}
