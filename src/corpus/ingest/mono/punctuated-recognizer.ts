import type { Recognizer, RecognizerPart } from '../../../voices/index.ts';
import type { Punctuator } from './mono-parts.ts';
import { punctuateWords } from './punctuate-words.ts';

/** A recogniser whose final words have marks. It does not own either. */
export function punctuatedRecognizer(recognizer: Recognizer, punctuator: Punctuator): Recognizer {
  const { id, languages, sampleRate, partial, timed } = recognizer;
  return {
    id,
    languages,
    sampleRate,
    ...(partial === undefined ? {} : { partial }),
    ...(timed === undefined ? {} : { timed }),
    async *listen(sound, options = {}) {
      for await (const part of recognizer.listen(sound, options)) {
        yield await withMarks(part, punctuator, options.signal);
      }
    },
  };
}

async function withMarks(
  part: RecognizerPart,
  punctuator: Punctuator,
  signal: AbortSignal | undefined,
): Promise<RecognizerPart> {
  if (part.type !== 'words-heard' || !part.final || part.text.trim() === '') return part;
  const text = await punctuator.punctuate(part.text, { signal });
  const words = punctuateWords(part.words, text);
  // A word that came back as another would stand at a time that is not its own.
  return words === undefined ? part : { ...part, text, words };
}
