import { CorpusError } from '../corpus-error.ts';
import type { Spec } from '../simulate/spec.ts';
import { createGrammarWriter } from './grammar/grammar-writer.ts';
import type { ScriptWriter } from './script-writer.ts';
import { openScriptsWriter } from './scripts-writer.ts';

/** Who writes the texts of a specification. */
export async function writerFor(spec: Spec): Promise<ScriptWriter> {
  const { text } = spec;
  if (text.from === 'grammar') return createGrammarWriter(spec);
  if (text.from === 'scripts') return openScriptsWriter(spec, text.path, text.licence);
  throw new CorpusError(`text.from: ${text.from} is not there yet.`, { field: 'text.from' });
}
