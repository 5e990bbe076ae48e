export { type PronunciationRule, respell } from './respell.ts';
export { withPronunciations } from './with-pronunciations.ts';
