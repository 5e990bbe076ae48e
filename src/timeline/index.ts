export type { Distribution, TurnTakingReference } from './reference-types.ts';
export * from './types.ts';
export { joinWords, splitWords } from './words.ts';
