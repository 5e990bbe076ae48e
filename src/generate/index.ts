export type { ConversationDescription } from './assemble-timeline.ts';
export type { ConversationTurn } from './conversation-turn.ts';
export {
  conversationWaveforms,
  type SpeakerWaveform,
  type WaveformOptions,
} from './conversation-waveforms.ts';
export type { EncodedAudio } from './encoded-audio.ts';
export {
  checkEncoding,
  type GeneratedConversation,
  type GenerateOptions,
  generateConversation,
  type OutputOptions,
} from './generate-conversation.ts';
export { GenerateError, type GenerateErrorWhere } from './generate-error.ts';
export {
  type GeneratedSpeech,
  type GenerateSpeechOptions,
  generateSpeech,
  type SpeechMetadata,
} from './generate-speech.ts';
export {
  createIncrementalPlan,
  type FixedPart,
  type IncrementalPlan,
  type IncrementalPlanOptions,
} from './incremental-plan.ts';
export type { UpcomingTurn } from './incremental-transitions.ts';
export { evenTakes, speechLevels } from './levels.ts';
export type {
  BackchannelTake,
  Clip,
  ConversationMaterial,
  Insertion,
  Take,
  TurnMaterial,
} from './material.ts';
export { measureTake } from './measure-take.ts';
export { type MixSource, mixTracks, type TrackBlock } from './mix-tracks.ts';
export type {
  ConversationOptions,
  EncodingOptions,
  GenerateProgress,
  Layout,
  LoudnessOptions,
  PrepareOptions,
  ScriptInput,
  Style,
  TurnDelivery,
  TurnsInput,
} from './options.ts';
export { drawConversation, type PictureOptions } from './picture.ts';
export {
  type ConversationPlan,
  type PlanConversationOptions,
  type PriceTable,
  planConversation,
  type ServiceUse,
  type TurnUse,
} from './plan-conversation.ts';
export { type Plan, type PlanOptions, planTimeline } from './plan-timeline.ts';
export {
  type ConversationMetadata,
  type PreparedConversation,
  prepareConversation,
} from './prepare-conversation.ts';
export type { MissingTurn, TurnReport, VoiceUsage } from './render-script.ts';
export { mainLanguage, sameLanguage } from './same-language.ts';
export type { SpeechOptions } from './speech-options.ts';
export type { SpeechSdkOptions } from './speech-sdk-options.ts';
export type { SoundSource } from './spool.ts';
export { streamConversation } from './stream-conversation.ts';
export type { ConversationPart } from './stream-parts.ts';
export { type StreamedSpeech, streamSpeech } from './stream-speech.ts';
export {
  type ConversationWordTimestamp,
  type TimestampsCaptionOptions,
  type TurnTimestamp,
  timestampsToCaptions,
  timestampsToTurns,
  type WordTimestamp,
} from './timestamps.ts';
export { type LogNormal, resolveTiming, type Timing } from './timing.ts';
export { cloneVoice, designVoice, getDialogueLimits, type ProviderChoice } from './voice-calls.ts';
export { type ConversationOutput, type WriteOptions, writeConversation } from './write-conversation.ts';
