export { fitWords, type TimedText } from './fit-words.ts';
