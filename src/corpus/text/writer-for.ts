import { CorpusError } from '../corpus-error.ts';
import type { Spec } from '../simulate/spec.ts';
import { createGrammarWriter } from './grammar/grammar-writer.ts';
import { openModelWriter } from './model/open-model-writer.ts';
import type { ScriptWriter } from './script-writer.ts';
import { openScriptsWriter } from './scripts-writer.ts';

/** Who writes the texts of a specification. */
export async function writerFor(spec: Spec): Promise<ScriptWriter> {
  const { text } = spec;
  if (text.from === 'grammar') return createGrammarWriter(spec);
  if (text.from === 'scripts') return openScriptsWriter(spec, text.path, text.licence);
  if (text.from === 'model') return openModelWriter(text);
  throw new CorpusError('text.from: pool is for dialogues out of a pool: set speech.from to pool too.', {
    field: 'text.from',
  });
}
