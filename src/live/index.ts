export * from './heard-frame.ts';
