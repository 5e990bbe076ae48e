import type { KnownVoice } from '../cloud/adapter.ts';

/** Women before men in each language; which engines have a voice changes, and Polly says so itself. */
const names: Readonly<Record<string, readonly [women: string, men: string]>> = {
  'en-US': ['Danielle Joanna Ruth Salli Kendra Kimberly Ivy', 'Matthew Stephen Gregory Joey Justin Kevin'],
  'en-GB': ['Amy Emma', 'Brian Arthur'],
  'en-AU': ['Olivia', ''],
  'en-IN': ['Kajal', ''],
  'en-IE': ['Niamh', ''],
  'en-NZ': ['Aria', ''],
  'en-ZA': ['Ayanda', ''],
  'en-SG': ['Jasmine', ''],
  'de-DE': ['Vicki', 'Daniel'],
  'de-AT': ['Hannah', ''],
  'de-CH': ['Sabrina', ''],
  'fr-FR': ['Lea', 'Remi'],
  'fr-BE': ['Isabelle', ''],
  'fr-CA': ['Gabrielle', 'Liam'],
  'es-ES': ['Lucia', 'Sergio'],
  'es-MX': ['Mia', 'Andres'],
  'es-US': ['Lupe', 'Pedro'],
  'it-IT': ['Bianca', 'Adriano'],
  'pt-BR': ['Camila Vitoria', 'Thiago'],
  'pt-PT': ['Ines', ''],
  'nl-NL': ['Laura', ''],
  'nl-BE': ['Lisa', ''],
  'ja-JP': ['Kazuha Tomoko', 'Takumi'],
  'ko-KR': ['Seoyeon Jihye', ''],
  'zh-CN': ['Zhiyu', ''],
  'yue-CN': ['Hiujin', ''],
  'ar-AE': ['Hala', 'Zayd'],
  'ca-ES': ['Arlet', ''],
  'cs-CZ': ['Jitka', ''],
  'da-DK': ['Sofie', ''],
  'fi-FI': ['Suvi', ''],
  'nb-NO': ['Ida', ''],
  'pl-PL': ['Ola', ''],
  'sv-SE': ['Elin', ''],
  'tr-TR': ['Burcu', ''],
};

/** The second language of those that have two: the request says which is meant. */
export const bilingual: ReadonlyMap<string, string> = new Map([
  ['Kajal', 'hi-IN'],
  ['Aditi', 'hi-IN'],
]);

export const pollyVoices: readonly KnownVoice[] = Object.entries(names).flatMap(([locale, [women, men]]) => [
  ...list(women, locale, 'female'),
  ...list(men, locale, 'male'),
]);

function list(ids: string, locale: string, gender: 'female' | 'male'): KnownVoice[] {
  const second = bilingual.get(ids);
  const languages = second === undefined ? [locale] : [locale, second];
  return ids === '' ? [] : ids.split(' ').map((id) => ({ id, gender, languages }));
}
