export type { Brain } from '../voices/index.ts';
