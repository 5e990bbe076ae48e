export { createFlite, type FliteOptions } from './flite.ts';
export { createFlitePronouncer } from './flite-pronouncer.ts';
export type { PronouncedWord, Pronouncer } from './pronounce.ts';
