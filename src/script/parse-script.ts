import { type Cast, createCast } from './cast.ts';
import { type FrontMatter, parseFrontMatter } from './front-matter.ts';
import { guessLanguage } from './language.ts';
import { createProblemList, type ProblemList, quote } from './script-error.ts';
import { buildTurn, type TurnRow } from './turn-builder.ts';
import type { Script, ScriptTurn } from './types.ts';

export type ParseOptions = {
  /** Where the text comes from, for the messages of errors. */
  readonly path?: string;
};

type Line = { readonly text: string; readonly number: number; readonly firstColumn: number };

/**
 * Reads a conversation written as `docs/script-format.md` describes. Throws a `ScriptError` that holds
 * everything that is wrong with it.
 */
export function parseScript(text: string, { path }: ParseOptions = {}): Script {
  const problems = createProblemList();
  const lines = splitLines(text);
  reportControls(lines, problems);
  const { head, rest } = readFrontMatter(lines, problems);
  problems.check(path);

  const cast = createCast(head.speakers);
  const language = head.language ?? guessLanguage(rest.map((line) => line.text).join('\n'));
  const turns = readTurns(rest, cast, language, problems);
  if (turns.length === 0 && problems.size === 0) {
    const message = 'There is no turn in this script. A turn is a line such as "ann: Hello there."';
    problems.add({ message, line: lines.at(-1)?.number ?? 1, column: 1, found: '' });
  }
  problems.check(path);
  checkOnsets(turns, problems);
  problems.check(path);
  const { speakers: _, ...own } = head;
  return { ...own, language, speakers: cast.speakers, turns };
}

/** Without the byte order mark, and without an indentation that all lines share. */
function splitLines(text: string): Line[] {
  const lines = (text.startsWith('\uFEFF') ? text.slice(1) : text).split(/\r\n|\n|\r/u);
  const indent = sharedIndent(lines);
  return lines.map((line, index) => ({
    text: line.slice(indent),
    number: index + 1,
    firstColumn: indent + 1,
  }));
}

function sharedIndent(lines: readonly string[]): number {
  let shared: string | undefined;
  for (const line of lines) {
    const trimmed = line.trimStart();
    if (trimmed === '') continue;
    const indent = line.slice(0, line.length - trimmed.length);
    shared ??= indent;
    while (!indent.startsWith(shared)) shared = shared.slice(0, -1);
    if (shared === '') return 0;
  }
  return shared?.length ?? 0;
}

/** All but tab and what splits lines or counts as white space. */
const control = /[^\P{Cc}\t\v\f\u0085]/u;

function reportControls(lines: readonly Line[], problems: ProblemList): void {
  for (const { text, number, firstColumn } of lines) {
    if (problems.full) return;
    const index = text.search(control);
    if (index < 0) continue;
    const code = text.charCodeAt(index).toString(16).toUpperCase().padStart(4, '0');
    const message = `This is a control character, U+${code}: is the file plain text? Take it out.`;
    problems.add({ message, line: number, column: firstColumn + index, found: `U+${code}` });
  }
}

const fence = /^---\s*$/u;

function readFrontMatter(
  lines: readonly Line[],
  problems: ProblemList,
): { head: FrontMatter; rest: readonly Line[] } {
  const start = lines.findIndex((line) => line.text.trim() !== '');
  const opening = lines[start];
  if (opening === undefined || !fence.test(opening.text)) return { head: { speakers: [] }, rest: lines };
  const end = lines.findIndex((line, index) => index > start && fence.test(line.text));
  if (end < 0) {
    const message = 'The front matter is not closed: put a line of "---" after it.';
    problems.add({ message, line: opening.number, column: opening.firstColumn, found: '---' });
    return { head: { speakers: [] }, rest: [] };
  }
  const source = lines
    .slice(start + 1, end)
    .map((line) => line.text)
    .join('\n');
  return {
    head: parseFrontMatter(source, opening.number + 1, problems),
    rest: lines.slice(end + 1),
  };
}

/** Invisible marks that editors leave around right-to-left text. */
const marks = /[\u200E\u200F\u061C\u200B\uFEFF]/gu;
const longestLabel = 100;

