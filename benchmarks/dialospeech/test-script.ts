export type TestLanguage = 'en' | 'zh';

/** A dialogue of two that no model has been trained on. */
export type TestScript = {
  readonly id: string;
  /** Of its text. */
  readonly language: TestLanguage;
  /** Both speakers are native in the other language. */
  readonly crossLingual: boolean;
  /** Written by the grammar of the corpus, in the part that training never has, or by hand. */
  readonly origin: 'grammar' | 'written';
  readonly turns: readonly TestTurn[];
};

export type TestTurn = {
  readonly speaker: 0 | 1;
  readonly text: string;
  readonly kind: 'turn' | 'interruption';
  /** The next turn breaks in on it. */
  readonly cutShort: boolean;
};

/** Ids of the speakers in every timeline that is measured. */
export const speakerIds = ['a', 'b'] as const;

export function otherLanguage(language: TestLanguage): TestLanguage {
  return language === 'en' ? 'zh' : 'en';
}

export function endsAsQuestion(text: string): boolean {
  return /[?？]["'”’」』）)\s]*$/u.test(text);
}
