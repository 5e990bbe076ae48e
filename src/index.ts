export * from './script/index.ts';
export * from './timeline/index.ts';
export * from './voices/index.ts';
