import type { BrainPart } from '../../voices/index.ts';
import { BrainError } from '../brain-error.ts';
import { createLanguageFinder } from '../reply-language.ts';
import { createSpokenText } from '../spoken-text.ts';
import type { ModelPart } from './model-stream.ts';

export type ReadAnswerOptions = {
  readonly brain: string;
  /** BCP 47 of what the user speaks. */
  readonly language: string;
  /** Take out what is not for the ear. */
  readonly spoken: boolean;
};

type TextPart = Extract<BrainPart, { type: 'text-said' | 'language-chosen' }>;

/** A model's answer as a brain's: its text made fit to be heard, and how it ended judged. */
export async function* readAnswer(
  parts: AsyncIterable<ModelPart>,
  { brain, language, spoken }: ReadAnswerOptions,
): AsyncGenerator<BrainPart> {
  const cleaner = spoken ? createSpokenText() : asItIs;
  const finder = createLanguageFinder(language);
  let wrote = false;
  let gave = false;
  let end: Extract<ModelPart, { type: 'answer-finished' }> | undefined;
  function* say(text: string): Generator<TextPart> {
    for (const part of finder.push(text)) {
      gave = true;
      yield part;
    }
  }
  for await (const part of parts) {
    switch (part.type) {
      case 'text-came':
        wrote ||= part.text.trim() !== '';
        yield* say(cleaner.push(part.text));
        break;
      case 'tool-asked':
        yield* say(cleaner.end());
        yield* finder.end();
        gave = true;
        yield { type: 'tool-called', id: part.id, name: part.name, arguments: part.arguments };
        break;
      case 'warning-came':
        yield { type: 'warning-raised', message: part.message };
        break;
      case 'answer-finished':
        end = part;
        break;
    }
  }
  yield* say(cleaner.end());
  for (const part of finder.end()) {
    gave = true;
    yield part;
  }
  const warning = judgeEnd(end?.reason, { brain, gave, wrote });
  if (warning !== undefined) yield { type: 'warning-raised', message: `${brain}: ${warning}` };
  if (end?.input !== undefined || end?.output !== undefined)
    yield { type: 'tokens-counted', input: end.input ?? 0, output: end.output ?? 0 };
}

const asItIs = { push: (text: string): string => text, end: (): string => '' };

/** What is to be said of how it ended; throws where there is no answer because of it. */
function judgeEnd(
  reason: string | undefined,
  { brain, gave, wrote }: { readonly brain: string; readonly gave: boolean; readonly wrote: boolean },
): string | undefined {
  switch (reason ?? 'unknown') {
    case 'content-filter':
      if (gave) return 'the rest of the answer was held back by the service’s filter.';
      throw new BrainError(`${brain}: the answer was held back by the service’s filter.`, {
        brain,
        code: 'refused',
      });
    case 'error':
      throw new BrainError(`${brain} broke off.`, { brain, code: 'failed', retryable: true });
    case 'length':
      return 'the answer was cut at the most tokens that it may have.';
    case 'stop':
    case 'tool-calls':
      if (gave || !wrote) return undefined;
      return 'nothing of the answer can be said: it is code, links or thoughts alone.';
    default:
      if (gave) return 'the answer may not be whole: it ended without a reason.';
      throw new BrainError(`${brain} ended without an answer.`, { brain, code: 'failed', retryable: true });
  }
}
