/** What can be talked about: its questions, the easiest first. */
export type InterviewTopic = {
  /** As the user would name it. */
  readonly name: string;
  /** Other words that mean it. */
  readonly keywords?: readonly string[];
  readonly questions: readonly string[];
};

/** What a user may want by their words, beside answering. */
export type Wish =
  | 'goodbye'
  | 'repeat'
  | 'wait'
  | 'skip'
  | 'ask-name'
  | 'ask-kind'
  | 'ask-health'
  | 'ask-purpose'
  | 'ask-hearing'
  | 'speak-english'
  | 'speak-mandarin'
  | 'grieve'
  | 'thank';

/**
 * Everything that an interviewer says in one language. In a line `{a|b}` is a choice, which may hold others; `[word]` is
 * what the user has said, and `[topic]` what is talked about.
 */
export type Material = {
  /** What stands between two sentences. */
  readonly space: string;
  readonly topics: readonly InterviewTopic[];
  /** For a topic that is known by its name alone. */
  readonly topicQuestions: readonly string[];
  /** Questions that fit after any answer. */
  readonly followUps: readonly string[];
  /** The same, with a word of the answer. */
  readonly echoes: readonly string[];
  readonly wishes: readonly (readonly [wish: Wish, pattern: RegExp])[];
  readonly lines: Readonly<Record<LineKind, string>>;
};

export type LineKind =
  | 'greeting'
  | 'introduction'
  | 'after-short'
  | 'after-medium'
  | 'after-long'
  | 'after-laughter'
  | 'after-hesitation'
  | 'after-question'
  | 'formal'
  | 'sympathy'
  | 'new-topic'
  | 'chosen-topic'
  | 'encourage'
  | 'yield'
  | 'resume'
  | 'wait'
  | 'skip'
  | 'again'
  | 'silence-first'
  | 'silence-second'
  | 'silence-last'
  | 'closing'
  | 'farewell'
  | 'my-name'
  | 'my-kind'
  | 'my-health'
  | 'my-purpose'
  | 'my-hearing'
  | 'welcome'
  | 'language-switched';

/** One of the lines that a text with choices stands for; `pick` is given how many there are at each choice. */
export function expand(text: string, pick: (count: number) => number): string {
  let line = text;
  // The innermost choice first.
  for (;;) {
    const choice = /\{([^{}]*)\}/.exec(line);
    if (choice === null) return line.trim();
    const options = (choice[1] ?? '').split('|');
    line =
      line.slice(0, choice.index) +
      (options[pick(options.length)] ?? '') +
      line.slice(choice.index + choice[0].length);
  }
}
