import {
  type CloneAsk,
  type CloudOptions,
  type CloudProvider,
  type DesignAsk,
  type DesignedVoices,
  type DialogueLimits,
  openProvider,
  type SpeechModel,
} from '../voices/index.ts';

/** A vendor: by name, reached with `options`, or ready for use. */
export type ProviderChoice = {
  readonly provider: string | CloudProvider;
  /** Key, base URL and the like, where the provider is a name. */
  readonly options?: CloudOptions;
  readonly signal?: AbortSignal;
};

/** Makes a voice of somebody's from recordings of them: only with their consent. Gives its id. */
export async function cloneVoice({
  provider,
  options,
  signal,
  ...ask
}: ProviderChoice & CloneAsk): Promise<string> {
  const account = typeof provider === 'string' ? await openProvider(provider, options) : provider;
  return account.cloneVoice(ask, signal === undefined ? {} : { signal });
}

/** Voices from a description, to be listened to; one of them can be kept. */
export async function designVoice({
  provider,
  options,
  signal,
  ...ask
}: ProviderChoice & DesignAsk): Promise<DesignedVoices> {
  const account = typeof provider === 'string' ? await openProvider(provider, options) : provider;
  return account.designVoice(ask, signal === undefined ? {} : { signal });
}

/** How many voices, characters and turns a model speaks at once; nothing where it speaks one voice at a time. */
export async function getDialogueLimits(model: string | SpeechModel): Promise<DialogueLimits | undefined> {
  if (typeof model !== 'string') return model.dialogueLimits;
  const [, name = model, id] = /^([^/]+)\/(.+)$/s.exec(model) ?? [];
  return (await openProvider(name))(id).dialogueLimits;
}
