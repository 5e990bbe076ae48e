import { isBaseLanguage, parseLanguage } from './language.ts';
import { joinText, plainText } from './plain-text.ts';
import type { Script, ScriptSpeaker, ScriptTurn, TurnPart } from './types.ts';

/**
 * The one form of a script that means the same: text on one line with single spaces, speech that follows
 * speech in the same language joined, empty pieces left out, language tags in canonical case and none where
 * it is the speaker's own, no line numbers. Two scripts are the same conversation when these are equal.
 */
export function canonicalScript(script: Script): Script {
  const language = parseLanguage(script.language) ?? script.language;
  const speakers = script.speakers.map(canonicalSpeaker);
  const languages = new Map(speakers.map((speaker) => [speaker.id, speaker.language ?? language]));
  const baseOf = (speaker: string): string => languages.get(speaker) ?? language;
  return {
    ...filled('title', script.title),
    language,
    ...filled('register', script.register),
    speakers,
    turns: script.turns.map((turn) => canonicalTurn(turn, baseOf)),
  };
}

function canonicalSpeaker(speaker: ScriptSpeaker): ScriptSpeaker {
  const voices = Object.entries(speaker.voices ?? {}).flatMap(([tag, voice]) => {
    const text = plainText(voice);
    return text === '' ? [] : [[parseLanguage(tag) ?? tag, text] as const];
  });
  return {
    id: speaker.id,
    ...filled('name', speaker.name),
    ...filled('voice', speaker.voice),
    ...(voices.length === 0 ? {} : { voices: Object.fromEntries(voices) }),
    ...(speaker.language === undefined
      ? {}
      : { language: parseLanguage(speaker.language) ?? speaker.language }),
    ...filled('role', speaker.role),
    ...(speaker.gender === undefined ? {} : { gender: speaker.gender }),
    ...filled('age', speaker.age),
    ...filled('accent', speaker.accent),
    ...(speaker.speed === undefined ? {} : { speed: speaker.speed }),
  };
}

function canonicalTurn(turn: ScriptTurn, baseOf: (speaker: string) => string): ScriptTurn {
  const parts: TurnPart[] = [];
  let texts: string[] = [];
  let language: string | undefined;
  const endSpeech = (): void => {
    const text = joinText(texts);
    texts = [];
    if (text !== '') parts.push({ type: 'speech', text, ...(language === undefined ? {} : { language }) });
  };
  for (const part of turn.parts) {
    if (part.type === 'speech') {
      const text = plainText(part.text);
      if (text === '') continue;
      const next = canonicalLanguage(part.language, baseOf(turn.speaker));
      if (next !== language) endSpeech();
      language = next;
      texts.push(text);
    } else if (part.type === 'backchannel') {
      const text = plainText(part.text);
      if (text === '') continue;
      endSpeech();
      const own = canonicalLanguage(part.language, baseOf(part.speaker));
      const switched = own === undefined ? {} : { language: own };
      parts.push({ type: 'backchannel', speaker: part.speaker, text, ...switched });
    } else {
      endSpeech();
      parts.push(part.type === 'pause' ? { ...part, duration: part.duration + 0 } : ownEvent(part, turn));
    }
  }
  endSpeech();
  return {
    speaker: turn.speaker,
    onset: turn.onset,
    ...(turn.speed === undefined ? {} : { speed: turn.speed }),
    parts,
    ...(turn.cutShort === true ? { cutShort: true } : {}),
  };
}

type EventPart = Extract<TurnPart, { readonly type: 'event' }>;

/** A turn's own event names no speaker. */
function ownEvent(part: EventPart, turn: ScriptTurn): EventPart {
  return part.speaker === turn.speaker ? { type: 'event', event: part.event } : part;
}

function canonicalLanguage(tag: string | undefined, base: string): string | undefined {
  if (tag === undefined) return undefined;
  const language = parseLanguage(tag) ?? tag;
  return isBaseLanguage(language, base) ? undefined : language;
}

function filled<Key extends string>(key: Key, text: string | undefined): { [K in Key]?: string } {
  const plain = plainText(text ?? '');
  const field: { [K in Key]?: string } = {};
  return plain === '' ? field : Object.assign(field, { [key]: plain });
}
