export type { Expectation, TestTools } from './contract-tools.ts';
export {
  createFakeVoice,
  createFakeVoiceProvider,
  type FakeVoice,
  type FakeVoiceOptions,
  type FakeVoiceProvider,
} from './fake-voice.ts';
export { type Clock, createSimulatedClock, type SimulatedClock } from './simulated-clock.ts';
export { type VoiceContractOptions, voiceContract } from './voice-contract.ts';
