import type { Gender } from '../timeline/index.ts';
import { createFlite } from './flite/index.ts';
import type { Voice, VoiceDescription, VoiceProvider } from './voice.ts';
import { UnknownVoiceError, VoiceError } from './voice-error.ts';

/** Every voice of some providers in one list. It owns the providers: dispose it when done. */
export interface VoiceCatalogue extends AsyncDisposable {
  readonly providers: readonly VoiceProvider[];
  list(): readonly VoiceDescription[];
  /** `provider/name`, or the name alone where only one provider has it. Throws `UnknownVoiceError`. */
  find(id: string): Voice;
  /** Somebody for a speaker who names no voice. Throws a `VoiceError` where nobody speaks the language. */
  voiceFor(wish: VoiceWish): Voice;
}

export type VoiceWish = {
  /** BCP 47. */
  readonly language: string;
  /** Kept to where the language has such a voice. */
  readonly gender?: Gender;
  /** Which of the speakers this is, from 0: speakers without a wish alternate between women and men. Default 0. */
  readonly index?: number;
  /** Ids of voices that others have. A voice is shared only where there are more speakers than voices. */
  readonly taken?: ReadonlySet<string> | readonly string[];
};

export type EmbeddedVoicesOptions = {
  /** Threads at most for each engine; default one for each core. */
  readonly workers?: number;
  /** How the package with the other languages is loaded. Default `import('@duologue/espeak')`. */
  readonly loadEspeak?: () => Promise<unknown>;
};

/** What is missing where an embedded voice is asked for that is not installed. */
const espeakHint =
  'Mandarin and about 100 other languages need the package @duologue/espeak (GPL-3.0): npm install @duologue/espeak';

/** The voices that need no key and no network: flite's, and those of `@duologue/espeak` where it is installed. */
export async function openEmbeddedVoices({
  workers,
  loadEspeak = loadEspeakPackage,
}: EmbeddedVoicesOptions = {}): Promise<VoiceCatalogue> {
  const options = workers === undefined ? {} : { workers };
  const espeak = await openEspeak(loadEspeak, options);
  const flite = createFlite(options);
  return espeak === undefined
    ? createCatalogue([flite], { missing: { espeak: espeakHint } })
    : createCatalogue([flite, espeak]);
}

export type CatalogueOptions = {
  /** What to tell whoever asks for a provider that is not there, by the provider's name. */
  readonly missing?: Readonly<Record<string, string>>;
};

export function createCatalogue(
  providers: readonly VoiceProvider[],
  { missing = {} }: CatalogueOptions = {},
): VoiceCatalogue {
  const descriptions = providers.flatMap(({ voices }) => voices);
  const hints = Object.values(missing);

  const find = (id: string): Voice => {
    const [wanted = '', ...rest] = id.split('/');
    const owner = providers.find(({ name }) => name === wanted);
    if (owner !== undefined && rest.length > 0) return owner.voice(rest.join('/'));
    const hint = Object.hasOwn(missing, wanted) ? missing[wanted] : undefined;
    if (hint !== undefined)
      throw new VoiceError(`The voice "${id}" is not installed. ${hint}`, { voice: id });
    const named = descriptions.filter((voice) => isNamed(voice, id));
    const [only] = named;
    if (only !== undefined && named.length === 1) return find(only.id);
    throw new UnknownVoiceError(
      id,
      descriptions.map((voice) => voice.id),
    );
  };

  return {
    providers,
    list: () => descriptions,
    find,
    voiceFor(wish) {
      const chosen = chooseVoice(descriptions, wish);
      if (chosen !== undefined) return find(chosen.id);
      const spoken = [...new Set(descriptions.flatMap(({ languages }) => languages.map(mainLanguage)))];
      const has = spoken.length > 20 ? `${spoken.length} other languages` : spoken.join(', ');
      throw new VoiceError([`No voice speaks ${wish.language}; there is ${has}.`, ...hints].join(' '));
    },
    async [Symbol.asyncDispose]() {
      const closed = await Promise.allSettled(providers.map((provider) => provider[Symbol.asyncDispose]()));
      const failures = closed.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
      if (failures.length > 0)
        throw new VoiceError('A voice provider could not be closed.', { cause: failures[0] });
    },
  };
}

function isNamed({ id, name }: VoiceDescription, wanted: string): boolean {
  const lower = wanted.toLowerCase();
  return id.slice(id.indexOf('/') + 1).toLowerCase() === lower || name.toLowerCase() === lower;
}

function chooseVoice(
  voices: readonly VoiceDescription[],
  { language, gender, index = 0, taken = [] }: VoiceWish,
): VoiceDescription | undefined {
  const used = new Set(taken);
  const rank = rankLanguage(language);
  const able = voices.filter((voice) => rank(voice) < noMatch).toSorted((a, b) => rank(a) - rank(b));
  const wanted = gender ?? (index % 2 === 0 ? 'female' : 'male');
  const fitting = able.filter((voice) => voice.gender === wanted);
  const free = (candidates: readonly VoiceDescription[]): VoiceDescription | undefined =>
    candidates.find(({ id }) => !used.has(id));
  // A wish for a gender is kept even if the voice has to be shared; a turn in the alternation is not.
  const shared = gender !== undefined && fitting.length > 0 ? fitting : able;
  return free(fitting) ?? free(shared) ?? shared[index % Math.max(1, shared.length)];
}

const noMatch = Number.POSITIVE_INFINITY;

/** 0 for the voice's first language to the letter, then other matches; unable voices have `noMatch`. */
function rankLanguage(language: string): (voice: VoiceDescription) => number {
  const wanted = language.toLowerCase();
  const main = mainLanguage(language);
  return ({ languages }) => {
    const place = languages.findIndex((known) => mainLanguage(known) === main);
    if (place < 0) return noMatch;
    const exact = !wanted.includes('-') || languages.some((known) => known.toLowerCase() === wanted);
    return place === 0 && exact ? 0 : place + 1;
  };
}

/** `zh` for every tag of Mandarin; the part before the first hyphen for the others. */
function mainLanguage(tag: string): string {
  const main = tag.split('-')[0]?.toLowerCase() ?? '';
  return main === 'cmn' ? 'zh' : main;
}

/** Its name is not a constant of an `import`, so that the core compiles and bundles without the package. */
async function loadEspeakPackage(): Promise<unknown> {
  const name = '@duologue/espeak';
  return import(name);
}

async function openEspeak(
  load: () => Promise<unknown>,
  options: { readonly workers?: number },
): Promise<VoiceProvider | undefined> {
  let loaded: unknown;
  try {
    loaded = await load();
  } catch (error) {
    if (isMissingModule(error)) return undefined;
    throw new VoiceError('The package @duologue/espeak is installed but could not be loaded.', {
      provider: 'espeak',
      cause: error,
    });
  }
  if (!offersEspeak(loaded)) {
    throw new VoiceError('The package @duologue/espeak has no createEspeak: is it another version?', {
      provider: 'espeak',
    });
  }
  return loaded.createEspeak(options);
}

function isMissingModule(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === 'ERR_MODULE_NOT_FOUND' &&
    error.message.includes('@duologue/espeak')
  );
}

type EspeakModule = { readonly createEspeak: (options: { readonly workers?: number }) => VoiceProvider };

function offersEspeak(loaded: unknown): loaded is EspeakModule {
  return (
    typeof loaded === 'object' &&
    loaded !== null &&
    'createEspeak' in loaded &&
    typeof loaded.createEspeak === 'function'
  );
}
