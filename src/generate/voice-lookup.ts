import {
  createCatalogue,
  openEmbeddedVoices,
  type VoiceCatalogue,
  type VoiceProvider,
} from '../voices/index.ts';

/** Where voices are found. */
export type VoiceLookup = Pick<VoiceCatalogue, 'find' | 'voiceFor'>;

/**
 * Voices by name: of the providers that are given, which stay the caller's; else the embedded ones, opened when
 * the first is asked for and closed with the lookup.
 */
export function openVoiceLookup(
  providers: readonly VoiceProvider[] | undefined,
  workers: number,
): AsyncDisposable & { readonly open: () => Promise<VoiceLookup> } {
  let opened: Promise<VoiceCatalogue> | undefined;
  return {
    async open() {
      opened ??=
        providers === undefined
          ? openEmbeddedVoices({ workers })
          : Promise.resolve(createCatalogue(providers));
      return opened;
    },
    async [Symbol.asyncDispose]() {
      if (providers !== undefined) return;
      // Whoever asked has been told that they could not be opened.
      const catalogue = await opened?.catch(() => undefined);
      await catalogue?.[Symbol.asyncDispose]();
    },
  };
}
