import type { RecogniserConfig } from './recogniser-config.ts';
import type { VoiceConfig } from './voice-config.ts';

/** What an engine is told first, and once. */
export type EngineSetup =
  | { readonly type: 'voice'; readonly config: VoiceConfig }
  | { readonly type: 'recogniser'; readonly config: RecogniserConfig };

export type EngineTask =
  | {
      readonly type: 'speak';
      readonly text: string;
      readonly speaker: number;
      readonly speed: number;
      readonly reading?: string;
    }
  | { readonly type: 'transcribe'; readonly samples: Float32Array; readonly sampleRate: number };

export type EngineResult =
  | { readonly type: 'spoken'; readonly samples: Float32Array; readonly sampleRate: number }
  | { readonly type: 'transcribed'; readonly result: unknown };

export type EngineReply = EngineResult | { readonly type: 'failed'; readonly message: string };
