import { BrainError } from '../brain-error.ts';
import type { AiSdkBrainOptions } from './ai-sdk-brain.ts';

const remedy = "give a language model of the AI SDK, such as createOpenAI()('gpt-5-mini') of @ai-sdk/openai.";

/** Throws unless it is a language model whose version is known. */
export function checkModel(model: unknown): void {
  if (typeof model === 'string')
    throw invalid(
      `the model is the text ${JSON.stringify(model)}, which only the AI SDK’s gateway understands: ${remedy} In settings, openBrain takes such a text.`,
    );
  if (typeof model !== 'object' || model === null) {
    // A provider itself is a function.
    if (typeof model !== 'function') throw invalid(`the model is ${String(model)}: ${remedy}`);
    throw invalid(`the model is a function, perhaps a provider that was not asked for a model: ${remedy}`);
  }
  if (!('doStream' in model && typeof model.doStream === 'function'))
    throw invalid(`the model has no doStream, as one of speech or embeddings has none: ${remedy}`);
  if (!('provider' in model && typeof model.provider === 'string' && 'modelId' in model))
    throw invalid(`the model does not say its provider and modelId: ${remedy}`);
  if (!('specificationVersion' in model && ['v2', 'v3', 'v4'].includes(String(model.specificationVersion))))
    throw invalid(`the model is not of the versions v2 to v4: ${remedy}`);
}

export function checkOptions({ maxTokens, temperature, timeout, maxRetries }: AiSdkBrainOptions): void {
  if (maxTokens !== undefined && !(Number.isInteger(maxTokens) && maxTokens > 0))
    throw invalid(`maxTokens is ${maxTokens}: give a whole number above 0.`);
  if (temperature !== undefined && !(temperature >= 0 && temperature <= 2))
    throw invalid(`temperature is ${temperature}: give 0 to 2.`);
  // A timer of more than 24 days fires at once.
  if (timeout !== undefined && !(timeout > 0 && timeout <= 3600))
    throw invalid(`timeout is ${timeout}: give seconds, above 0 and up to 3600.`);
  if (maxRetries !== undefined && !(Number.isInteger(maxRetries) && maxRetries >= 0 && maxRetries <= 10))
    throw invalid(`maxRetries is ${maxRetries}: give a whole number from 0 to 10.`);
}

function invalid(what: string): BrainError {
  return new BrainError(`createAiSdkBrain: ${what}`, { brain: 'ai-sdk', code: 'invalid-settings' });
}
