import { describe, expect, test } from 'vitest';
import { createFakeVoice, createFakeVoiceProvider } from '../testing/index.ts';
import { createCatalogue, openEmbeddedVoices } from './catalogue.ts';
import { UnknownVoiceError, VoiceError } from './voice-error.ts';

const missing = (): Promise<never> =>
  Promise.reject(
    Object.assign(new Error("Cannot find package '@duologue/espeak' imported from here"), {
      code: 'ERR_MODULE_NOT_FOUND',
    }),
  );

function englishAndChinese() {
  const english = ['a', 'b', 'c'].map((name, index) =>
    createFakeVoice({
      id: `one/${name}`,
      languages: ['en-US', 'en'],
      gender: index === 1 ? 'male' : 'female',
    }),
  );
  const chinese = [createFakeVoice({ id: 'two/mei', name: 'Mei', languages: ['cmn'], gender: 'female' })];
  return [
    createFakeVoiceProvider({ name: 'one', voices: english }),
    createFakeVoiceProvider({ name: 'two', voices: chinese }),
  ];
}

describe('a catalogue', () => {
  const catalogue = createCatalogue(englishAndChinese());

  test('finds by id, by name, by what people call them', () => {
    expect(catalogue.find('one/b').id).toBe('one/b');
    expect(catalogue.find('mei').id).toBe('two/mei');
    expect(catalogue.find('Mei').id).toBe('two/mei');
    expect(catalogue.list()).toHaveLength(4);
  });

  test.each(['one/z', 'three/a', '', 'one', 'one/'])('says what there is for %j', (id) => {
    expect(() => catalogue.find(id)).toThrow(UnknownVoiceError);
  });

  test('alternates, and takes nobody twice while there are others', () => {
    const taken: string[] = [];
    for (let index = 0; index < 4; index++)
      taken.push(catalogue.voiceFor({ language: 'en', index, taken }).id);
    expect(taken.slice(0, 3)).toEqual(['one/a', 'one/b', 'one/c']);
    expect(taken[3]).toMatch(/^one\//);
  });

  test('keeps to a gender, sharing a voice if need be', () => {
    const wish = { language: 'en-US', gender: 'male', taken: ['one/b'] } as const;
    expect(catalogue.voiceFor(wish).id).toBe('one/b');
    expect(catalogue.voiceFor({ language: 'en-AU', gender: 'female', taken: ['one/a'] }).id).toBe('one/c');
  });

  test('zh and cmn are one language', () => {
    expect(catalogue.voiceFor({ language: 'zh-CN', gender: 'male' }).id).toBe('two/mei');
  });

  test('nobody for a language is an error that says what there is', () => {
    expect(() => catalogue.voiceFor({ language: 'tlh' })).toThrow(/No voice speaks tlh; there is en, zh/);
  });

  test('closes every provider, even if one fails', async () => {
    const providers = englishAndChinese();
    const failing = {
      ...createFakeVoiceProvider(),
      [Symbol.asyncDispose]: () => Promise.reject(new Error('no')),
    };
    await expect(createCatalogue([failing, ...providers])[Symbol.asyncDispose]()).rejects.toThrow(VoiceError);
    expect(providers.map(({ disposed }) => disposed)).toEqual([true, true]);
  });
});

describe('the embedded voices', () => {
  test('without the espeak package: English, and what to install for the rest', async () => {
    const voices = await openEmbeddedVoices({ loadEspeak: missing });
    expect(voices.providers.map(({ name }) => name)).toEqual(['flite']);
    const [first, second] = [0, 1].map((index) => voices.voiceFor({ language: 'en', index }));
    expect([first?.gender, second?.gender]).toEqual(['female', 'male']);
    expect(voices.find('Russell').id).toBe('flite/rms');
    expect(voices.voiceFor({ language: 'en-GB', gender: 'male' }).accent).toBe('Scottish');
    expect(() => voices.find('espeak/mei')).toThrow(/npm install @duologue\/espeak/);
    expect(() => voices.voiceFor({ language: 'zh' })).toThrow(/npm install @duologue\/espeak/);
    await voices[Symbol.asyncDispose]();
  });

  test('with it: both', async () => {
    const espeak = createFakeVoiceProvider({
      name: 'espeak',
      voices: [createFakeVoice({ id: 'espeak/mei', languages: ['zh'] })],
    });
    const voices = await openEmbeddedVoices({ loadEspeak: async () => ({ createEspeak: () => espeak }) });
    expect(voices.find('espeak/mei').id).toBe('espeak/mei');
    expect(voices.voiceFor({ language: 'cmn' }).id).toBe('espeak/mei');
    await voices[Symbol.asyncDispose]();
    expect(espeak.disposed).toBe(true);
  });

  test('a package that is there but broken is not taken for absent', async () => {
    const broken = { loadEspeak: () => Promise.reject(new Error('bad code')) };
    await expect(openEmbeddedVoices(broken)).rejects.toThrow(/could not be loaded/);
    await expect(openEmbeddedVoices({ loadEspeak: async () => ({}) })).rejects.toThrow(/another version/);
  });
});
