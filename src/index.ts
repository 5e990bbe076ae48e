export * from './dsp/audio.ts';
export * from './generate/index.ts';
export * from './script/index.ts';
export * from './timeline/index.ts';
export * from './voices/index.ts';
