import { parse as parseYaml } from 'yaml';
import * as z from 'zod';
import { suggest } from '../../timeline/index.ts';
import { CorpusError } from '../corpus-error.ts';
import { type Spec, specSchema } from './spec.ts';

/** A specification from YAML or JSON text, or from a value of unknown shape. Throws `CorpusError` that names the field. */
export function parseSpec(value: unknown): Spec {
  const document = typeof value === 'string' ? readYaml(value) : value;
  const parsed = specSchema.safeParse(withText(document));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.flatMap((issue) => faultsOf(issue, []));
  throw new CorpusError(
    `The specification is not right:\n${faults.map(({ field, words }) => `  ${field === '' ? 'all of it' : field}: ${words}`).join('\n')}`,
    { field: faults[0]?.field ?? '', cause: parsed.error },
  );
}

function readYaml(text: string): unknown {
  try {
    return parseYaml(text, { logLevel: 'error' });
  } catch (cause) {
    throw new CorpusError(
      `The specification is no YAML: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}

/** Who speaks from a pool says what it says. */
function withText(document: unknown): unknown {
  if (typeof document !== 'object' || document === null || 'text' in document) return document;
  const speech: unknown = Reflect.get(document, 'speech');
  const fromPool = typeof speech === 'object' && speech !== null && Reflect.get(speech, 'from') === 'pool';
  return fromPool ? { ...document, text: { from: 'pool' } } : document;
}

type Fault = { readonly field: string; readonly words: string };

/** What is wrong, in the order of the document; of several ways to write a field, what is wrong with the nearest. */
function faultsOf(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): Fault[] {
  const path = [...above, ...issue.path];
  const field = path.join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: [...path, key].join('.'),
      words: `there is no such field${hint(key, fieldsAt(path))}`,
    }));
  }
  if (issue.code === 'invalid_value') {
    const names = issue.values.map(String);
    return [{ field, words: `use ${names.join(', ')}` }];
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const all = issue.errors.map((inner) => inner.flatMap((each) => faultsOf(each, path)));
    // A way that fails deeper inside is the one that was meant.
    const depth = (faults: readonly Fault[]): number =>
      Math.max(...faults.map((fault) => fault.field.split('.').length));
    return all.toSorted((a, b) => depth(b) - depth(a))[0] ?? [];
  }
  if (issue.code === 'invalid_key') {
    const key = String(issue.path.at(-1));
    const names = issue.issues.flatMap((inner) =>
      inner.code === 'invalid_value' ? inner.values.map(String) : [],
    );
    return [{ field, words: `there is no such name${hint(key, names)}` }];
  }
  return [{ field, words: issue.message }];
}

function hint(name: string, known: readonly string[]): string {
  const near = suggest(name, known);
  if (near !== undefined) return `; did you mean ${near}?`;
  return known.length === 0 ? '' : `; there are ${known.join(', ')}`;
}

/** The names of the fields that stand at a path of a specification. */
function fieldsAt(path: readonly PropertyKey[]): string[] {
  let nodes: unknown[] = [z.toJSONSchema(specSchema, { io: 'input', unrepresentable: 'any' })];
  for (const step of path) {
    nodes = nodes.flatMap(branches).flatMap((node) => {
      const fields = propertyOf(node, 'properties');
      const next = propertyOf(fields, String(step)) ?? propertyOf(node, 'additionalProperties');
      return next === undefined ? [] : [next];
    });
  }
  return nodes.flatMap(branches).flatMap((node) => Object.keys(propertyOf(node, 'properties') ?? {}));
}

function branches(node: unknown): unknown[] {
  const inner = ['anyOf', 'oneOf', 'allOf'].flatMap((key) => {
    const list = propertyOf(node, key);
    return Array.isArray(list) ? list.flatMap(branches) : [];
  });
  return [node, ...inner];
}

function propertyOf(node: unknown, key: string): object | undefined {
  if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return undefined;
  const value: unknown = Reflect.get(node, key);
  return typeof value === 'object' && value !== null ? value : undefined;
}
