import { suggest } from '../timeline/index.ts';
import { eventNamed, eventTagNames } from './event-tags.ts';
import { fastestSpeed, slowestSpeed } from './front-matter.ts';
import { type InlineToken, leadingDash, readSeconds, scanInline, trailingDash } from './inline.ts';
import { isBaseLanguage, parseLanguage } from './language.ts';
import { joinText, plainText } from './plain-text.ts';
import { type ProblemList, quote } from './script-error.ts';
import type { ScriptTurn, TurnOnset, TurnPart } from './types.ts';

/** A line of a turn's source, without what stands before its text. */
export type TurnRow = {
  /** Somebody who answers while the turn goes on; none for the turn's own words. */
  readonly listener?: string;
  readonly text: string;
  readonly line: number;
  readonly column: number;
};

type Tag = Extract<InlineToken, { readonly type: 'tag' }>;

/** Seconds, for a tag that names no number. */
const defaultPause = 0.6;
const defaultOverlap = 0.5;

const tagNames = ['pause', 'overlap', 'after', 'speed', 'interrupts', ...eventTagNames];

/** Gathers the parts of a turn in order, running text joined. */
interface PartList {
  readonly parts: readonly TurnPart[];
  addText(text: string): void;
  add(part: TurnPart): void;
  /** None for the speaker's own language. */
  switchTo(language: string | undefined): void;
  endSpeech(): void;
}

function createPartList(): PartList {
  const parts: TurnPart[] = [];
  let language: string | undefined;
  let texts: string[] = [];
  const endSpeech = (): void => {
    const text = joinText(texts);
    texts = [];
    if (text !== '') parts.push({ type: 'speech', text, ...(language === undefined ? {} : { language }) });
  };
  return {
    parts,
    addText: (text) => {
      texts.push(plainText(text));
    },
    add: (part) => {
      endSpeech();
      parts.push(part);
    },
    switchTo: (next) => {
      if (next !== language) endSpeech();
      language = next;
    },
    endSpeech,
  };
}

/** The turn that some lines of a script are; none when there is nothing in them. */
export function buildTurn(
  speaker: string,
  rows: readonly TurnRow[],
  languageOf: (speaker: string) => string,
  problems: ProblemList,
): ScriptTurn | undefined {
  const list = createPartList();
  let head: TurnHead = { onset: { type: 'auto' } };
  let cutShort = false;
  const lastOwn = rows.findLastIndex((row) => row.listener === undefined && row.text.trim() !== '');
  for (const [index, row] of rows.entries()) {
    if (row.listener !== undefined) {
      addListener(row, row.listener, list, languageOf(row.listener), problems);
      continue;
    }
    let { text, column } = row;
    if (index === 0) {
      const read = readHead(row, problems);
      head = read.head;
      text = row.text.slice(read.length);
      column += read.length;
    }
    if (index === lastOwn) {
      text = text.trimEnd();
      const dash = trailingDash(text);
      cutShort = dash >= 0;
      if (cutShort) text = text.slice(0, dash);
    }
    for (const token of scanInline(text, row.line, column, problems)) {
      if (token.type === 'text') list.addText(token.text);
      else addTag(token, row.line, list, languageOf(speaker), problems);
    }
  }
  list.endSpeech();
  if (!list.parts.some((part) => part.type === 'speech' || part.type === 'event')) return undefined;
  const broken = cutShort ? { cutShort } : {};
  return { speaker, ...head, parts: list.parts, ...broken, line: rows[0]?.line ?? 1 };
}

type TurnHead = { readonly onset: TurnOnset; readonly speed?: number };

/** What stands before the words of a turn: how it takes the floor, and its speed. */
function readHead(row: TurnRow, problems: ProblemList): { head: TurnHead; length: number } {
  let head: TurnHead = { onset: { type: 'auto' } };
  let position = 0;
  for (;;) {
    position = row.text.length - row.text.slice(position).trimStart().length;
    const dash = head.onset.type === 'auto' ? leadingDash(row.text.slice(position, position + 80)) : 0;
    const tag = /^\[([^[\]]{0,60})\]/u.exec(row.text.slice(position, position + 80));
    if (dash > 0) {
      head = { ...head, onset: { type: 'interrupt' } };
      position += dash;
    } else if (tag?.[1] !== undefined) {
      const token: Tag = { type: 'tag', tag: tag[1].trim(), column: row.column + position };
      const next = readHeadTag(token, head, row.line, problems);
      if (next === undefined) return { head, length: position };
      head = next;
      position += tag[0].length;
    } else {
      return { head, length: position };
    }
  }
}

