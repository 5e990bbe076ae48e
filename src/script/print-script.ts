import { stringify } from 'yaml';
import { canonicalScript } from './canonical-script.ts';
import { checkScript } from './check-script.ts';
import { eventTags } from './event-tags.ts';
import { escapeInline, leadingDash, trailingDash } from './inline.ts';
import type { Script, ScriptSpeaker, ScriptTurn, TurnOnset, TurnPart } from './types.ts';

/**
 * Writes a script in the format that `parseScript` reads: reading it again gives the same conversation
 * (`canonicalScript` says what is the same). Throws a `ScriptError` for what is no script.
 */
export function printScript(script: Script): string {
  checkScript(script);
  const canonical = canonicalScript(script);
  const languages = new Map(canonical.speakers.map(({ id, language }) => [id, language]));
  const languageOf = (speaker: string): string => languages.get(speaker) ?? canonical.language;
  const turns = canonical.turns.map((turn) => printTurn(turn, languageOf));
  return `---\n${printHead(canonical)}---\n\n${turns.join('')}`;
}

function printHead({ title, language, register, speakers }: Script): string {
  const head = new Map<string, unknown>();
  if (title !== undefined) head.set('title', title);
  head.set('language', language);
  if (register !== undefined) head.set('register', register);
  head.set('speakers', new Map(speakers.map((speaker) => [speaker.id, speakerFields(speaker)])));
  return stringify(head, { lineWidth: 0, nullStr: '' });
}

/** A speaker with a voice only is one line, one with nothing an empty one. */
function speakerFields(speaker: ScriptSpeaker): unknown {
  const fields = Object.entries(speaker).filter(([key]) => key !== 'id');
  if (fields.length === 0) return null;
  return fields.length === 1 && speaker.voice !== undefined ? speaker.voice : Object.fromEntries(fields);
}

function printTurn(turn: ScriptTurn, languageOf: (speaker: string) => string): string {
  const base = languageOf(turn.speaker);
  const rows: string[] = [];
  let pieces = headPieces(turn);
  let language = base;
  const flush = (): void => {
    if (pieces.length > 0) rows.push(rows.length === 0 ? pieces.join(' ') : guard(pieces.join(' ')));
    pieces = [];
  };
  const lastOwn = turn.parts.findLastIndex((part) => !isListeners(part));
  for (const [index, part] of turn.parts.entries()) {
    if (isListeners(part)) {
      flush();
      rows.push(printListener(part, languageOf(part.speaker)));
    } else if (part.type === 'speech') {
      const next = part.language ?? base;
      if (next !== language) pieces.push(`[${next}]`);
      language = next;
      const atStart = index === 0 && turn.onset.type === 'auto';
      pieces.push(printText(part.text, atStart, index === lastOwn, turn.cutShort === true));
    } else {
      pieces.push(part.type === 'pause' ? `[pause ${part.duration}]` : `[${eventTags[part.event][0]}]`);
    }
    if (index === lastOwn && turn.cutShort === true) pieces.push(breakOff(pieces.pop() ?? ''));
  }
  flush();
  return `${turn.speaker}: ${rows.join('\n  ')}\n`;
}

function headPieces({ onset, speed }: ScriptTurn): string[] {
  const pieces = speed === undefined ? [] : [`[speed ${speed}]`];
  const start = printOnset(onset);
  return start === '' ? pieces : [start, ...pieces];
}

function printOnset(onset: TurnOnset): string {
  switch (onset.type) {
    case 'auto':
      return '';
    case 'gap':
      return `[after ${onset.duration}]`;
    case 'overlap':
      return `[overlap ${onset.duration}]`;
    case 'interrupt':
      return '--';
    default:
      return onset satisfies never;
  }
}

type OwnPart = Exclude<TurnPart, { readonly type: 'backchannel' | 'event' }>;
type EventPart = Extract<TurnPart, { readonly type: 'event' }>;
type ListenerPart =
  | Extract<TurnPart, { readonly type: 'backchannel' }>
  | (EventPart & { readonly speaker: string });

function isListeners(part: OwnPart | EventPart | ListenerPart): part is ListenerPart {
  return part.type === 'backchannel' || (part.type === 'event' && part.speaker !== undefined);
}

function printListener(part: ListenerPart, base: string): string {
  if (part.type === 'event') return `> ${part.speaker}: [${eventTags[part.event][0]}]`;
  const tag = part.language === undefined || part.language === base ? '' : `[${part.language}] `;
  return `> ${part.speaker}: ${tag}${escapeInline(part.text)}`;
}

/** Dashes at the two ends of a turn mean something; those that are only text are escaped. */
function printText(text: string, atStart: boolean, atEnd: boolean, cutShort: boolean): string {
  const printed = escapeInline(text);
  const lead = atStart && leadingDash(text) > 0;
  const tail = atEnd && (cutShort ? /[-—]$/u.test(text) : trailingDash(printed) >= 0);
  const escaped =
    tail && !(lead && printed.length === 1) ? `${printed.slice(0, -1)}\\${printed.slice(-1)}` : printed;
  return lead ? `\\${escaped}` : escaped;
}

function breakOff(piece: string): string {
  return piece.endsWith(']') ? `${piece} --` : `${piece}--`;
}

/** A line that goes on with a turn must not look like a comment or a listener's. */
function guard(row: string): string {
  return /^[#>]/u.test(row) ? `\\${row}` : row;
}
