/**
 * What needs nothing of Node, nor any encoder but WAV's: services' voices import this and no more, so that they run
 * in a browser and at the edge, and weigh little.
 */
export { createMemorySink, type MemorySink } from './byte-sink.ts';
export { type DecodeOptions, decodeAudio, decodeStream, type RawFormat } from './decode-audio.ts';
export { encodeWav } from './encode-wav.ts';
export { MediaError, type MediaErrorCode } from './media-error.ts';
export type { BitDepth, SampleCoding } from './sample-coding.ts';
export { type Sniffed, type SniffedKind, sniffAudio } from './sniff-audio.ts';
