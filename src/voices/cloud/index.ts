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
export { checkCloudOptions } from './check-cloud-options.ts';
export { createCloudProvider } from './create-cloud-provider.ts';
export { findKey, type KeyedService } from './find-key.ts';
export { hideSecrets, secretsIn } from './hide-secrets.ts';
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
export { describeStatus } from './status-error.ts';
