export { createFlite, type FliteOptions } from './flite.ts';
export { createFlitePronouncer, type PronouncedWord, type Pronouncer } from './pronounce.ts';
