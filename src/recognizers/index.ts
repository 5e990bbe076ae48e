export { type BatchRecognizerOptions, createBatchRecognizer } from './batch/batch-recognizer.ts';
export { type CommandRecognizerOptions, createCommandRecognizer } from './command/command-recognizer.ts';
export { createDeepgramRecognizer, type DeepgramRecognizerOptions } from './deepgram/deepgram-recognizer.ts';
export { openRecognizer, type RecognizerSettings, recognizerNames } from './open-recognizer.ts';
export { createOpenAIRecognizer, type OpenAIRecognizerOptions } from './openai/openai-recognizer.ts';
export type { RealtimeOptions } from './realtime/realtime-recognizer.ts';
export type { SocketConstructor } from './realtime/socket.ts';
export { RecognizerError } from './recognizer-error.ts';
export {
  createSherpaRecognizer,
  type SherpaRecognizer,
  type SherpaRecognizerOptions,
} from './sherpa/sherpa-recognizer.ts';
