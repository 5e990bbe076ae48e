import { primaryLanguage, type WireSession } from '../live/index.ts';
import { UnknownVoiceError, type Voice, type VoiceCatalogue } from '../voices/index.ts';
import { atSpeed, textVoice } from './realtime/text-voice.ts';

/** OpenAI's names, which clients send without being asked, and whom they sound like. */
const openaiVoices: Readonly<Record<string, 'female' | 'male'>> = {
  alloy: 'female',
  ash: 'male',
  ballad: 'male',
  cedar: 'male',
  coral: 'female',
  echo: 'male',
  fable: 'male',
  marin: 'female',
  nova: 'female',
  onyx: 'male',
  sage: 'female',
  shimmer: 'female',
  verse: 'male',
};

/** Who can speak on a server. */
export interface VoiceDesk {
  /** Everything that may be asked for; the first is spoken with where nothing is. */
  readonly names: readonly string[];
  /** Throws `UnknownVoiceError`. */
  find(name: string): Voice;
  /** Who speaks in a session: the voice that was asked for, then one for each other language. */
  voicesFor(session: WireSession): readonly Voice[];
}

/** `first`: whom the server's owner wants to hear, the best first. */
export function createVoiceDesk(
  catalogue: VoiceCatalogue,
  first: readonly string[],
  language: string,
): VoiceDesk {
  const usual = first[0] ?? catalogue.voiceFor({ language }).id;
  const ids = catalogue.list().map(({ id }) => id);
  const names = [...new Set([usual, ...first, ...ids, ...Object.keys(openaiVoices)])];

  const find = (name: string): Voice => {
    const gender = Object.hasOwn(openaiVoices, name) ? openaiVoices[name] : undefined;
    if (gender === undefined) return catalogue.find(name);
    const alike = Object.keys(openaiVoices).filter((other) => openaiVoices[other] === gender);
    const own = first.map((id) => catalogue.find(id)).find((voice) => voice.gender === gender);
    return own ?? catalogue.voiceFor({ language, gender, index: alike.indexOf(name) });
  };

  return {
    names,
    find(name) {
      if (!names.includes(name)) throw new UnknownVoiceError(name, names);
      return find(name);
    },
    voicesFor({ output_modalities, audio, duologue }) {
      if (output_modalities[0] === 'text') return [textVoice];
      const { voice: name, speed } = audio.output;
      const named = find(name);
      const others = duologue.languages.flatMap((tag) => {
        if (speaks(named, tag)) return [];
        try {
          const { gender } = named;
          return [catalogue.voiceFor({ language: tag, ...(gender === undefined ? {} : { gender }) })];
        } catch {
          return [];
        }
      });
      return [named, ...others].map((voice) => atSpeed(voice, speed));
    },
  };
}

function speaks({ languages }: Voice, tag: string): boolean {
  return languages.some((known) => known === 'mul' || primaryLanguage(known) === primaryLanguage(tag));
}
