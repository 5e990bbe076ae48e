export { type AudioEncoder, type AudioEncoderOptions, createAudioEncoder } from './audio-encoder.ts';
export { type AudioFormat, fileExtension, formatFromPath, mediaType } from './audio-format.ts';
export {
  type ByteSink,
  createMemorySink,
  createWritableSink,
  type MemorySink,
  openFileSink,
} from './byte-sink.ts';
export {
  type DecodeOptions,
  decodeAudio,
  decodeFile,
  decodeFileStream,
  decodeStream,
  type RawFormat,
} from './decode-audio.ts';
export { encodedSampleRate } from './encoder-resampling.ts';
export { fileSystemError, MediaError, type MediaErrorCode } from './media-error.ts';
export { type AudioInfo, readAudioInfo } from './read-audio-info.ts';
export { removeOnExit } from './remove-on-exit.ts';
export type { BitDepth, SampleCoding } from './sample-coding.ts';
export { type Sniffed, type SniffedKind, sniffAudio } from './sniff-audio.ts';
export { type EncodedSizeOptions, encodedSize } from './wav-encoder.ts';
