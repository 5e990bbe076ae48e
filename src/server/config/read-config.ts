import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import type * as z from 'zod';
import { suggest } from '../../timeline/index.ts';
import { ServerError } from '../server-error.ts';
import { type ServerConfig, serverConfigSchema } from './config-schema.ts';

export type ReadServerConfig = {
  readonly config: ServerConfig;
  /** From which paths in it count. */
  readonly folder: string;
};

/** Settings of a server from a file of YAML or JSON. */
export async function readServerConfig(path: string): Promise<ReadServerConfig> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new ServerError('config', `The settings in ${path} cannot be read.`, error);
  });
  return { config: parseServerConfig(text, path), folder: dirname(resolve(path)) };
}

/** `name` is said in errors, with the line and the field. Values are never said: one may be a key. */
export function parseServerConfig(text: string, name: string): ServerConfig {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [fault] = document.errors;
  if (fault !== undefined) {
    const { line } = lines.linePos(fault.pos[0]);
    throw new ServerError('config', `${name}:${line}: this is no YAML (${fault.code.toLowerCase()}).`);
  }
  const parsed = serverConfigSchema.safeParse(document.toJS() ?? {});
  if (parsed.success) return parsed.data;
  const issue = innermost(parsed.error.issues[0]);
  const path = issue?.path.map((key) => (typeof key === 'symbol' ? '' : key)) ?? [];
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const line = lineOf(document, lines, unknown === undefined ? path : [...path, unknown]);
  const where = [...path, ...(unknown === undefined ? [] : [unknown])].join('.');
  const what =
    unknown === undefined
      ? (issue?.message ?? 'it cannot be read')
      : `there is no such field.${hint(unknown, path)}`;
  const place = line === undefined ? name : `${name}:${line}`;
  throw new ServerError(where, `${place}: ${where === '' ? '' : `${where}: `}${what}`);
}

function innermost(issue: z.core.$ZodIssue | undefined): z.core.$ZodIssue | undefined {
  if (issue?.code !== 'invalid_union') return issue;
  const inner = issue.errors.flat().toSorted((a, b) => b.path.length - a.path.length)[0];
  return inner === undefined || inner.path.length === 0
    ? issue
    : { ...inner, path: [...issue.path, ...inner.path] };
}

type Document = ReturnType<typeof parseDocument>;

/** Of the field, or of what encloses it. */
function lineOf(
  document: Document,
  lines: LineCounter,
  path: readonly (string | number)[],
): number | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    const start = rangeStart(node);
    if (start !== undefined) return lines.linePos(start).line;
  }
  return undefined;
}

function rangeStart(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) {
    return undefined;
  }
  const start: unknown = node.range[0];
  return typeof start === 'number' ? start : undefined;
}

const known: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(serverConfigSchema.shape),
  models: ['brain', 'recognizer', 'instructions', 'facts', 'preset', 'policy', 'languages', 'opens'],
};

function hint(name: string, path: readonly (string | number)[]): string {
  const near = suggest(name, known[String(path[0] ?? '')] ?? known[''] ?? []);
  return near === undefined ? '' : ` Did you mean ${near}?`;
}
