import type { AdapterModel, KnownVoice } from '../cloud/adapter.ts';

const common = { sampleRate: 24_000, timed: false } as const satisfies Partial<AdapterModel>;
const kokoro = { ...common, speeds: [0.5, 2] } as const satisfies Partial<AdapterModel>;

// https://fal.ai/models/fal-ai/f5-tts, …/orpheus-tts, …/kokoro: fal's ids without `fal-ai/`.
export const falModels: readonly AdapterModel[] = [
  {
    id: 'f5-tts',
    ...common,
    mostCharacters: 5000,
    languages: ['en', 'zh', 'fr', 'it', 'hi', 'ja', 'ru', 'es', 'fi'],
    voiceSamples: true,
  },
  { id: 'orpheus-tts', ...common, languages: ['en'] },
  { id: 'kokoro', ...kokoro, languages: ['en-US'] },
  { id: 'kokoro/american-english', ...kokoro, languages: ['en-US'] },
  { id: 'kokoro/british-english', ...kokoro, languages: ['en-GB'] },
  { id: 'kokoro/french', ...kokoro, languages: ['fr'] },
  { id: 'kokoro/hindi', ...kokoro, languages: ['hi'] },
  { id: 'kokoro/italian', ...kokoro, languages: ['it'] },
  { id: 'kokoro/japanese', ...kokoro, languages: ['ja'] },
  { id: 'kokoro/mandarin-chinese', ...kokoro, languages: ['zh'] },
  { id: 'kokoro/spanish', ...kokoro, languages: ['es'] },
  { id: 'kokoro/brazilian-portuguese', ...kokoro, languages: ['pt-BR'] },
];

/** A known one by fal's whole id; of the many others nothing is known but where they are. */
export function otherModel(id: string): AdapterModel {
  const known = falModels.find((model) => `fal-ai/${model.id}` === id);
  return known ?? { id, ...common, languages: ['mul'], voiceSamples: true };
}

const american =
  'af_heart af_alloy af_aoede af_bella af_jessica af_kore af_nicole af_nova af_river af_sarah af_sky am_adam am_echo am_eric am_fenrir am_liam am_michael am_onyx am_puck am_santa';

export const falVoices: readonly KnownVoice[] = [
  ...voicesOf('tara leah jess mia zoe', ['orpheus-tts'], () => 'female'),
  ...voicesOf('leo dan zac', ['orpheus-tts'], () => 'male'),
  ...kokoroVoices(american, 'kokoro', 'kokoro/american-english'),
  ...kokoroVoices(
    'bf_alice bf_emma bf_isabella bf_lily bm_daniel bm_fable bm_george bm_lewis',
    'kokoro/british-english',
  ),
  ...kokoroVoices('ff_siwis', 'kokoro/french'),
  ...kokoroVoices('hf_alpha hf_beta hm_omega hm_psi', 'kokoro/hindi'),
  ...kokoroVoices('if_sara im_nicola', 'kokoro/italian'),
  ...kokoroVoices('jf_alpha jf_gongitsune jf_nezumi jf_tebukuro jm_kumo', 'kokoro/japanese'),
  ...kokoroVoices(
    'zf_xiaobei zf_xiaoni zf_xiaoxiao zf_xiaoyi zm_yunjian zm_yunxi zm_yunxia zm_yunyang',
    'kokoro/mandarin-chinese',
  ),
  ...kokoroVoices('ef_dora em_alex em_santa', 'kokoro/spanish'),
  ...kokoroVoices('pf_dora pm_alex pm_santa', 'kokoro/brazilian-portuguese'),
];

/** Their second letter tells women from men. */
function kokoroVoices(ids: string, ...models: readonly string[]): KnownVoice[] {
  const languages = falModels.find(({ id }) => id === models[0])?.languages ?? [];
  return voicesOf(ids, models, (id) => (id.charAt(1) === 'f' ? 'female' : 'male')).map((voice) => ({
    ...voice,
    languages,
  }));
}

function voicesOf(
  ids: string,
  models: readonly string[],
  genderOf: (id: string) => 'female' | 'male',
): KnownVoice[] {
  return ids.split(' ').map((id) => ({ id, gender: genderOf(id), models }));
}
