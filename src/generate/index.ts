export type { ConversationDescription } from './assemble-timeline.ts';
export {
  conversationWaveforms,
  type SpeakerWaveform,
  type WaveformOptions,
} from './conversation-waveforms.ts';
export {
  checkEncoding,
  type EncodedAudio,
  type GeneratedConversation,
  type GenerateOptions,
  generateConversation,
} from './generate-conversation.ts';
export { GenerateError, type GenerateErrorWhere } from './generate-error.ts';
export {
  createIncrementalPlan,
  type FixedPart,
  type IncrementalPlan,
  type IncrementalPlanOptions,
} from './incremental-plan.ts';
export type { UpcomingTurn } from './incremental-transitions.ts';
export type {
  BackchannelTake,
  Clip,
  ConversationMaterial,
  Insertion,
  Take,
  TurnMaterial,
} from './material.ts';
export { measureTake } from './measure-take.ts';
export type {
  EncodingOptions,
  GenerateProgress,
  Layout,
  LoudnessOptions,
  PrepareOptions,
  Style,
} from './options.ts';
export { drawConversation, type PictureOptions } from './picture.ts';
export { type Plan, type PlanOptions, planTimeline } from './plan-timeline.ts';
export {
  type ConversationMetadata,
  type PreparedConversation,
  prepareConversation,
} from './prepare-conversation.ts';
export type { VoiceUsage } from './render-script.ts';
export type { SoundSource } from './spool.ts';
export { streamConversation } from './stream-conversation.ts';
export type { ConversationPart } from './stream-parts.ts';
export { type LogNormal, resolveTiming, type Timing } from './timing.ts';
export { type ConversationOutput, type WriteOptions, writeConversation } from './write-conversation.ts';
