import type { Script, ScriptSpeaker } from '../script/index.ts';
import { type Voice, type VoiceDescription, VoiceError, type VoiceWish } from '../voices/index.ts';
import { GenerateError } from './generate-error.ts';
import { sameLanguage } from './same-language.ts';
import type { VoiceLookup } from './voice-lookup.ts';

export type Casting = {
  /** The voice with which a speaker speaks a language. */
  readonly voiceFor: (speaker: string, language: string) => Voice;
  readonly warnings: readonly string[];
};

export type CastOptions = {
  readonly script: Script;
  readonly voices: Readonly<Record<string, string | Voice>>;
  /** Asked only where a voice is named, or none is. */
  readonly lookUp: Pick<VoiceLookup, 'find' | 'voiceFor'>;
  /** The languages that each speaker speaks in the script, the own first. */
  readonly languages: ReadonlyMap<string, readonly string[]>;
};

/** Gives every speaker a voice for each of their languages, before anything is rendered. */
export async function castSpeakers({ script, voices, lookUp, languages }: CastOptions): Promise<Casting> {
  const warnings: string[] = [];
  const givenTo = (id: string): string | Voice | undefined =>
    Object.hasOwn(voices, id) ? voices[id] : undefined;
  const chosen = new Map<string, Voice>();
  const taken = new Set<string>();
  for (const speaker of script.speakers) {
    const given = givenTo(speaker.id);
    const wanted = given ?? speaker.voice;
    if (wanted === undefined) continue;
    const field = given === undefined ? `script.speakers.${speaker.id}.voice` : `voices.${speaker.id}`;
    const voice = typeof wanted === 'string' ? await findVoice(lookUp, wanted, field) : wanted;
    checkVoice(voice, field);
    chosen.set(speaker.id, voice);
    taken.add(voice.id);
  }
  for (const [index, speaker] of script.speakers.entries()) {
    if (chosen.has(speaker.id)) continue;
    const language = languages.get(speaker.id)?.[0] ?? script.language;
    const voice = await pickVoice(
      lookUp,
      speaker,
      { language, ...genderOf(speaker), index, taken },
      `voices.${speaker.id}`,
    );
    if (taken.has(voice.id))
      warnings.push(`${speaker.id} shares the voice ${voice.id}: all others are taken.`);
    chosen.set(speaker.id, voice);
    taken.add(voice.id);
  }
  const others = new Map<string, Voice>();
  for (const [index, speaker] of script.speakers.entries()) {
    const own = chosen.get(speaker.id);
    for (const language of languages.get(speaker.id) ?? []) {
      if (own === undefined || speaks(own, language)) continue;
      if (typeof givenTo(speaker.id) === 'object' && namedVoice(speaker, language) === undefined) {
        warnings.push(
          `${own.id} does not list ${language} among its languages: ${speaker.id} speaks it with ${own.id}.`,
        );
        continue;
      }
      const voice = await otherVoice(speaker, own, language, index, taken, lookUp);
      if (language === languages.get(speaker.id)?.[0] && namedVoice(speaker, language) === undefined) {
        warnings.push(`${own.id} does not speak ${language}: ${speaker.id} speaks it with ${voice.id}.`);
      }
      others.set(voiceKey(speaker.id, language), voice);
      taken.add(voice.id);
    }
  }
  return {
    warnings,
    voiceFor(speaker, language) {
      const voice = others.get(voiceKey(speaker, language)) ?? chosen.get(speaker);
      if (voice === undefined)
        throw new GenerateError(`${speaker} has no voice.`, { field: `voices.${speaker}` });
      return voice;
    },
  };
}

function voiceKey(speaker: string, language: string): string {
  return `${speaker}/${language}`;
}

function namedVoice(
  speaker: ScriptSpeaker,
  language: string,
): readonly [language: string, id: string] | undefined {
  return Object.entries(speaker.voices ?? {}).find(([tag]) => sameLanguage(tag, language));
}

/** A speaker's voice for a language that their own does not speak. */
async function otherVoice(
  speaker: ScriptSpeaker,
  own: Voice,
  language: string,
  index: number,
  taken: ReadonlySet<string>,
  lookUp: CastOptions['lookUp'],
): Promise<Voice> {
  const field = `script.speakers.${speaker.id}.voices.${language}`;
  const named = namedVoice(speaker, language);
  if (named !== undefined) return findVoice(lookUp, named[1], field);
  return pickVoice(lookUp, speaker, { language, ...genderOf(speaker, own), index, taken }, field);
}

function genderOf(...people: readonly Pick<VoiceDescription, 'gender'>[]): Pick<VoiceWish, 'gender'> {
  const gender = people.find((person) => person.gender !== undefined)?.gender;
  return gender === undefined ? {} : { gender };
}

async function findVoice(lookUp: CastOptions['lookUp'], id: string, field: string): Promise<Voice> {
  try {
    return await lookUp.find(id);
  } catch (cause) {
    if (!(cause instanceof VoiceError)) throw cause;
    throw new GenerateError(`${field}: ${cause.message}`, { field, provider: cause.provider, cause });
  }
}

async function pickVoice(
  lookUp: CastOptions['lookUp'],
  speaker: ScriptSpeaker,
  wish: VoiceWish,
  field: string,
): Promise<Voice> {
  try {
    return await lookUp.voiceFor(wish);
  } catch (cause) {
    if (!(cause instanceof VoiceError)) throw cause;
    throw new GenerateError(`${speaker.id} needs a voice for ${wish.language}: ${cause.message}`, {
      field,
      provider: cause.provider,
      cause,
    });
  }
}

/** A voice that somebody wrote themselves may be anything. */
function checkVoice(voice: Voice, field: string): void {
  if (typeof voice?.speak === 'function' && voice.sampleRate > 0 && Array.isArray(voice.languages)) return;
  throw new GenerateError(`${field} is not a voice: give an id such as 'flite/rms', or a Voice.`, { field });
}

function speaks(voice: VoiceDescription, language: string): boolean {
  return voice.languages.some((known) => known === 'mul' || sameLanguage(known, language));
}
