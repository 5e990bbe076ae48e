import { eventNamed, eventTags } from './event-tags.ts';
import { flattenTurn } from './flat-turns.ts';
import { guessLanguage } from './language.ts';
import type { ParseOptions } from './parse-script.ts';
import { joinText, plainText } from './plain-text.ts';
import { createProblemList } from './script-error.ts';
import type { Script, ScriptTurn, TurnPart } from './types.ts';

/** `[S1]`, in any case, with room inside. */
export const speakerTag = /\[\s*S(\d{1,3})\s*\]/giu;

/** How models write what is not a word: `(laughs)`, `[laughter]`, `<|laughter|>`. */
const soundTag = /\(([^()[\]<>]{1,40})\)|\[([^()[\]<>]{1,40})\]|<\|([^()[\]<>|]{1,40})\|>/gu;

/**
 * Reads `[S1] Hello. [S2] Hi! (laughs)`, the form that dialogue models use. Speakers are called `S1`, `S2`.
 * Brackets that name no event stay words. Throws a `ScriptError`.
 */
export function parseDialogueTags(text: string, { path }: ParseOptions = {}): Script {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const problems = createProblemList();
  const turns: ScriptTurn[] = [];
  const speakers = new Set<string>();
  const locate = createLocator(source);
  const tags = [...source.matchAll(speakerTag)];
  const lead = source.slice(0, tags[0]?.index ?? source.length);
  if (tags.length === 0 || lead.trim() !== '') {
    const found = lead.trim().slice(0, 60);
    problems.add({ message: 'Every turn begins with a tag such as "[S1]".', line: 1, column: 1, found });
  }
  for (const [index, tag] of tags.entries()) {
    if (problems.full) break;
    const speaker = `S${Number(tag[1])}`;
    const parts = readParts(source.slice(tag.index + tag[0].length, tags[index + 1]?.index));
    const at = locate(tag.index);
    speakers.add(speaker);
    if (parts.length > 0) turns.push({ speaker, onset: { type: 'auto' }, parts, line: at.line });
    else problems.add({ message: 'Nothing is said after this tag.', ...at, found: tag[0] });
  }
  problems.check(path);
  const ordered = [...speakers].toSorted((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
  return {
    language: guessLanguage(source.replace(speakerTag, '')),
    speakers: ordered.map((id) => ({ id })),
    turns,
  };
}

export type DialogueTagsOptions = {
  /** How events are written: `(laughs)`, `<|laughter|>`, or not at all. Default `parentheses`. */
  readonly events?: 'parentheses' | 'tokens' | 'none';
  /** A listener's words as turns of their own, which split the turn that they answer, or left out. Default `turns`. */
  readonly backchannels?: 'turns' | 'none';
  /** What stands between two turns. Default a line break. */
  readonly separator?: string;
};

/**
 * Writes a script for a dialogue model: speakers numbered in the order of `script.speakers`. Pauses, onsets,
 * voices and language switches have no place in this form and are left out.
 */
export function printDialogueTags(
  script: Script,
  { events = 'parentheses', backchannels = 'turns', separator = '\n' }: DialogueTagsOptions = {},
): string {
  const numbers = new Map(script.speakers.map(({ id }, index) => [id, index + 1]));
  const printed = script.turns.flatMap((turn) =>
    flattenTurn(withoutTags(turn), {
      backchannels,
      pause: () => '',
      event: ({ event }) => {
        if (events === 'none') return '';
        return events === 'tokens' ? `<|${event.replace('-', '_')}|>` : `(${eventTags[event][0]})`;
      },
    }).map(({ speaker, text }) => `[S${numberOf(speaker, numbers)}] ${text}`),
  );
  return `${printed.join(separator)}\n`;
}

/** A speaker who is not in the script's list comes after those that are. */
function numberOf(speaker: string, numbers: Map<string, number>): number {
  const number = numbers.get(speaker) ?? numbers.size + 1;
  numbers.set(speaker, number);
  return number;
}

/** Words that look like a tag would begin a turn. */
function withoutTags(turn: ScriptTurn): ScriptTurn {
  const parts = turn.parts.map((part) =>
    'text' in part ? { ...part, text: part.text.replace(speakerTag, 'S$1') } : part,
  );
  return { ...turn, parts };
}

/** Words, with the events among them taken out. */
export function readParts(text: string): TurnPart[] {
  const parts: TurnPart[] = [];
  let pieces: string[] = [];
  let position = 0;
  const flush = (): void => {
    const speech = joinText(pieces);
    if (speech !== '') parts.push({ type: 'speech', text: speech });
    pieces = [];
  };
  for (const match of text.matchAll(soundTag)) {
    const event = eventNamed(match[1] ?? match[2] ?? match[3] ?? '');
    if (event === undefined) continue;
    pieces.push(plainText(text.slice(position, match.index)));
    flush();
    parts.push({ type: 'event', event });
    position = match.index + match[0].length;
  }
  pieces.push(plainText(text.slice(position)));
  flush();
  return parts;
}

/** Line and column of offsets that rise. */
function createLocator(source: string): (offset: number) => { line: number; column: number } {
  let line = 1;
  let lineStart = 0;
  let lineEnd = source.indexOf('\n');
  return (offset) => {
    while (lineEnd >= 0 && lineEnd < offset) {
      line++;
      lineStart = lineEnd + 1;
      lineEnd = source.indexOf('\n', lineStart);
    }
    return { line, column: offset - lineStart + 1 };
  };
}
