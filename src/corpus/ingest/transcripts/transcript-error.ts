import { CorpusError } from '../../corpus-error.ts';

/** Where in a transcript something stands. */
export type Place = { readonly name: string; readonly line?: number };

export function transcriptError(
  { name, line }: Place,
  found: string,
  remedy: string,
  cause?: unknown,
): CorpusError {
  const where = line === undefined ? name : `${name}, line ${line}`;
  return new CorpusError(`${where}: ${found}; ${remedy}`, {
    key: name,
    ...(cause === undefined ? {} : { cause }),
  });
}
