export type { PronunciationRule } from './respell.ts';
export { withPronunciations } from './with-pronunciations.ts';
