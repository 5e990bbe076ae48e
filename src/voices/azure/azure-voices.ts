import type { KnownVoice } from '../cloud/adapter.ts';

/** Of more than 500 those that are met most, women before men in each language; the others are used by their ids. */
const neural = {
  'en-US': ['Ava Emma Jenny Aria', 'Andrew Brian Guy Davis'],
  'en-GB': ['Sonia Libby', 'Ryan Thomas'],
  'de-DE': ['Katja Amala', 'Conrad Killian'],
  'fr-FR': ['Denise', 'Henri'],
  'es-ES': ['Elvira', 'Alvaro'],
  'it-IT': ['Elsa', 'Diego'],
  'pt-BR': ['Francisca', 'Antonio'],
  'ja-JP': ['Nanami', 'Keita'],
  'zh-CN': ['Xiaoxiao', 'Yunxi'],
} as const;

// articles/ai-services/speech-service/high-definition-voices.md
const highDefinition = {
  'en-US': ['Ava Emma Emma2 Jenny Aria Nova Phoebe Serena', 'Andrew Andrew2 Adam Brian Davis Steffan Alloy'],
  'de-DE': ['Seraphina', 'Florian'],
  'es-ES': ['Ximena', 'Tristan'],
  'fr-FR': ['Vivienne', 'Remy'],
  'ja-JP': ['Nanami', 'Masaru'],
  'zh-CN': ['Xiaochen', 'Yunfan'],
} as const;

/** These neural ones speak other languages too, and are named so. */
const multilingual: readonly string[] = ['Ava', 'Emma', 'Andrew', 'Brian'];

/** Whether it can speak more than the language it is named for. */
export function speaksOthers(id: string): boolean {
  return /Multilingual|:/.test(id);
}

export const azureVoices: readonly KnownVoice[] = [
  ...listVoices(neural, 'neural', (name) => (multilingual.includes(name) ? 'MultilingualNeural' : 'Neural')),
  ...listVoices(highDefinition, 'hd', () => ':DragonHDLatestNeural'),
];

function listVoices(
  names: Readonly<Record<string, readonly [women: string, men: string]>>,
  model: string,
  ending: (name: string) => string,
): KnownVoice[] {
  return Object.entries(names).flatMap(([locale, [women, men]]) =>
    [women, men].flatMap((list, index) =>
      list.split(' ').map((name): KnownVoice => {
        const id = `${locale}-${name}${ending(name)}`;
        return {
          id,
          name,
          gender: index === 0 ? 'female' : 'male',
          languages: speaksOthers(id) ? [locale, 'mul'] : [locale],
          models: [model],
        };
      }),
    ),
  );
}
