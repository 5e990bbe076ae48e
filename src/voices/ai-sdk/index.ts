export {
  type AiSdkProviderOptions,
  createAiSdkProvider,
  type DuologueAiSdkAnswer,
  type DuologueAiSdkModel,
  type DuologueAiSdkProvider,
} from './ai-sdk-provider.ts';
export type {
  AiSdkSpeechAnswer,
  AiSdkSpeechCall,
  AiSdkSpeechModel,
  AiSdkValue,
  AiSdkWarning,
} from './ai-sdk-types.ts';
export { type FromAiSdkOptions, fromAiSdk } from './from-ai-sdk.ts';
