import type { z } from 'zod';
import { timelineSchema } from './schema.ts';
import { findDisagreement } from './timeline-checks.ts';
import { TimelineError } from './timeline-error.ts';
import type { Timeline } from './types.ts';

type Issue = z.core.$ZodIssue;

/**
 * A timeline from JSON text or from a value of unknown shape, checked whole and frozen.
 * Throws `TimelineError` with the first thing that is wrong.
 */
export function parseTimeline(value: unknown): Timeline {
  const document = typeof value === 'string' ? parseJson(value) : value;
  const parsed = timelineSchema.safeParse(document);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw issue === undefined ? parsed.error : errorOfIssue(issue, document);
  }
  const disagreement = findDisagreement(parsed.data);
  if (disagreement !== undefined) throw new TimelineError(disagreement);
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    const document: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return document;
  } catch (cause) {
    const found = text.trim() === '' ? 'the text is empty' : `not JSON (${reasonOf(cause)})`;
    throw new TimelineError({ path: '', found, remedy: 'give the JSON that `printTimeline` writes', cause });
  }
}

function errorOfIssue(issue: Issue, document: unknown): TimelineError {
  const path = printPath(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    const field = printPath([...issue.path, key]);
    return new TimelineError({ path: field, found: 'no such field', remedy: 'remove it or mend its name' });
  }
  const value = valueAt(document, issue.path);
  const missing = value === undefined && issue.path.length > 0;
  const found = missing ? 'it is missing' : `found ${describe(value)}`;
  return new TimelineError({ path, found, remedy: `it must be ${expectation(issue)}` });
}

function expectation(issue: Issue): string {
  if (issue.code === 'invalid_type') return wantedType(issue.expected);
  if (issue.code === 'invalid_value') return issue.values.map((value) => JSON.stringify(value)).join(' or ');
  if (issue.code === 'too_small') return `${issue.minimum} or more`;
  if (issue.code === 'too_big') return `${issue.maximum} or less`;
  if (issue.code === 'invalid_format') return 'made of letters, digits, _ and - alone';
  return issue.message;
}

function wantedType(expected: string): string {
  const names: Readonly<Record<string, string>> = {
    int: 'a whole number',
    number: 'a finite number',
    string: 'text',
    boolean: 'true or false',
    array: 'a list',
    object: 'an object',
  };
  return names[expected] ?? expected;
}

/** `["utterances", 3, "words"]` to `utterances[3].words`. */
function printPath(path: readonly PropertyKey[]): string {
  let printed = '';
  for (const step of path) {
    if (typeof step === 'number') printed += `[${step}]`;
    else printed += printed === '' ? String(step) : `.${String(step)}`;
  }
  return printed;
}

function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  let value = document;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.getOwnPropertyDescriptor(value, step)?.value;
  }
  return value;
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  return String(value);
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
