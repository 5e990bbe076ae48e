import { parseDialogueTags, speakerTag } from './dialogue-tags.ts';
import { parseLanguage } from './language.ts';
import { parseScript } from './parse-script.ts';
import { createProblemList } from './script-error.ts';
import { readTurnList, type TurnListOptions } from './turns.ts';
import type { Script } from './types.ts';

export type ScriptFormat = 'dialogue' | 'turns' | 'tags';

export type ReadScriptOptions = {
  /** For the messages of errors. */
  readonly path?: string;
  /** Told of each thing in the text that a script has no place for. */
  readonly warn?: (message: string) => void;
};

/** Reads a script in any of its three forms: the dialogue format, JSON turns, or `[S1]` tags. */
export function readScript(text: string, { path, warn }: ReadScriptOptions = {}): Script {
  const place = path === undefined ? {} : { path };
  const format = sniffScript(text);
  if (format === 'turns') return readJson(text, { ...place, ...(warn === undefined ? {} : { warn }) });
  return format === 'tags' ? parseDialogueTags(text, place) : parseScript(text, place);
}

const sniffLength = 4_096;

/** Which of the forms a text is in, by how it begins. */
export function sniffScript(text: string): ScriptFormat {
  const start = text.slice(0, sniffLength).trimStart();
  if (start.startsWith('{') || /^\[\s*(?:[{"\]\d]|$)/u.test(start)) return 'turns';
  return start.search(speakerTag) === 0 ? 'tags' : 'dialogue';
}

function readJson(text: string, options: TurnListOptions): Script {
  const value = parseJson(text, options.path);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return readTurnList(value, options);
  const fields = new Map<string, unknown>(Object.entries(value));
  const textOf = (key: string): string | undefined => {
    const field = fields.get(key);
    return typeof field === 'string' && field !== '' ? field : undefined;
  };
  const known = ['turns', 'title', 'language', 'register', 'model'];
  for (const key of fields.keys()) {
    if (!known.includes(key)) options.warn?.(`A script has no place for "${key}": it was left out.`);
  }
  const tag = textOf('language');
  const language = tag === undefined ? undefined : parseLanguage(tag);
  if (tag !== undefined && language === undefined)
    options.warn?.(`"${tag}" is not a language tag: the language is guessed.`);
  const title = textOf('title');
  const register = textOf('register');
  const model = textOf('model');
  return readTurnList(fields.get('turns'), {
    ...options,
    ...(language === undefined ? {} : { language }),
    ...(title === undefined ? {} : { title }),
    ...(register === undefined ? {} : { register }),
    ...(model === undefined ? {} : { model }),
  });
}

function parseJson(text: string, path: string | undefined): unknown {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  try {
    return JSON.parse(source);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const digits = /position (\d+)/u.exec(error.message)?.[1];
    const before = source.slice(0, digits === undefined ? source.length : Number(digits)).split('\n');
    const message = `This is not valid JSON (${error.message}).`;
    const column = (before.at(-1)?.length ?? 0) + 1;
    const problems = createProblemList();
    problems.add({ message, line: before.length, column, found: '' });
    problems.check(path);
    throw error;
  }
}
