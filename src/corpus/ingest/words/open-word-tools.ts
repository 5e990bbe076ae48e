import { openRecognizer } from '../../../recognizers/index.ts';
import type { Recognizer } from '../../../voices/index.ts';
import { createForcedAligner } from '../align/create-forced-aligner.ts';
import type { ForcedAligner } from '../ingest-parts.ts';
import type { ChosenModel } from '../mono/mono-parameters.ts';
import type { Punctuator } from '../mono/mono-parts.ts';
import { punctuatedRecognizer } from '../mono/punctuated-recognizer.ts';
import { openPunctuator } from '../mono/punctuator.ts';
import type { WordTools } from './find-words.ts';
import type { RecognizerChoice } from './words-parameters.ts';

/** Whoever writes words down while sound is read as fast as can be has all the time that it needs. */
const patient = { patience: 60, mostBehind: 600 };
const unhurried: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  command: patient,
  deepgram: patient,
  openai: patient,
  sherpa: { patience: 60 },
};

/** A recogniser that is given sound faster than it is spoken. Dispose it where it can be. */
export function openPatientRecognizer({
  name,
  settings,
}: RecognizerChoice): Promise<Recognizer & Partial<AsyncDisposable>> {
  const [provider = ''] = name.split('/');
  return openRecognizer(name, { ...unhurried[provider], ...settings });
}

/**
 * Opens what is needed for words when it is first needed. Whoever opens it disposes it. `punctuation`: puts marks into
 * what the recogniser writes.
 */
export function openWordTools(
  choice: RecognizerChoice | null,
  punctuation: ChosenModel | null,
): WordTools & AsyncDisposable {
  let recognizer: ReturnType<typeof openPatientRecognizer> | undefined;
  let punctuator: Promise<Punctuator> | undefined;
  let aligner: ForcedAligner | undefined;
  return {
    async recognizer() {
      if (choice === null) throw new RangeError('This run has no recogniser.');
      recognizer ??= openPatientRecognizer(choice);
      if (punctuation === null) return recognizer;
      punctuator ??= openPunctuator(punctuation);
      return punctuatedRecognizer(await recognizer, await punctuator);
    },
    aligner() {
      aligner ??= createForcedAligner();
      return aligner;
    },
    async [Symbol.asyncDispose]() {
      const opened = await recognizer?.catch(() => undefined);
      await opened?.[Symbol.asyncDispose]?.();
      const marks = await punctuator?.catch(() => undefined);
      await marks?.[Symbol.asyncDispose]();
      await aligner?.[Symbol.asyncDispose]();
    },
  };
}
