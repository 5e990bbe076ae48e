import type { AdapterModel, KnownVoice } from '../cloud/adapter.ts';

const v2 = 'en ja zh de hi fr ko pt it es id nl tr fil pl sv bg ro ar cs el fi hr ms sk da ta uk ru'.split(
  ' ',
);
const v3 =
  'en af ar hy as az be bn bs bg ca ceb ny hr cs da nl et fil fi fr gl ka de el gu ha he hi hu is id ga it ja jv kn kk ky ko lv ln lt lb mk ms ml zh mr ne no ps fa pl pt pa ro ru sr sd sk sl so es sw sv ta te th tr uk ur vi cy'.split(
    ' ',
  );

/** Of one request of a dialogue. More may break off early, or is refused. */
const dialogueLimits = { leastVoices: 1, mostVoices: 10, mostCharacters: 2000 };
const speeds = [0.7, 1.2] as const;

type ListedModel = Pick<
  AdapterModel,
  'id' | 'mostCharacters' | 'languages' | 'speeds' | 'dialogueLimits' | 'tags'
>;

// https://elevenlabs.io/docs/overview/models
export const elevenLabsModels: readonly ListedModel[] = [
  { id: 'eleven_multilingual_v2', mostCharacters: 10_000, languages: v2, speeds },
  { id: 'eleven_v3', mostCharacters: 5000, languages: v3, dialogueLimits, tags: true },
  { id: 'eleven_v3_conversational', mostCharacters: 5000, languages: v3, tags: true },
  { id: 'eleven_v4', mostCharacters: 10_000, languages: ['mul'], dialogueLimits, tags: true },
  { id: 'eleven_v4_turbo', mostCharacters: 10_000, languages: ['mul'], tags: true },
  { id: 'eleven_flash_v2_5', mostCharacters: 40_000, languages: [...v2, 'hu', 'no', 'vi'], speeds },
  { id: 'eleven_flash_v2', mostCharacters: 30_000, languages: ['en'], speeds },
];

/** Those that refuse or ignore a language: they hear it in the text. */
export function takesLanguage(model: string): boolean {
  return model !== 'eleven_multilingual_v2' && model !== 'eleven_flash_v2';
}

/** `eleven_v3` answers 400 to the text around, and of `eleven_v4` nothing is documented. */
export function takesContext(model: string): boolean {
  return /_v2(?:_5)?$/.test(model);
}

function known(
  id: string,
  name: string,
  gender: 'female' | 'male' | 'other',
  accent = 'American',
): KnownVoice {
  return { id, name, gender, accent };
}

/** The default voices, which every account has. */
export const elevenLabsVoices: readonly KnownVoice[] = [
  known('JBFqnCBsd6RMkjVDRZzb', 'George', 'male', 'British'),
  known('EXAVITQu4vr4xnSDxMaL', 'Sarah', 'female'),
  known('CwhRBWXzGAHq8TQ4Fs17', 'Roger', 'male'),
  known('FGY2WhTYpPnrIDTdsKH5', 'Laura', 'female'),
  known('IKne3meq5aSn9XLyUdCD', 'Charlie', 'male', 'Australian'),
  known('N2lVS1w4EtoT3dr4eOWO', 'Callum', 'male'),
  known('SAz9YHcvj6GT2YYXdXww', 'River', 'other'),
  known('SOYHLrjzK2X1ezoPC6cr', 'Harry', 'male'),
  known('TX3LPaxmHKxFdv7VOQHJ', 'Liam', 'male'),
  known('Xb7hH8MSUJpSbSDYk0k2', 'Alice', 'female', 'British'),
  known('XrExE9yKIg1WjnnlVkGX', 'Matilda', 'female'),
  known('bIHbv24MWmeRgasZH58o', 'Will', 'male'),
  known('cgSgspJ2msm6clMCkdW9', 'Jessica', 'female'),
  known('cjVigY5qzO86Huf0OWal', 'Eric', 'male'),
  known('hpp4J3VqNfWAUOO0d1Us', 'Bella', 'female'),
  known('iP95p4xoKVk53GoZ742B', 'Chris', 'male'),
  known('nPczCjzI2devNBz1zQrb', 'Brian', 'male'),
  known('onwK4e9ZLuTAKqWW03F9', 'Daniel', 'male', 'British'),
  known('pFZP5JQG7iQjIQuC4Bku', 'Lily', 'female', 'British'),
  known('pNInz6obpgDQGcFmaJgB', 'Adam', 'male'),
  known('pqHfZKP75CvOlQylNhV4', 'Bill', 'male'),
];
