/** What MiniMax calls a language, by its BCP 47 tag. */
const names = {
  en: 'English',
  zh: 'Chinese',
  yue: 'Chinese,Yue',
  ja: 'Japanese',
  ko: 'Korean',
  es: 'Spanish',
  fr: 'French',
  de: 'German',
  pt: 'Portuguese',
  it: 'Italian',
  ar: 'Arabic',
  ru: 'Russian',
  tr: 'Turkish',
  nl: 'Dutch',
  id: 'Indonesian',
  vi: 'Vietnamese',
  th: 'Thai',
  uk: 'Ukrainian',
  pl: 'Polish',
  ro: 'Romanian',
  el: 'Greek',
  cs: 'Czech',
  fi: 'Finnish',
  hi: 'Hindi',
  bg: 'Bulgarian',
  da: 'Danish',
  he: 'Hebrew',
  ms: 'Malay',
  fa: 'Persian',
  sk: 'Slovak',
  sv: 'Swedish',
  hr: 'Croatian',
  fil: 'Filipino',
  hu: 'Hungarian',
  no: 'Norwegian',
  nn: 'Nynorsk',
  sl: 'Slovenian',
  ca: 'Catalan',
  ta: 'Tamil',
  af: 'Afrikaans',
};

const nameOf = new Map(Object.entries(names));

export const minimaxLanguages: readonly string[] = [...nameOf.keys()];

/** None where MiniMax has no name for it: it then hears the language in the text. */
export function languageBoost(language: string): string | undefined {
  const tag = language.toLowerCase();
  return /^zh-(?:yue|hk)\b/.test(tag) ? names.yue : nameOf.get(tag.split('-')[0] ?? '');
}
