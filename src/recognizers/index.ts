export type { Recognizer } from '../voices/index.ts';
