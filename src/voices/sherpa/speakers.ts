import type { Gender } from '../../timeline/index.ts';
import { type Throat, type VoiceDescription } from '../voice.ts';
import { VoiceError } from '../voice-error.ts';
import type { ModelFiles } from './model-files.ts';
import { readingOf, readReadings } from './readings.ts';

/** Somebody that a model can speak as. */
export type SherpaSpeaker = {
  readonly description: VoiceDescription;
  /** The model's name for them, or its number. */
  readonly name: string;
  readonly model: string;
  /** As the network counts. */
  readonly number: number;
  /** Of a model of many languages: what it reads as where nothing else is asked for, and what it could be told. */
  readonly reading?: string;
  readonly readings?: ReadonlySet<string>;
};

export type SpokenModel = {
  readonly id: string;
  readonly title: string;
  readonly languages: readonly string[];
  readonly gender?: Gender;
};

/** By the first letter of a Kokoro speaker's name: `af_heart` is an American woman. */
const kokoroLanguages: Readonly<Record<string, readonly string[]>> = {
  a: ['en-US', 'en'],
  b: ['en-GB', 'en'],
  e: ['es'],
  f: ['fr-FR', 'fr'],
  h: ['hi'],
  i: ['it'],
  j: ['ja'],
  p: ['pt-BR', 'pt'],
  // The voices were trained on both.
  z: ['zh', 'en-US', 'en'],
};

const accents: Readonly<Record<string, string>> = { a: 'American', b: 'British' };

/** What a grown speaker's throat is like, for laughter and the like; a model does not say. */
const throats: Readonly<Partial<Record<Gender, Throat>>> = {
  female: { pitch: 205, tract: 0.87 },
  male: { pitch: 118, tract: 1 },
};

/** The model's speakers, from what its network says of itself. */
export function speakersOf(model: SpokenModel, { metadata, folder }: ModelFiles): SherpaSpeaker[] {
  const sampleRate = Number(metadata.get('sample_rate'));
  if (!Number.isInteger(sampleRate) || sampleRate <= 0) {
    throw new VoiceError(`${folder} holds no voice: its network names no sample rate.`, {
      provider: 'sherpa',
    });
  }
  const names = (metadata.get('speaker_names') ?? '').split(',').filter((name) => /^[\w.-]+$/.test(name));
  const multilingual = metadata.get('model_type') === 'kokoro' && metadata.get('version') === '2';
  const readings = multilingual ? readReadings(folder) : new Set<string>();
  const count = Math.max(1, Number(metadata.get('n_speakers')) || 1, names.length);
  return Array.from({ length: count }, (_, number) => {
    const only = count === 1;
    const name = names[number] ?? (only ? model.id : `${number}`);
    const named = traitsOf(name, model, metadata);
    const gender = named.gender ?? (only ? model.gender : undefined);
    const throat = gender === undefined ? undefined : throats[gender];
    const description: VoiceDescription = {
      id: `sherpa/${only ? model.id : `${model.id}:${name}`}`,
      name: only ? model.title.split(',')[0] || model.id : personalName(name),
      languages: named.languages,
      ...(gender === undefined ? {} : { gender }),
      ...(named.accent === undefined ? {} : { accent: named.accent }),
      sampleRate,
      ...(throat === undefined ? {} : { throat }),
      timed: false,
      instructions: false,
    };
    // Chinese characters are read by a lexicon; what stands among them, as English.
    const [spoken = 'en'] = named.languages;
    const reading = multilingual ? readingOf(spoken === 'zh' ? 'en-US' : spoken, readings) : undefined;
    return {
      description,
      name,
      model: model.id,
      number,
      ...(reading === undefined ? {} : { reading, readings }),
    };
  });
}

type Traits = {
  readonly languages: readonly string[];
  readonly gender?: Gender;
  readonly accent?: string;
};

function traitsOf(name: string, { languages }: SpokenModel, metadata: ReadonlyMap<string, string>): Traits {
  const [, letter = '', sex = ''] = /^([a-z])([fm])_/.exec(name) ?? [];
  const kokoro = kokoroLanguages[letter];
  if (kokoro !== undefined && metadata.get('model_type') === 'kokoro') {
    const accent = accents[letter];
    return {
      languages: kokoro,
      gender: sex === 'f' ? 'female' : 'male',
      ...(accent === undefined ? {} : { accent }),
    };
  }
  const [, ending] = /[-_]([fm])$/i.exec(name) ?? [];
  const gender =
    ending === undefined
      ? {}
      : { gender: ending.toLowerCase() === 'f' ? ('female' as const) : ('male' as const) };
  const own = languages.filter((tag) => tag !== 'mul');
  return { languages: own.length > 0 ? own : [languageOf(metadata)], ...gender };
}

/** `en-us` to `en-US`, `English` to `en`; English where nothing is said. */
function languageOf(metadata: ReadonlyMap<string, string>): string {
  const tag = metadata.get('voice') ?? '';
  const [, main, region] = /^([a-z]{2,3})(?:-([a-z]{2}))?$/i.exec(tag) ?? [];
  if (main !== undefined)
    return region === undefined ? main.toLowerCase() : `${main.toLowerCase()}-${region.toUpperCase()}`;
  return /chinese/i.test(metadata.get('language') ?? '') ? 'zh' : 'en';
}

/** `af_heart` to `Heart`, `zf_001` to `ZF 001`. */
function personalName(name: string): string {
  const own = name.replace(/^[a-z][fm]_/, '');
  if (/^\d/.test(own)) return name.replaceAll(/[_-]/g, ' ').toUpperCase();
  return own.slice(0, 1).toUpperCase() + own.slice(1).replaceAll(/[_-]/g, ' ');
}
