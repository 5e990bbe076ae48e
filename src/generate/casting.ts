import type { Script, ScriptSpeaker } from '../script/index.ts';
import type { Gender } from '../timeline/index.ts';
import { UnknownVoiceError, type Voice, type VoiceDescription } from '../voices/index.ts';
import { GenerateError } from './generate-error.ts';
import { sameLanguage } from './listening.ts';

/** Where voices are found. */
export interface VoiceLookup {
  list(): readonly VoiceDescription[];
  /** Throws `UnknownVoiceError` for an id it does not have. */
  find(id: string): Voice;
}

export type Casting = {
  /** The voice with which a speaker speaks a language. */
  readonly voiceFor: (speaker: string, language: string) => Voice;
  readonly warnings: readonly string[];
};

export type CastOptions = {
  readonly script: Script;
  readonly voices: Readonly<Record<string, string | Voice>>;
  /** Called only where a voice is named, or none is. */
  readonly lookUp: () => Promise<VoiceLookup>;
  /** The languages that each speaker speaks in the script, the own first. */
  readonly languages: ReadonlyMap<string, readonly string[]>;
};

/** Gives every speaker a voice for each of their languages, before anything is rendered. */
export async function castSpeakers({ script, voices, lookUp, languages }: CastOptions): Promise<Casting> {
  const warnings: string[] = [];
  const chosen = new Map<string, Voice>();
  const taken = new Set<string>();
  const unnamed: ScriptSpeaker[] = [];
  for (const speaker of script.speakers) {
    const wanted = voices[speaker.id] ?? speaker.voice;
    if (wanted === undefined) {
      unnamed.push(speaker);
      continue;
    }
    const field =
      voices[speaker.id] === undefined ? `script.speakers.${speaker.id}.voice` : `voices.${speaker.id}`;
    const voice = typeof wanted === 'string' ? find(await lookUp(), wanted, field) : wanted;
    checkVoice(voice, field);
    chosen.set(speaker.id, voice);
    taken.add(voice.id);
  }
  for (const speaker of unnamed) {
    const language = languages.get(speaker.id)?.[0] ?? script.language;
    const lookup = await lookUp();
    const found = pickVoice(lookup.list(), language, speaker.gender, taken);
    if (found === undefined) {
      throw new GenerateError(
        `${speaker.id} has no voice, and none of ${listIds(lookup)} speaks ${language}. Name one: voices: { ${speaker.id}: '…' }.`,
        { field: `voices.${speaker.id}` },
      );
    }
    if (taken.has(found.id))
      warnings.push(`${speaker.id} shares the voice ${found.id}: all others are taken.`);
    chosen.set(speaker.id, lookup.find(found.id));
    taken.add(found.id);
  }
  const others = new Map<string, Voice>();
  for (const speaker of script.speakers) {
    const own = chosen.get(speaker.id);
    for (const language of languages.get(speaker.id) ?? []) {
      const voice = own && (await voiceForLanguage(speaker, own, language, lookUp, warnings));
      if (voice !== undefined) others.set(`${speaker.id}/${language}`, voice);
    }
  }
  return {
    warnings,
    voiceFor(speaker, language) {
      const voice = others.get(`${speaker}/${language}`) ?? chosen.get(speaker);
      if (voice === undefined)
        throw new GenerateError(`${speaker} has no voice.`, { field: `voices.${speaker}` });
      return voice;
    },
  };
}

async function voiceForLanguage(
  speaker: ScriptSpeaker,
  own: Voice,
  language: string,
  lookUp: () => Promise<VoiceLookup>,
  warnings: string[],
): Promise<Voice> {
  const named = Object.entries(speaker.voices ?? {}).find(([tag]) => sameLanguage(tag, language));
  if (named !== undefined) {
    return find(await lookUp(), named[1], `script.speakers.${speaker.id}.voices.${named[0]}`);
  }
  if (speaks(own, language)) return own;
  const lookup = await lookUp();
  const found = pickVoice(lookup.list(), language, speaker.gender ?? own.gender, new Set());
  if (found !== undefined) return lookup.find(found.id);
  warnings.push(`No voice at hand speaks ${language}: ${speaker.id} says it with ${own.id}.`);
  return own;
}

function find(lookup: VoiceLookup, id: string, field: string): Voice {
  try {
    return lookup.find(id);
  } catch (cause) {
    if (!(cause instanceof UnknownVoiceError)) throw cause;
    throw new GenerateError(`${field}: ${cause.message}`, { field, cause });
  }
}

/** A voice that somebody wrote themselves may be anything. */
function checkVoice(voice: Voice, field: string): void {
  if (typeof voice?.speak !== 'function' || !(voice.sampleRate > 0) || !Array.isArray(voice.languages)) {
    throw new GenerateError(`${field} is not a voice: give an id such as 'flite/rms', or a Voice.`, {
      field,
    });
  }
}

function speaks(voice: VoiceDescription, language: string): boolean {
  return voice.languages.some((known) => sameLanguage(known, language));
}

/** A voice of the language that nobody has yet, of the gender where it is known; shared where none is left. */
function pickVoice(
  voices: readonly VoiceDescription[],
  language: string,
  gender: Gender | undefined,
  taken: ReadonlySet<string>,
): VoiceDescription | undefined {
  const able = voices.filter((voice) => speaks(voice, language));
  const fitting = able.filter(
    (voice) => gender === undefined || gender === 'other' || voice.gender === gender,
  );
  return (
    fitting.find(({ id }) => !taken.has(id)) ?? able.find(({ id }) => !taken.has(id)) ?? fitting[0] ?? able[0]
  );
}

function listIds(lookup: VoiceLookup): string {
  const ids = lookup.list().map(({ id }) => id);
  return ids.length > 8
    ? `${ids.slice(0, 8).join(', ')} and ${ids.length - 8} more`
    : ids.join(', ') || 'no voices';
}
