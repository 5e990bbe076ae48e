export * from './voice.ts';
