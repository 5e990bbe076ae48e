export type {
  AdapterModel,
  CloneAsk,
  DesignAsk,
  DialogueAsk,
  KnownVoice,
  SpeechAdapter,
  SpeechAsk,
  VoicePreview,
  WirePart,
  WireReply,
  WireRequest,
} from './adapter.ts';
export { createCloudProvider } from './create-cloud-provider.ts';
export { ProviderError, type ProviderErrorCode } from './provider-error.ts';
export type {
  CloudOptions,
  CloudProvider,
  DesignedVoices,
  SpeechModel,
  SpeechModelInfo,
  VoiceReference,
  VoiceSample,
} from './speech-model.ts';
export { splitText } from './split-text.ts';
