import type { VoiceProvider } from './voice.ts';
import { VoiceError } from './voice-error.ts';

/** What stands before the slash of the voices of DialoSpeech. */
export const dialoSpeechProvider = 'dialospeech';

const packageName = '@duologue/dialospeech';

/** The folder of a model in place of the one that comes with the package. */
const folderVariable = 'DUOLOGUE_DIALOSPEECH';

export type OpenDialoSpeechOptions = {
  /** The folder of a model. Default: that of `DUOLOGUE_DIALOSPEECH`, else the package's own weights. */
  readonly model?: string;
  /** How the package is loaded. Default `import('@duologue/dialospeech')`. */
  readonly load?: () => Promise<unknown>;
};

/** Throws a `VoiceError` that says what to do where the package or its weights are missing. */
export async function openDialoSpeech({
  model = process.env[folderVariable],
  load = loadPackage,
}: OpenDialoSpeechOptions = {}): Promise<VoiceProvider> {
  const loaded = await load().catch((cause: unknown) => {
    const message = isMissingModule(cause)
      ? `The voices of DialoSpeech need the package ${packageName}: npm install ${packageName}`
      : `The package ${packageName} is installed but could not be loaded.`;
    throw new VoiceError(message, { provider: dialoSpeechProvider, cause });
  });
  if (!offersDialoSpeech(loaded)) {
    throw new VoiceError(`The package ${packageName} has no createDialoSpeech: is it another version?`, {
      provider: dialoSpeechProvider,
    });
  }
  return loaded.createDialoSpeech(model === undefined ? {} : { model });
}

/** The same, or nothing where it cannot be opened: for lists of all voices that there are. */
export async function findDialoSpeech(
  options: OpenDialoSpeechOptions = {},
): Promise<VoiceProvider | undefined> {
  return openDialoSpeech(options).catch((error: unknown) => {
    if (error instanceof VoiceError) return undefined;
    throw error;
  });
}

function isMissingModule(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === 'ERR_MODULE_NOT_FOUND' &&
    error.message.includes(packageName)
  );
}

/** Its name is not a constant of an `import`, so that the core compiles and bundles without the package. */
async function loadPackage(): Promise<unknown> {
  const name = '@duologue/dialospeech';
  return import(name);
}

type DialoSpeechModule = {
  readonly createDialoSpeech: (options: { readonly model?: string }) => Promise<VoiceProvider>;
};

function offersDialoSpeech(loaded: unknown): loaded is DialoSpeechModule {
  return (
    typeof loaded === 'object' &&
    loaded !== null &&
    'createDialoSpeech' in loaded &&
    typeof loaded.createDialoSpeech === 'function'
  );
}
