export { type AiSdkBrainOptions, createAiSdkBrain } from './ai-sdk/ai-sdk-brain.ts';
export type { AiSdkJson, AiSdkLanguageModel } from './ai-sdk/ai-sdk-model.ts';
export { BrainError, type BrainErrorCode, type BrainErrorDetails } from './brain-error.ts';
export { createInterviewer, type InterviewerOptions } from './interviewer/interviewer.ts';
export type { InterviewTopic } from './interviewer/material.ts';
export { type BrainSettings, type OpenBrainOptions, openBrain } from './open/open-brain.ts';
export { createScriptBrain, type ScriptBrainOptions } from './script/script-brain.ts';
export { createSpokenText, type SpokenText } from './spoken-text.ts';
