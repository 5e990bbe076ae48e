/**
 * The AI SDK's language models by their shape, versions 2 to 4 of its specification: nothing of the AI SDK is imported.
 * https://ai-sdk.dev/providers/community-providers/custom-providers
 */
export interface AiSdkLanguageModel {
  /** `v2`, `v3` or `v4`. */
  readonly specificationVersion: string;
  /** Such as `openai.chat`. */
  readonly provider: string;
  readonly modelId: string;
  doStream(options: AiSdkCall): PromiseLike<{ readonly stream: ReadableStream<unknown> }>;
}

export type AiSdkCall = {
  prompt: AiSdkMessage[];
  maxOutputTokens?: number;
  temperature?: number;
  seed?: number;
  tools?: AiSdkTool[];
  toolChoice?: AiSdkToolChoice;
  abortSignal?: AbortSignal;
  headers?: Record<string, string | undefined>;
  providerOptions?: Record<string, Record<string, AiSdkJson>>;
};

export type AiSdkMessage =
  | { role: 'system'; content: string }
  | { role: 'user'; content: AiSdkText[] }
  | { role: 'assistant'; content: (AiSdkText | AiSdkToolCall)[] }
  | { role: 'tool'; content: AiSdkToolResult[] };

export type AiSdkText = { type: 'text'; text: string };

export type AiSdkToolCall = {
  type: 'tool-call';
  toolCallId: string;
  toolName: string;
  input: unknown;
};

export type AiSdkToolResult = {
  type: 'tool-result';
  toolCallId: string;
  toolName: string;
  output: { type: 'text'; value: string };
};

export type AiSdkTool = {
  type: 'function';
  name: string;
  description?: string;
  /** JSON Schema. */
  inputSchema: Record<string, AiSdkJson>;
};

export type AiSdkToolChoice =
  | { type: 'auto' }
  | { type: 'none' }
  | { type: 'required' }
  | { type: 'tool'; toolName: string };

/** What JSON can say. */
export type AiSdkJson = null | string | number | boolean | AiSdkJson[] | { [name: string]: AiSdkJson };
