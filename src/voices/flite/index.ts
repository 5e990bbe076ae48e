export { createFlite, type FliteOptions } from './flite.ts';
