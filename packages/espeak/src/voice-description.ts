import type { VoiceDescription } from 'duologue/voices';
import { engineRate } from './engine.ts';
import { type EspeakLanguage, mandarin } from './languages.ts';
import { type Speaker, speakers } from './speakers.ts';

/** One of our speakers in one of the engine's languages. */
export type EspeakVoice = {
  /** What stands behind `espeak/`. */
  readonly name: string;
  readonly speaker: Speaker;
  readonly language: EspeakLanguage;
};

export function describeVoice({ name, speaker, language }: EspeakVoice): VoiceDescription {
  const accent = /\((.+)\)/.exec(language.name)?.[1];
  const isMandarin = language === mandarin;
  return Object.freeze({
    id: `espeak/${name}`,
    name: isMandarin ? speaker.name : `${language.name}, ${speakerName(speaker)}`,
    languages: isMandarin ? [mandarin.tag, 'en-US'] : [language.tag],
    gender: speaker.gender,
    ...(accent === undefined ? {} : { accent }),
    sampleRate: engineRate,
    throat: speaker.throat,
  });
}

function speakerName(speaker: Speaker): string {
  return speakers.indexOf(speaker) < 2 ? speaker.gender : speaker.name;
}
