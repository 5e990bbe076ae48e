import type { LiveNotice } from '../live-notice.ts';
import type { ConversationItem } from './items.ts';
import type { WireSession } from './wire-session.ts';

/** What the server says: OpenAI's Realtime events, and some of our own. Each gets its `event_id` when it is sent. */
export type ServerEvent = SessionEvent | ConversationEvent | InputEvent | ResponseEvent | OwnEvent;

type SessionEvent =
  | { readonly type: 'session.created'; readonly session: WireSession }
  | { readonly type: 'session.updated'; readonly session: WireSession }
  | { readonly type: 'error'; readonly error: WireError }
  | { readonly type: 'rate_limits.updated'; readonly rate_limits: readonly RateLimit[] };

export type WireError = {
  readonly type: 'invalid_request_error' | 'server_error' | 'rate_limit_error';
  readonly code: string;
  readonly message: string;
  readonly param: string | null;
  /** Of the client event at fault. */
  readonly event_id: string | null;
};

export type RateLimit = {
  readonly name: 'requests' | 'tokens';
  readonly limit: number;
  readonly remaining: number;
  readonly reset_seconds: number;
};

type ConversationEvent =
  | {
      readonly type: 'conversation.item.added' | 'conversation.item.done';
      readonly previous_item_id: string | null;
      readonly item: ConversationItem;
    }
  | { readonly type: 'conversation.item.retrieved'; readonly item: ConversationItem }
  | { readonly type: 'conversation.item.deleted'; readonly item_id: string }
  | {
      readonly type: 'conversation.item.truncated';
      readonly item_id: string;
      readonly content_index: number;
      readonly audio_end_ms: number;
    }
  | {
      readonly type: 'conversation.item.input_audio_transcription.delta';
      readonly item_id: string;
      readonly content_index: number;
      readonly delta: string;
    }
  | {
      readonly type: 'conversation.item.input_audio_transcription.completed';
      readonly item_id: string;
      readonly content_index: number;
      readonly transcript: string;
      readonly usage: { readonly type: 'duration'; readonly seconds: number };
    }
  | {
      readonly type: 'conversation.item.input_audio_transcription.failed';
      readonly item_id: string;
      readonly content_index: number;
      readonly error: { readonly type: string; readonly code: string; readonly message: string };
    };

type InputEvent =
  | {
      readonly type: 'input_audio_buffer.speech_started';
      readonly audio_start_ms: number;
      readonly item_id: string;
    }
  | {
      readonly type: 'input_audio_buffer.speech_stopped';
      readonly audio_end_ms: number;
      readonly item_id: string;
    }
  | {
      readonly type: 'input_audio_buffer.committed';
      readonly previous_item_id: string | null;
      readonly item_id: string;
    }
  | { readonly type: 'input_audio_buffer.cleared' }
  | {
      readonly type: 'input_audio_buffer.timeout_triggered';
      readonly audio_start_ms: number;
      readonly audio_end_ms: number;
      readonly item_id: string;
    }
  | { readonly type: 'output_audio_buffer.cleared'; readonly response_id: string };

type OfContent = {
  readonly response_id: string;
  readonly item_id: string;
  readonly output_index: number;
  readonly content_index: number;
};

type ContentPart = { readonly type: 'audio' | 'text'; readonly transcript?: string; readonly text?: string };

export type ResponseEvent =
  | { readonly type: 'response.created' | 'response.done'; readonly response: WireResponse }
  | {
      readonly type: 'response.output_item.added' | 'response.output_item.done';
      readonly response_id: string;
      readonly output_index: number;
      readonly item: ConversationItem;
    }
  | (OfContent & {
      readonly type: 'response.content_part.added' | 'response.content_part.done';
      readonly part: ContentPart;
    })
  /** `audio_ms`, ours: where in the item's sound it belongs. */
  | (OfContent & {
      readonly type: 'response.output_audio.delta';
      readonly delta: string;
      readonly audio_ms: number;
    })
  | (OfContent & { readonly type: 'response.output_audio.done' })
  | (OfContent & { readonly type: 'response.output_audio_transcript.delta'; readonly delta: string })
  | (OfContent & { readonly type: 'response.output_audio_transcript.done'; readonly transcript: string })
  | (OfContent & { readonly type: 'response.output_text.delta'; readonly delta: string })
  | (OfContent & { readonly type: 'response.output_text.done'; readonly text: string })
  | {
      readonly type: 'response.function_call_arguments.delta';
      readonly response_id: string;
      readonly item_id: string;
      readonly output_index: number;
      readonly call_id: string;
      readonly delta: string;
    }
  | {
      readonly type: 'response.function_call_arguments.done';
      readonly response_id: string;
      readonly item_id: string;
      readonly output_index: number;
      readonly call_id: string;
      readonly name: string;
      readonly arguments: string;
    };

export type WireResponse = {
  readonly id: string;
  readonly object: 'realtime.response';
  readonly status: 'in_progress' | 'completed' | 'cancelled' | 'failed' | 'incomplete';
  readonly status_details: StatusDetails | null;
  readonly output: readonly ConversationItem[];
  /** Null: it is no part of the conversation. */
  readonly conversation_id: string | null;
  readonly output_modalities: readonly ('audio' | 'text')[];
  readonly max_output_tokens: number | 'inf';
  readonly audio: { readonly output: { readonly format: unknown; readonly voice: string } };
  readonly metadata: Readonly<Record<string, string>> | null;
  readonly usage: WireUsage | null;
};

export type StatusDetails = {
  readonly type: 'completed' | 'cancelled' | 'failed' | 'incomplete';
  readonly reason?: 'turn_detected' | 'client_cancelled' | 'max_output_tokens' | 'content_filter';
  readonly error?: { readonly type: string; readonly code: string; readonly message: string };
};

export type WireUsage = {
  readonly total_tokens: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly input_token_details: {
    readonly text_tokens: number;
    readonly audio_tokens: number;
    readonly image_tokens: number;
    readonly cached_tokens: number;
  };
  readonly output_token_details: { readonly text_tokens: number; readonly audio_tokens: number };
};

type OwnEvent =
  /** Everything that happens, with the item that it happens to. */
  | { readonly type: 'duologue.notice'; readonly item_id?: string; readonly notice: LiveNotice }
  /** To a client that plays for itself. */
  | {
      readonly type: 'duologue.playback';
      readonly action: 'set-level' | 'hold' | 'play' | 'stop';
      readonly item_id?: string;
      readonly gain?: number;
      readonly within_ms?: number;
      /** Of the item's sound. */
      readonly audio_ms?: number;
    }
  /** How much of a reply the user has heard, as words: the last of these is where a lost conversation goes on. */
  | {
      readonly type: 'duologue.heard';
      readonly item_id: string;
      /** Notices are about replies: one that was resumed is said in several items. */
      readonly reply: string;
      /** What the reply said before this item, where it did. */
      readonly before?: string;
      readonly transcript: string;
      readonly audio_ms: number;
    }
  /** A backchannel or a filler: sound beside the conversation, for clients that know of it. */
  | { readonly type: 'duologue.audio.delta'; readonly delta: string; readonly audio_ms: number };
