/**
 * The AI SDK's speech models by their shape, versions 2 to 4 of its specification: nothing of the AI SDK is imported.
 * https://ai-sdk.dev/docs/reference/ai-sdk-core/generate-speech
 */
export interface AiSdkSpeechModel {
  /** `v2`, `v3` or `v4`. */
  readonly specificationVersion: string;
  /** Such as `openai.speech`. */
  readonly provider: string;
  readonly modelId: string;
  doGenerate(options: AiSdkSpeechCall): PromiseLike<AiSdkSpeechAnswer>;
}

export type AiSdkSpeechCall = {
  text: string;
  voice?: string;
  outputFormat?: string;
  instructions?: string;
  speed?: number;
  language?: string;
  providerOptions?: Record<string, Record<string, AiSdkValue>>;
  abortSignal?: AbortSignal;
  headers?: Record<string, string | undefined>;
};

/** What JSON can say. */
export type AiSdkValue = null | string | number | boolean | AiSdkValue[] | { [name: string]: AiSdkValue };

export type AiSdkSpeechAnswer = {
  /** Bytes of a file, or base64 of them. */
  readonly audio: string | Uint8Array;
  readonly warnings?: readonly AiSdkWarning[];
  readonly response?: { readonly modelId?: string; readonly headers?: Readonly<Record<string, string>> };
  readonly providerMetadata?: Readonly<Record<string, unknown>>;
};

/** `setting` in version 2, `feature` since. */
export type AiSdkWarning = {
  readonly type: string;
  readonly setting?: string;
  readonly feature?: string;
  readonly details?: string;
  readonly message?: string;
};
