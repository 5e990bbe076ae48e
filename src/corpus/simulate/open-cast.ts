import { sameLanguage } from '../../generate/index.ts';
import { isProviderName, openEmbeddedVoices, type VoiceCatalogue, VoiceError } from '../../voices/index.ts';
import { CorpusError } from '../corpus-error.ts';
import { openPool } from '../pool/open-pool.ts';
import { createPoolPerformer } from '../pool/pool-performer.ts';
import { poolPopulation } from '../pool/pool-population.ts';
import { splitPool } from '../pool/split-pool.ts';
import type { ScriptWriter } from '../text/script-writer.ts';
import { type CastableVoice, castVoices } from './cast-voices.ts';
import type { Performer } from './performance.ts';
import { type Population, populationOf } from './population.ts';
import type { Spec } from './spec.ts';
import { createVoicePerformer } from './voice-performer.ts';
import { parseVariant } from './voice-variant.ts';

/** Who speaks in a corpus, and how they are made to. */
export type Cast = {
  readonly population: Population;
  /** Owns what was opened for it. */
  readonly performer: Performer;
  /** Of the pool that is spoken from. */
  readonly poolSha256: string | null;
  readonly warnings: readonly string[];
};

export type OpenCastOptions = {
  readonly openWriter: (spec: Spec) => Promise<ScriptWriter>;
  readonly signal?: AbortSignal | undefined;
  /** Utterances of a pool that have been measured. */
  readonly onUtterance?: ((done: number) => void) | undefined;
};

/** Throws where the specification asks for people that there are not. */
export async function openCast(spec: Spec, options: OpenCastOptions): Promise<Cast> {
  return spec.speech.from === 'pool'
    ? openPoolCast(spec, spec.speech, options)
    : openVoiceCast(spec, spec.speech, options);
}

type PoolSpeech = Extract<Spec['speech'], { from: 'pool' }>;
type VoiceSpeech = Extract<Spec['speech'], { from: 'voices' }>;

async function openPoolCast(
  spec: Spec,
  { path, prepared, sha256 }: PoolSpeech,
  { signal, onUtterance }: OpenCastOptions,
): Promise<Cast> {
  const pool = await openPool(path, {
    sampleRate: spec.audio.sampleRate,
    prepared: prepared ?? undefined,
    sha256: sha256 ?? undefined,
    signal,
    onUtterance,
  });
  try {
    const parts = splitPool(pool, spec.split);
    const performer = createPoolPerformer({ pool, parts, name: path });
    return {
      population: poolPopulation(parts, spec),
      performer: { ...performer, [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose]() },
      poolSha256: pool.about.sha256,
      warnings: pool.about.warnings,
    };
  } catch (error) {
    await pool[Symbol.asyncDispose]();
    throw error;
  }
}

async function openVoiceCast(
  spec: Spec,
  { cache }: VoiceSpeech,
  { openWriter }: OpenCastOptions,
): Promise<Cast> {
  const { population, warnings, writer, catalogue, ...parts } = await openSpeakers(spec, openWriter);
  const performer = createVoicePerformer({ writer, catalogue, cache, sampleRate: spec.audio.sampleRate });
  return { population, performer: { ...performer, ...parts }, poolSha256: null, warnings };
}

/** People with voices, and what they have to say. */
export type Speakers = AsyncDisposable & {
  readonly population: Population;
  readonly catalogue: VoiceCatalogue;
  readonly writer: ScriptWriter;
  readonly warnings: readonly string[];
};

export async function openSpeakers(spec: Spec, openWriter: OpenCastOptions['openWriter']): Promise<Speakers> {
  const voices = spec.speech.from === 'voices' ? spec.speech.voices : [];
  const catalogue = await openEmbeddedVoices({ workers: 1 });
  try {
    const named = voices.map((voice) => describeVoice(voice, catalogue));
    const castable = named.length > 0 ? named : embeddedVoices(spec, catalogue);
    const { population, warnings } = castVoices(spec, populationOf(spec), castable);
    const writer = await openWriter(spec);
    return {
      population,
      catalogue,
      writer,
      warnings,
      async [Symbol.asyncDispose]() {
        await writer[Symbol.asyncDispose]();
        await catalogue[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await catalogue[Symbol.asyncDispose]();
    throw error;
  }
}

/** Who was named: an embedded voice or variant is as it says; a service's speaks everything, and is whose the user says. */
function describeVoice(voice: VoiceSpeech['voices'][number], catalogue: VoiceCatalogue): CastableVoice {
  const { id, gender, languages, accent } = voice;
  const split = 'split' in voice && voice.split !== undefined ? { split: voice.split } : {};
  const said = { ...(gender === null ? {} : { gender }), ...(accent === null ? {} : { accent }), ...split };
  if (isProviderName(id.split('/')[0] ?? '')) {
    return { id, languages: languages ?? ['mul'], varies: false, ...said };
  }
  try {
    const variant = parseVariant(id).voice;
    const known = catalogue.find(variant);
    return { ...known, id, languages: languages ?? known.languages, varies: variant === id, ...said };
  } catch (cause) {
    if (!(cause instanceof VoiceError)) throw cause;
    throw new CorpusError(`speech.voices: ${cause.message}`, { field: 'speech.voices', cause });
  }
}

/** Those whose first language is asked for; where there is none, those who also speak it. */
function embeddedVoices({ languages }: Spec, catalogue: VoiceCatalogue): CastableVoice[] {
  const found = new Map<string, CastableVoice>();
  for (const language of Object.keys(languages)) {
    try {
      catalogue.voiceFor({ language });
    } catch (cause) {
      if (!(cause instanceof VoiceError)) throw cause;
      throw new CorpusError(cause.message, { field: `languages.${language}`, cause });
    }
    const all = catalogue.list();
    const first = all.filter(({ languages: [own = ''] }) => sameLanguage(own, language));
    for (const voice of first.length > 0 ? first : all) found.set(voice.id, { ...voice, varies: true });
  }
  return [...found.values()];
}
