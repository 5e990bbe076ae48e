import type { LivePreset } from '../policy.ts';

/** The session as the protocol shows it. */
export type WireSession = {
  readonly type: 'realtime';
  readonly object: 'realtime.session';
  readonly id: string;
  readonly model: string;
  readonly output_modalities: readonly ('audio' | 'text')[];
  readonly instructions: string;
  readonly tools: readonly WireTool[];
  readonly tool_choice: WireToolChoice;
  readonly max_output_tokens: number | 'inf';
  readonly tracing: unknown;
  readonly truncation: unknown;
  readonly prompt: unknown;
  readonly expires_at: number;
  readonly include: readonly string[] | null;
  readonly audio: {
    readonly input: {
      readonly format: WireAudioFormat;
      readonly transcription: WireTranscription | null;
      readonly noise_reduction: { readonly type: 'near_field' | 'far_field' } | null;
      readonly turn_detection: WireTurnDetection | null;
    };
    readonly output: { readonly format: WireAudioFormat; readonly voice: string; readonly speed: number };
  };
  readonly duologue: WireExtension;
};

export type WireAudioFormat =
  | { readonly type: 'audio/pcm'; readonly rate: 24_000 }
  | { readonly type: 'audio/pcmu' }
  | { readonly type: 'audio/pcma' };

export type WireTranscription = {
  readonly model?: string;
  readonly language?: string;
  readonly prompt?: string;
};

export type WireTurnDetection =
  | {
      readonly type: 'server_vad';
      readonly threshold: number;
      readonly prefix_padding_ms: number;
      readonly silence_duration_ms: number;
      readonly idle_timeout_ms: number | null;
      readonly create_response: boolean;
      readonly interrupt_response: boolean;
    }
  | {
      readonly type: 'semantic_vad';
      readonly eagerness: 'low' | 'medium' | 'high' | 'auto';
      readonly create_response: boolean;
      readonly interrupt_response: boolean;
    };

export type WireTool = {
  readonly type: 'function';
  readonly name: string;
  readonly description?: string;
  readonly parameters: Readonly<Record<string, unknown>>;
};

export type WireToolChoice =
  | 'auto'
  | 'none'
  | 'required'
  | { readonly type: 'function'; readonly name: string };

/** What is asked for beyond OpenAI's protocol. */
export type WireExtension = {
  /** `client`: the client plays sound that is sent ahead, obeys orders and reports its position. */
  readonly playback: 'paced' | 'client';
  readonly preset: LivePreset | null;
  readonly notices: boolean;
  readonly opens: boolean;
  /** BCP 47; the first is spoken at first. */
  readonly languages: readonly string[];
};
