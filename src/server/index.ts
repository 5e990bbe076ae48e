export type { HeardFrame } from '../live/index.ts';
