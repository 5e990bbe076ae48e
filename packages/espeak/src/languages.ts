/** A language of the engine. */
export type EspeakLanguage = {
  /** The engine's name for it. */
  readonly identifier: string;
  /** BCP 47. In lower case it is the name of the language's voices. */
  readonly tag: string;
  /** In English. */
  readonly name: string;
  /** Brings it to the level of Mandarin by the same speaker, dB. */
  readonly gain: number;
};

export const mandarin: EspeakLanguage = { identifier: 'sit/cmn', tag: 'zh-CN', name: 'Mandarin', gain: 0 };

/** All others that eSpeak NG 1.52 has, but for its unfinished inventions. */
const rows = [
  ['gmw/af', 'af', 'Afrikaans', -0.5],
  ['sem/am', 'am', 'Amharic', 0],
  ['roa/an', 'an', 'Aragonese', -1],
  ['sem/ar', 'ar', 'Arabic', -0.5],
  ['inc/as', 'as', 'Assamese', -2.5],
  ['trk/az', 'az', 'Azerbaijani', -0.5],
  ['trk/ba', 'ba', 'Bashkir', -1],
  ['zle/be', 'be', 'Belarusian', 2],
  ['zls/bg', 'bg', 'Bulgarian', 0.5],
  ['inc/bn', 'bn', 'Bengali', -2],
  ['inc/bpy', 'bpy', 'Bishnupriya Manipuri', -2],
  ['zls/bs', 'bs', 'Bosnian', 0.5],
  ['roa/ca', 'ca', 'Catalan', -0.5],
  ['roa/ca-ba', 'ca-x-balear', 'Catalan (Balearic)', -0.5],
  ['roa/ca-nw', 'ca-x-nw', 'Catalan (North-western)', -1],
  ['roa/ca-va', 'ca-x-valencia', 'Catalan (Valencian)', -1],
  ['iro/chr', 'chr', 'Cherokee', 0],
  ['zlw/cs', 'cs', 'Czech', 1],
  ['trk/cv', 'cv', 'Chuvash', 0],
  ['cel/cy', 'cy', 'Welsh', -1],
  ['gmq/da', 'da', 'Danish', -1.5],
  ['gmw/de', 'de', 'German', -1],
  ['grk/el', 'el', 'Greek', -1],
  ['gmw/en-029', 'en-029', 'English (Caribbean)', -2],
  ['gmw/en', 'en-GB', 'English (Great Britain)', -1.5],
  ['gmw/en-GB-scotland', 'en-GB-x-scotland', 'English (Scotland)', -2],
  ['gmw/en-GB-x-gbclan', 'en-GB-x-gbclan', 'English (Lancaster)', -2.5],
  ['gmw/en-GB-x-gbcwmd', 'en-GB-x-gbcwmd', 'English (West Midlands)', -2],
  ['gmw/en-GB-x-rp', 'en-GB-x-rp', 'English (Received Pronunciation)', -1.5],
  ['gmw/en-US', 'en-US', 'English (America)', -0.5],
  ['gmw/en-US-nyc', 'en-US-x-nyc', 'English (America, New York City)', -1],
  ['art/eo', 'eo', 'Esperanto', -0.5],
  ['roa/es', 'es', 'Spanish (Spain)', -1.5],
  ['roa/es-419', 'es-419', 'Spanish (Latin America)', -1.5],
  ['urj/et', 'et', 'Estonian', 0],
  ['eu', 'eu', 'Basque', -0.5],
  ['ira/fa', 'fa', 'Persian', -2],
  ['ira/fa-Latn', 'fa-Latn', 'Persian (Pinglish)', -2],
  ['urj/fi', 'fi', 'Finnish', 0],
  ['gmq/fo', 'fo', 'Faroese', 2],
  ['roa/fr-BE', 'fr-BE', 'French (Belgium)', 1.5],
  ['roa/fr-CH', 'fr-CH', 'French (Switzerland)', 1.5],
  ['roa/fr', 'fr', 'French (France)', 1.5],
  ['cel/ga', 'ga', 'Gaelic (Irish)', -2],
  ['cel/gd', 'gd', 'Gaelic (Scottish)', -1.5],
  ['sai/gn', 'gn', 'Guarani', -1.5],
  ['grk/grc', 'grc', 'Greek (Ancient)', -1],
  ['inc/gu', 'gu', 'Gujarati', -0.5],
  ['sit/hak', 'hak', 'Hakka Chinese', -2],
  ['map/haw', 'haw', 'Hawaiian', -6],
  ['sem/he', 'he', 'Hebrew', -1.5],
  ['inc/hi', 'hi', 'Hindi', -1.5],
  ['zls/hr', 'hr', 'Croatian', 0.5],
  ['roa/ht', 'ht', 'Haitian Creole', -1],
  ['urj/hu', 'hu', 'Hungarian', -0.5],
  ['ine/hy', 'hy', 'Armenian (East)', -1],
  ['ine/hyw', 'hyw', 'Armenian (West)', -1],
  ['art/ia', 'ia', 'Interlingua', 0],
  ['poz/id', 'id', 'Indonesian', -0.5],
  ['art/io', 'io', 'Ido', -1],
  ['gmq/is', 'is', 'Icelandic', -1],
  ['roa/it', 'it', 'Italian', 0],
  ['jpx/ja', 'ja', 'Japanese', -1.5],
  ['art/jbo', 'jbo', 'Lojban', -2.5],
  ['ccs/ka', 'ka', 'Georgian', -1.5],
  ['trk/kaa', 'kaa', 'Karakalpak', -1],
  ['trk/kk', 'kk', 'Kazakh', -1],
  ['esx/kl', 'kl', 'Greenlandic', 0],
  ['dra/kn', 'kn', 'Kannada', -1.5],
  ['ko', 'ko', 'Korean', -2.5],
  ['inc/kok', 'kok', 'Konkani', -2.5],
  ['ira/ku', 'ku', 'Kurdish', -1],
  ['trk/ky', 'ky', 'Kyrgyz', -1.5],
  ['itc/la', 'la', 'Latin', 0.5],
  ['gmw/lb', 'lb', 'Luxembourgish', -1.5],
  ['art/lfn', 'lfn', 'Lingua Franca Nova', -1.5],
  ['bat/lt', 'lt', 'Lithuanian', 0.5],
  ['bat/ltg', 'ltg', 'Latgalian', -2.5],
  ['bat/lv', 'lv', 'Latvian', -1.5],
  ['poz/mi', 'mi', 'Māori', -2],
  ['zls/mk', 'mk', 'Macedonian', 0],
  ['dra/ml', 'ml', 'Malayalam', -1.5],
  ['inc/mr', 'mr', 'Marathi', -2],
  ['poz/ms', 'ms', 'Malay', -0.5],
  ['sem/mt', 'mt', 'Maltese', -2.5],
  ['miz/mto', 'mto', 'Totontepec Mixe', -0.5],
  ['sit/my', 'my', 'Myanmar (Burmese)', -4],
  ['gmq/nb', 'nb', 'Norwegian Bokmål', -1.5],
  ['azc/nci', 'nci', 'Nahuatl (Classical)', -2.5],
  ['inc/ne', 'ne', 'Nepali', -0.5],
  ['gmw/nl', 'nl', 'Dutch', -1],
  ['trk/nog', 'nog', 'Nogai', -1],
  ['cus/om', 'om', 'Oromo', -2],
  ['inc/or', 'or', 'Oriya', -2],
  ['inc/pa', 'pa', 'Punjabi', -1.5],
  ['roa/pap', 'pap', 'Papiamento', -1],
  ['art/piqd', 'tlh-Piqd', 'Klingon', -2.5],
  ['zlw/pl', 'pl', 'Polish', 0.5],
  ['roa/pt', 'pt', 'Portuguese (Portugal)', -1.5],
  ['roa/pt-BR', 'pt-BR', 'Portuguese (Brazil)', -1],
  ['qu', 'qu', 'Quechua', 0.5],
  ['myn/quc', 'quc', "K'iche'", -2],
  ['art/qya', 'qya', 'Quenya', -1],
  ['roa/ro', 'ro', 'Romanian', -1],
  ['zle/ru', 'ru', 'Russian', -0.5],
  ['zle/ru-cl', 'ru-x-classic', 'Russian (Classic)', -0.5],
  ['zle/ru-LV', 'ru-LV', 'Russian (Latvia)', 2.5],
  ['inc/sd', 'sd', 'Sindhi', -1.5],
  ['tai/shn', 'shn', 'Shan (Tai Yai)', 0.5],
  ['inc/si', 'si', 'Sinhala', -1],
  ['art/sjn', 'sjn', 'Sindarin', 0],
  ['zlw/sk', 'sk', 'Slovak', 0],
  ['zls/sl', 'sl', 'Slovenian', -1.5],
  ['urj/smj', 'smj', 'Lule Saami', 0],
  ['ine/sq', 'sq', 'Albanian', -0.5],
  ['zls/sr', 'sr', 'Serbian', 0],
  ['gmq/sv', 'sv', 'Swedish', -1],
  ['bnt/sw', 'sw', 'Swahili', -1.5],
  ['dra/ta', 'ta', 'Tamil', -1.5],
  ['dra/te', 'te', 'Telugu', -2],
  ['tai/th', 'th', 'Thai', -2.5],
  ['sem/ti', 'ti', 'Tigrinya', -1.5],
  ['trk/tk', 'tk', 'Turkmen', -2.5],
  ['bnt/tn', 'tn', 'Setswana', -2.5],
  ['trk/tr', 'tr', 'Turkish', -2],
  ['trk/tt', 'tt', 'Tatar', 1],
  ['trk/ug', 'ug', 'Uyghur', -1.5],
  ['zle/uk', 'uk', 'Ukrainian', -1.5],
  ['inc/ur', 'ur', 'Urdu', -2.5],
  ['trk/uz', 'uz', 'Uzbek', -0.5],
  ['aav/vi', 'vi', 'Vietnamese (Northern)', -1.5],
  ['aav/vi-VN-x-central', 'vi-VN-x-central', 'Vietnamese (Central)', -1],
  ['aav/vi-VN-x-south', 'vi-VN-x-south', 'Vietnamese (Southern)', -3],
  ['sit/yue', 'yue', 'Cantonese', -0.5],
  ['sit/yue-Latn-jyutping', 'yue-Latn', 'Cantonese (Jyutping)', -0.5],
] as const;

