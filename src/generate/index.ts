export { GenerateError, type GenerateErrorWhere } from './generate-error.ts';
export type { Clip } from './material.ts';
export type {
  EncodingOptions,
  GenerateProgress,
  Layout,
  LoudnessOptions,
  PrepareOptions,
  Style,
} from './options.ts';
export type { Plan } from './plan-conversation.ts';
export {
  type ConversationMetadata,
  type PreparedConversation,
  prepareConversation,
} from './prepare-conversation.ts';
export type { LogNormal, Timing } from './timing.ts';
export { type ConversationOutput, type WriteOptions, writeConversation } from './write-conversation.ts';