function readHeadTag(tag: Tag, head: TurnHead, line: number, problems: ProblemList): TurnHead | undefined {
  const words = tag.tag.toLowerCase().split(/\s+/u);
  const [name] = words;
  if (name === 'speed' && head.speed === undefined) return { ...head, speed: readSpeed(tag, line, problems) };
  if (head.onset.type !== 'auto') return undefined;
  if (name === 'after') {
    return {
      ...head,
      onset: { type: 'gap', duration: readSeconds(tag, words, undefined, line, problems) },
    };
  }
  if (name === 'overlap' || name === 'overlaps') {
    return {
      ...head,
      onset: { type: 'overlap', duration: readSeconds(tag, words, defaultOverlap, line, problems) },
    };
  }
  if (name === 'interrupts' || name === 'interrupt' || name === 'interrupting') {
    return { ...head, onset: { type: 'interrupt' } };
  }
  return undefined;
}

function readSpeed(tag: Tag, line: number, problems: ProblemList): number {
  const text = tag.tag.slice('speed'.length).trim();
  const speed = /^[\d.]+$/u.test(text) ? Number(text) : Number.NaN;
  if (speed >= slowestSpeed && speed <= fastestSpeed) return speed;
  problems.add({
    message: `A speed is a number from ${slowestSpeed} to ${fastestSpeed}; 1 is natural.`,
    line,
    column: tag.column,
    found: `[${tag.tag}]`,
    suggestion: '[speed 1.2]',
  });
  return 1;
}

function addTag(tag: Tag, line: number, list: PartList, base: string, problems: ProblemList): void {
  const words = tag.tag.toLowerCase().split(/\s+/u);
  const [name = ''] = words;
  const event = eventNamed(tag.tag);
  if (name === 'pause' || name === 'beat') {
    list.add({ type: 'pause', duration: readSeconds(tag, words, defaultPause, line, problems) });
  } else if (event !== undefined) {
    list.add({ type: 'event', event });
  } else if (switchLanguage(tag.tag, list, base)) {
    return;
  } else if (/^(?:after|overlaps?|interrupt(?:s|ing)?|speed)$/u.test(name)) {
    problems.add({
      message: `${quote(`[${tag.tag}]`)} stands once, at the start of a turn, before its words.`,
      line,
      column: tag.column,
      found: `[${tag.tag}]`,
    });
  } else {
    reportUnknown(tag, line, problems);
  }
}

function switchLanguage(tag: string, list: PartList, base: string): boolean {
  if (!/^[A-Za-z]{2,3}(?:-|$)/u.test(tag)) return false;
  const language = parseLanguage(tag);
  if (language === undefined) return false;
  list.switchTo(isBaseLanguage(language, base) ? undefined : language);
  return true;
}

function reportUnknown(tag: Tag, line: number, problems: ProblemList): void {
  const near = suggest(tag.tag, tagNames);
  const suggestion = near === undefined ? {} : { suggestion: `[${near}]` };
  problems.add({
    message: `There is no ${quote(`[${tag.tag}]`)}. To say a bracket, write "\\[".`,
    line,
    column: tag.column,
    found: `[${tag.tag}]`,
    ...suggestion,
  });
}

/** What a listener says or does, under the words that they answer. */
function addListener(
  row: TurnRow,
  speaker: string,
  list: PartList,
  base: string,
  problems: ProblemList,
): void {
  const own = createPartList();
  for (const token of scanInline(row.text, row.line, row.column, problems)) {
    if (token.type === 'text') {
      own.addText(token.text);
      continue;
    }
    const event = eventNamed(token.tag);
    if (event !== undefined) {
      own.add({ type: 'event', event, speaker });
    } else if (!switchLanguage(token.tag, own, base)) {
      reportUnknown(token, row.line, problems);
    }
  }
  own.endSpeech();
  if (own.parts.length === 0) {
    problems.add({
      message: 'This listener says nothing.',
      line: row.line,
      column: row.column,
      found: row.text,
    });
  }
  list.endSpeech();
  if (list.parts.length === 0) {
    problems.add({
      message:
        'A listener answers something: put the words that they answer before this line, or give them a turn.',
      line: row.line,
      column: row.column,
      found: row.text,
    });
  }
  for (const part of own.parts) {
    list.add(part.type === 'speech' ? { ...part, type: 'backchannel', speaker } : part);
  }
}