export const otherLanguages: readonly EspeakLanguage[] = rows.map(([identifier, tag, name, gain]) => ({
  identifier,
  tag,
  name,
  gain,
}));

/** Tags that name a language of ours in another way, in lower case. */
const aliases: Readonly<Record<string, string>> = {
  zh: 'zh-cn',
  cmn: 'zh-cn',
  'zh-hans': 'zh-cn',
  'zh-hant': 'zh-cn',
  'zh-tw': 'zh-cn',
  'zh-sg': 'zh-cn',
  'zh-cmn': 'zh-cn',
  'zh-hk': 'yue',
  'zh-mo': 'yue',
  'zh-yue': 'yue',
  en: 'en-us',
  'en-ca': 'en-us',
  'en-au': 'en-gb',
  'en-nz': 'en-gb',
  'en-ie': 'en-gb',
  'en-in': 'en-gb',
  'en-za': 'en-gb',
  tlh: 'tlh-piqd',
  no: 'nb',
  nn: 'nb',
  iw: 'he',
  'es-mx': 'es-419',
  'es-ar': 'es-419',
  'es-co': 'es-419',
  'es-us': 'es-419',
};
const languagesByTag = new Map(
  [mandarin, ...otherLanguages].map((language) => [language.tag.toLowerCase(), language]),
);

/** By BCP 47 tag, without regard to case: the tag itself, or the nearest that is less specific. */
export function findLanguage(tag: string): EspeakLanguage | undefined {
  const parts = tag.toLowerCase().replaceAll('_', '-').split('-');
  for (let length = parts.length; length > 0; length--) {
    const prefix = parts.slice(0, length).join('-');
    const found = languagesByTag.get(aliases[prefix] ?? prefix);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Its pitch tells words apart, so it must move. */
export function isTonal({ tag }: EspeakLanguage): boolean {
  return /^(?:zh|yue|hak|vi|th|my|shn)(?:-|$)/.test(tag);
}
