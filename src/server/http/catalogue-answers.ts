import { livePresetNames } from '../../live/index.ts';
import type { ServerParts } from '../server-parts.ts';

/** `GET /v1/models`. */
export function modelList({ options }: ServerParts): object {
  return {
    object: 'list',
    data: options.models.map(({ id, recognizer, languages = ['en'], preset, opens = false, brain }) => ({
      id,
      object: 'model',
      created: 0,
      owned_by: 'duologue',
      brain: brain.id,
      recognizer: recognizer?.id ?? null,
      languages,
      preset: preset ?? null,
      opens,
      presets: livePresetNames,
    })),
  };
}

/** `GET /v1/voices`: those that may be asked for, the first first. */
export function voiceList({ options, voices }: ServerParts, language: string | undefined): object {
  const known = new Map(options.voices.list().map((voice) => [voice.id, voice]));
  const listed = voices.names.flatMap((name) => {
    const voice = known.get(name) ?? (name.includes('/') ? options.voices.find(name) : undefined);
    if (voice === undefined) return [];
    const { id, name: called, languages, gender, accent, sampleRate, service } = voice;
    const speaks =
      language === undefined ||
      languages.some((tag) => tag === 'mul' || tag.toLowerCase().startsWith(language.toLowerCase()));
    return speaks
      ? [
          {
            id,
            object: 'voice',
            name: called,
            languages,
            gender: gender ?? null,
            accent: accent ?? null,
            sample_rate: sampleRate,
            service: service?.provider ?? null,
          },
        ]
      : [];
  });
  return { object: 'list', default: voices.names[0], data: listed };
}
