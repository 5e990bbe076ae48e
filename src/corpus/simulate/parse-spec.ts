import { parse as parseYaml } from 'yaml';
import * as z from 'zod';
import { CorpusError } from '../corpus-error.ts';
import { type Spec, specSchema } from './spec.ts';

/** A specification from YAML or JSON text, or from a value of unknown shape. Throws `CorpusError` that names the field. */
export function parseSpec(value: unknown): Spec {
  const document = typeof value === 'string' ? readYaml(value) : value;
  const parsed = specSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CorpusError(`The specification is not right: ${z.prettifyError(parsed.error)}`, {
    field: issue?.path.join('.') ?? '',
    cause: parsed.error,
  });
}

function readYaml(text: string): unknown {
  try {
    return parseYaml(text);
  } catch (cause) {
    throw new CorpusError(
      `The specification is no YAML: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}
