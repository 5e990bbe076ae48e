import { splitWords } from '../timeline/index.ts';
import { joinText } from './plain-text.ts';
import type { Script, ScriptTurn } from './types.ts';

/** What the speaker of a turn says, as one running text: no events, and nothing that listeners say. */
export function turnText(turn: ScriptTurn): string {
  return joinText(turn.parts.flatMap((part) => (part.type === 'speech' ? [part.text] : [])));
}

/** The words of a turn's own speaker, part by part, as the timeline counts them. */
export function turnWords(turn: ScriptTurn): readonly string[] {
  return turn.parts.flatMap((part) => (part.type === 'speech' ? splitWords(part.text) : []));
}

/**
 * How many characters (Unicode code points) each speaker has to say, backchannels included: what vendors
 * charge for. In the order of the script's speakers, the silent ones with 0.
 */
export function scriptCharacters(script: Script): ReadonlyMap<string, number> {
  const characters = new Map(script.speakers.map(({ id }) => [id, 0]));
  const count = (speaker: string, text: string): void => {
    characters.set(speaker, (characters.get(speaker) ?? 0) + codePoints(text));
  };
  for (const turn of script.turns) {
    for (const part of turn.parts) {
      if (part.type === 'speech') count(turn.speaker, part.text);
      if (part.type === 'backchannel') count(part.speaker, part.text);
    }
  }
  return characters;
}

/** The language of what a speaker says where no part names another. */
export function speakerLanguage(script: Script, speaker: string): string {
  return script.speakers.find(({ id }) => id === speaker)?.language ?? script.language;
}

function codePoints(text: string): number {
  return text.length - (text.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g)?.length ?? 0);
}