function readTurns(
  lines: readonly Line[],
  cast: Cast,
  language: string,
  problems: ProblemList,
): ScriptTurn[] {
  const turns: ScriptTurn[] = [];
  let speaker: string | undefined;
  let rows: TurnRow[] = [];
  let lost = false;

  const languageOf = (id: string): string => cast.languageOf(id) ?? language;
  const finish = (): void => {
    if (speaker === undefined) return;
    const before = problems.size;
    const turn = buildTurn(speaker, rows, languageOf, problems);
    if (turn !== undefined) turns.push(turn);
    else if (problems.size === before) reportEmpty(speaker, rows, problems);
    speaker = undefined;
  };

  for (const line of lines) {
    if (problems.full) return turns;
    const trimmed = line.text.trimStart();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const column = line.firstColumn + line.text.length - trimmed.length;
    if (trimmed.startsWith('>')) {
      const row = readListener(line, trimmed, column, speaker, cast, problems, lost);
      if (row !== undefined) rows.push(row);
    } else if (trimmed.length < line.text.length) {
      if (speaker !== undefined) rows.push({ text: trimmed, line: line.number, column });
      else if (!lost) reportStray(line, trimmed, column, problems);
    } else {
      finish();
      const label = readLabel(line, trimmed, column, cast, problems);
      lost = label === undefined;
      speaker = label?.id;
      rows = label === undefined ? [] : [label.row];
    }
  }
  finish();
  return turns;
}

type Label = { readonly id: string; readonly row: TurnRow };

function readLabel(
  line: Line,
  source: string,
  column: number,
  cast: Cast,
  problems: ProblemList,
): Label | undefined {
  const colon = source.slice(0, longestLabel).search(/[:：]/u);
  const label = source.slice(0, Math.max(colon, 0)).replace(marks, '').trim();
  const at = { line: line.number, column };
  if (label === '') {
    const message =
      'This line has no speaker: write "ann: " before it, or indent it to go on with the turn before.';
    problems.add({ message, ...at, found: source.slice(0, longestLabel) });
    return undefined;
  }
  const member = cast.find(label);
  if (member.type === 'found') {
    const text = source.slice(colon + 1);
    return { id: member.id, row: { text, line: line.number, column: column + colon + 1 } };
  }
  const hint = member.suggestion === undefined ? {} : { suggestion: member.suggestion };
  const message =
    member.type === 'mistyped'
      ? `There is no speaker ${quote(label)}. A new speaker with so near a name is declared in the front matter.`
      : `${quote(label)} is not a speaker. Indent the line to go on with the turn before it, or use an id of letters, digits, "_" and "-".`;
  problems.add({ message, ...at, found: label, ...hint });
  return undefined;
}

function readListener(
  line: Line,
  trimmed: string,
  column: number,
  speaker: string | undefined,
  cast: Cast,
  problems: ProblemList,
  lost: boolean,
): TurnRow | undefined {
  const source = trimmed.slice(1).trimStart();
  const start = column + trimmed.length - source.length;
  if (speaker === undefined) {
    if (!lost) reportStray(line, trimmed, column, problems);
    return undefined;
  }
  const label = readLabel(line, source, start, cast, problems);
  if (label === undefined) return undefined;
  if (label.id === speaker) {
    const message = `${speaker} cannot be the listener of their own turn.`;
    problems.add({ message, line: line.number, column: start, found: label.id });
    return undefined;
  }
  return { ...label.row, listener: label.id };
}

function reportStray(line: Line, text: string, column: number, problems: ProblemList): void {
  const message = 'There is no turn that this line could belong to: begin with "ann: " at the left edge.';
  problems.add({ message, line: line.number, column, found: text.slice(0, longestLabel) });
}

function reportEmpty(speaker: string, rows: readonly TurnRow[], problems: ProblemList): void {
  const [first] = rows;
  const message = `${speaker} says nothing in this turn: write some words or an event such as "[laughs]".`;
  problems.add({ message, line: first?.line ?? 1, column: first?.column ?? 1, found: `${speaker}:` });
}

function checkOnsets(turns: readonly ScriptTurn[], problems: ProblemList): void {
  for (const [index, turn] of turns.entries()) {
    const { type } = turn.onset;
    if (type !== 'overlap' && type !== 'interrupt') continue;
    const before = turns[index - 1];
    if (before !== undefined && before.speaker !== turn.speaker) continue;
    const verb = type === 'overlap' ? 'overlap' : 'interrupt';
    const message =
      before === undefined
        ? `The first turn has nobody to ${verb}.`
        : `${turn.speaker} cannot ${verb} their own turn before this one.`;
    problems.add({ message, line: turn.line ?? 1, column: 1, found: verb });
  }
}
