export { type BrainContractOptions, brainContract, brainRequest, brainText } from './brain-contract.ts';
export type { Expectation, TestTools } from './contract-tools.ts';
export { type DialogueVoiceContractOptions, dialogueVoiceContract } from './dialogue-voice-contract.ts';
export {
  createFakeBrain,
  type FakeAnswer,
  type FakeBrain,
  type FakeBrainOptions,
} from './fake-brain.ts';
export {
  createFakeDialogueVoice,
  type FakeDialogueVoice,
  type FakeDialogueVoiceOptions,
} from './fake-dialogue-voice.ts';
export { createFakeEar, type FakeEar } from './fake-ear.ts';
export {
  createFakeTranscriber,
  createFakeWordAligner,
  type FakeListenerOptions,
  type FakeTranscriber,
  type FakeTranscriberOptions,
  type FakeWordAligner,
} from './fake-listeners.ts';
export {
  createFakeRecognizer,
  type FakeListening,
  type FakeRecognizer,
  type FakeRecognizerOptions,
} from './fake-recognizer.ts';
export {
  createFakeSegmentCache,
  type FakeSegmentCache,
  type FakeSegmentCacheOptions,
} from './fake-segment-cache.ts';
export {
  createFakeVoice,
  createFakeVoiceProvider,
  type FakeVoice,
  type FakeVoiceOptions,
  type FakeVoiceProvider,
} from './fake-voice.ts';
export {
  type ListeningContractOptions,
  type TranscriberContractOptions,
  transcriberContract,
  type WordAlignerContractOptions,
  wordAlignerContract,
} from './listening-contracts.ts';
export { type ObjectStoreContractOptions, objectStoreContract } from './object-store-contract.ts';
export { type RecognizerContractOptions, recognizerContract } from './recognizer-contract.ts';
export { type SegmentCacheContractOptions, segmentCacheContract } from './segment-cache-contract.ts';
export { type Clock, createSimulatedClock, type SimulatedClock } from './simulated-clock.ts';
export type { ToneOptions } from './tones.ts';
export { type VoiceContractOptions, voiceContract } from './voice-contract.ts';
