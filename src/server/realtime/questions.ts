import type { Brain, BrainTurn } from '../../voices/index.ts';

export type Question = {
  readonly response: string;
  readonly turns: readonly BrainTurn[];
  readonly language: string;
  readonly elapsed: number;
  readonly instructions: string;
  readonly mostTokens?: number;
};

export type QuestionAnswer = {
  readonly response: string;
  readonly text: string;
  readonly ended?: { readonly error?: string };
  readonly counted?: { readonly input: number; readonly output: number };
};

/** Requests to the brain beside the conversation. They end with the session. */
export interface Questions {
  ask(question: Question): void;
  /** Resolves once none is under way. */
  settled(): Promise<void>;
}

export function createQuestions(
  brain: Brain,
  signal: AbortSignal,
  onAnswer: (answer: QuestionAnswer) => void,
): Questions {
  const open = new Set<Promise<void>>();

  const answer = async (question: Question): Promise<void> => {
    const { response, turns, language, elapsed, instructions, mostTokens } = question;
    try {
      const parts = brain.respond(
        {
          occasion: 'asked',
          turns,
          context: { language, elapsed, ...(instructions === '' ? {} : { instructions }) },
          tools: [],
          ...(mostTokens === undefined ? {} : { mostTokens }),
          speculative: false,
        },
        { signal },
      );
      for await (const part of parts) {
        if (part.type === 'text-said') onAnswer({ response, text: part.text });
        if (part.type === 'tokens-counted') {
          onAnswer({ response, text: '', counted: { input: part.input, output: part.output } });
        }
      }
      onAnswer({ response, text: '', ended: {} });
    } catch (error) {
      if (signal.aborted) return;
      const message = error instanceof Error ? error.message : String(error);
      onAnswer({ response, text: '', ended: { error: message } });
    }
  };

  return {
    ask(question) {
      const work = answer(question).finally(() => open.delete(work));
      open.add(work);
    },
    async settled() {
      await Promise.allSettled(open);
    },
  };
}
