/** What an engine is told first, and once. Each has one model in it. */
export type EngineSetup =
  /** Any ONNX network that takes one sound. */
  | { readonly type: 'network'; readonly path: string }
  | { readonly type: 'embedding'; readonly path: string }
  | { readonly type: 'punctuation'; readonly path: string };

export type EngineTask =
  | { readonly type: 'run'; readonly samples: Float32Array }
  | { readonly type: 'embed'; readonly samples: Float32Array; readonly sampleRate: number }
  | { readonly type: 'punctuate'; readonly text: string };

/** What a network gave. */
export type Output = { readonly shape: readonly number[]; readonly values: Float32Array };

export type EngineResult =
  | { readonly type: 'outputs'; readonly outputs: readonly Output[] }
  | { readonly type: 'embedding'; readonly values: Float32Array | null }
  | { readonly type: 'text'; readonly text: string };

export type EngineReply = EngineResult | { readonly type: 'failed'; readonly message: string };
