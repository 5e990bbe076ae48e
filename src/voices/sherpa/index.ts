export { createSherpa, openSherpa, type SherpaOptions } from './sherpa.ts';
export {
  createSherpaTranscriber,
  type SherpaTranscriber,
  type SherpaTranscriberOptions,
} from './transcriber.ts';
