import {
  isAlias,
  isMap,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { type Gender, suggest } from '../timeline/index.ts';
import { parseLanguage, suggestLanguage } from './language.ts';
import { plainText } from './plain-text.ts';
import { type ProblemList, quote } from './script-error.ts';
import { slug, speakerIdPattern } from './speaker-id.ts';
import type { ScriptSpeaker } from './types.ts';

/** What stands between the two lines of dashes at the head of a script. */
export type FrontMatter = {
  readonly title?: string;
  readonly language?: string;
  readonly register?: string;
  readonly speakers: readonly ScriptSpeaker[];
};

export const genders: readonly Gender[] = ['female', 'male', 'other'];
export const slowestSpeed = 0.5;
export const fastestSpeed = 2;

const headKeys = ['title', 'language', 'register', 'speakers'];
const speakerKeys = ['name', 'voice', 'voices', 'language', 'role', 'gender', 'age', 'accent', 'speed'];
/** A thousand speakers with every field filled in. More is not a script's head. */
const longestHead = 262_144;

type Reporter = (at: Place, message: string, found: string, suggestion?: string) => void;
type Place = Node | number;
type Entry = { readonly key: string; readonly place: Place; readonly value: unknown };

/**
 * Reads the head of a script. Every scalar is text (YAML's own numbers, dates and `no` for false never
 * apply) and aliases are refused, so nothing in it can grow.
 */
export function parseFrontMatter(source: string, firstLine: number, problems: ProblemList): FrontMatter {
  const lines = new LineCounter();
  const report: Reporter = (place, message, found, suggestion) => {
    const offset = typeof place === 'number' ? place : (place.range?.[0] ?? 0);
    const { line, col } = lines.linePos(offset);
    const hint = suggestion === undefined ? {} : { suggestion };
    problems.add({
      message,
      line: firstLine + Math.max(line, 1) - 1,
      column: Math.max(col, 1),
      found,
      ...hint,
    });
  };
  if (source.length > longestHead) {
    report(
      0,
      `The front matter is longer than ${longestHead} characters; close it with a line of "---".`,
      '',
    );
    return { speakers: [] };
  }
  const root = parseYaml(source, lines, report);
  if (root === undefined) return { speakers: [] };
  return readHead(root, report);
}

function parseYaml(source: string, lines: LineCounter, report: Reporter): YAMLMap | undefined {
  try {
    const document = parseDocument(source, {
      schema: 'failsafe',
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: false,
      logLevel: 'silent',
    });
    const ending = source.search(/^\.\.\.(?:\s|$)/mu);
    if (ending >= 0) report(ending, 'The front matter ends with "---", not with "...".', '...', '---');
    for (const error of document.errors) {
      report(error.pos[0], `The front matter is not valid YAML: ${error.message}.`, '');
    }
    if (document.errors.length > 0 || document.contents === null) return undefined;
    if (isMap(document.contents)) return document.contents;
    if (isScalar(document.contents) && document.contents.value === '') return undefined;
    report(document.contents, 'The front matter has to be lines of "key: value".', '');
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    report(0, 'The front matter is nested too deeply.', '');
  }
  return undefined;
}

function readHead(root: YAMLMap, report: Reporter): FrontMatter {
  const head: { title?: string; language?: string; register?: string } = {};
  let speakers: readonly ScriptSpeaker[] = [];
  for (const entry of entriesOf(root, report)) {
    switch (entry.key) {
      case 'title':
      case 'register': {
        const text = readText(entry, report);
        if (text !== '') head[entry.key] = text;
        break;
      }
      case 'language': {
        const language = readLanguage(entry, report);
        if (language !== undefined) head.language = language;
        break;
      }
      case 'speakers':
        speakers = readSpeakers(entry, report);
        break;
      default:
        report(
          entry.place,
          `The front matter has no key ${quote(entry.key)}; it has ${headKeys.join(', ')}.`,
          entry.key,
          suggest(entry.key, headKeys),
        );
    }
  }
  return { ...head, speakers };
}

function readSpeakers(entry: Entry, report: Reporter): readonly ScriptSpeaker[] {
  if (isBlank(entry.value)) return [];
  if (!isMap(entry.value)) {
    report(
      entry.place,
      'The key speakers has to hold a line for each speaker, such as "ann: flite/slt".',
      '',
    );
    return [];
  }
  return entriesOf(entry.value, report).flatMap((speaker) => {
    if (speakerIdPattern.test(speaker.key)) return [readSpeaker(speaker, report)];
    const suggestion = slug(speaker.key);
    report(
      speaker.place,
      `${quote(speaker.key)} cannot be a speaker's id: up to 64 letters, digits, "_" and "-"; what is shown goes into its name.`,
      speaker.key,
      suggestion === '' ? undefined : suggestion,
    );
    return [];
  });
}

function readSpeaker({ key, place, value }: Entry, report: Reporter): ScriptSpeaker {
  if (isBlank(value)) return { id: key };
  if (isScalar(value)) return { id: key, voice: readText({ key, place, value }, report) };
  if (!isMap(value)) {
    report(place, `Speaker ${quote(key)} has to hold a voice, or lines such as "voice: flite/slt".`, key);
    return { id: key };
  }
  const fields = entriesOf(value, report).map((entry) => readSpeakerField(entry, report));
  return Object.assign({ id: key }, ...fields);
}

function readSpeakerField(entry: Entry, report: Reporter): Partial<ScriptSpeaker> {
  if (!speakerKeys.includes(entry.key)) {
    const known = speakerKeys.join(', ');
    const message = `A speaker has no ${quote(entry.key)}; it has ${known}.`;
    report(entry.place, message, entry.key, suggest(entry.key, speakerKeys));
    return {};
  }
  if (entry.key === 'voices') return readVoices(entry, report);
  if (entry.key === 'language') {
    const language = readLanguage(entry, report);
    return language === undefined ? {} : { language };
  }
  const text = readText(entry, report);
  if (text === '') return {};
  if (entry.key === 'gender') {
    const gender = genders.find((known) => known === text.toLowerCase());
    if (gender !== undefined) return { gender };
    const meant = { f: 'female', w: 'female', m: 'male' }[text.slice(0, 1).toLowerCase()];
    report(entry.place, `A gender is one of ${genders.join(', ')}.`, text, meant);
    return {};
  }
  if (entry.key === 'speed') {
    const speed = Number(text);
    if (speed >= slowestSpeed && speed <= fastestSpeed) return { speed };
    report(entry.place, `A speed is a number from ${slowestSpeed} to ${fastestSpeed}; 1 is natural.`, text);
    return {};
  }
  return { [entry.key]: text };
}

function readVoices(entry: Entry, report: Reporter): Partial<ScriptSpeaker> {
  if (isBlank(entry.value)) return {};
  if (!isMap(entry.value)) {
    report(entry.place, 'The key voices holds a voice for each language, such as "zh: espeak/cmn".', '');
    return {};
  }
  const voices: [string, string][] = [];
  for (const voice of entriesOf(entry.value, report)) {
    const language = checkLanguage(voice.key, voice.place, report);
    const text = readText(voice, report);
    if (language !== undefined && text !== '') voices.push([language, text]);
  }
  return voices.length === 0 ? {} : { voices: Object.fromEntries(voices) };
}

function readLanguage(entry: Entry, report: Reporter): string | undefined {
  const text = readText(entry, report);
  return text === '' ? undefined : checkLanguage(text, entry.place, report);
}

function checkLanguage(text: string, place: Place, report: Reporter): string | undefined {
  const language = parseLanguage(text);
  if (language === undefined) {
    const message = `${quote(text)} is not a language tag such as en, en-GB or zh-CN.`;
    report(place, message, text, suggestLanguage(text));
  }
  return language;
}

function readText({ key, place, value }: Entry, report: Reporter): string {
  if (value === null || value === undefined) return '';
  if (isScalar(value)) return plainText(scalarText(value));
  report(place, `The key ${quote(key)} has to hold one line of text.`, key);
  return '';
}

/** The schema makes every scalar text. */
function scalarText({ value }: Scalar): string {
  return typeof value === 'string' ? value : '';
}

function isBlank(value: unknown): boolean {
  return value === null || value === undefined || (isScalar(value) && scalarText(value) === '');
}

function entriesOf(map: YAMLMap, report: Reporter): Entry[] {
  const entries: Entry[] = [];
  const seen = new Set<string>();
  const anchors = 'Anchors and aliases ("&" and "*") cannot be used here; put the text in quotes.';
  for (const { key, value } of map.items) {
    if (isAlias(value) || isAlias(key)) {
      report(isAlias(value) ? value : isAlias(key) ? key : 0, anchors, '');
    } else if (isScalar(key) && seen.has(scalarText(key))) {
      report(key, `There are two keys ${quote(scalarText(key))}.`, scalarText(key));
    } else if (isScalar(key)) {
      seen.add(scalarText(key));
      entries.push({ key: scalarText(key), place: key, value });
    } else {
      report(map, 'A key has to be one line of text.', '');
    }
  }
  return entries;
}
