import type { Speaker, Timeline, Utterance, Word } from '../timeline/index.ts';
import type { ConversationMetadata } from './prepare-conversation.ts';
import type { MissingTurn } from './render-script.ts';

/**
 * What a conversation is made of while it is made. Times are seconds of the conversation. What happens at a moment
 * is told before the audio of that moment, or with it: never after, but by a model that takes turns by itself, which
 * tells of a turn when it has ended.
 */
export type ConversationPart =
  /** First of all, before anything is rendered. */
  | {
      readonly type: 'conversation-started';
      readonly mediaType: string;
      /** Hz, of what is encoded. */
      readonly sampleRate: number;
      readonly channels: number;
      readonly speakers: readonly Speaker[];
    }
  /** Joined in order they are the file. The bytes are the receiver's. */
  | { readonly type: 'audio-ready'; readonly bytes: Uint8Array }
  /** A turn, an interruption or a backchannel begins: all of it is known. */
  | { readonly type: 'utterance-started'; readonly utterance: Utterance }
  | {
      readonly type: 'word-spoken';
      /** The utterance's id, and the word's place in it. */
      readonly utterance: string;
      readonly index: number;
      readonly speaker: string;
      readonly word: Word;
    }
  | {
      readonly type: 'turn-ended';
      /** In the script, from 0. */
      readonly turnIndex: number;
      readonly speaker: string;
      readonly start: number;
      readonly end: number;
    }
  | {
      readonly type: 'progress-made';
      /** Turns that have their place, of all. */
      readonly turns: number;
      readonly total: number;
      /** How much of the conversation can no longer change. */
      readonly duration: number;
    }
  /** Something that a voice could not do, or a script asked in vain. */
  | { readonly type: 'warning-raised'; readonly message: string }
  /** Last of all, after the last audio. */
  | {
      readonly type: 'conversation-ended';
      readonly timeline: Timeline;
      readonly warnings: readonly string[];
      /** With `onError: 'partial'`: what is not in it. */
      readonly missing: readonly MissingTurn[];
      readonly metadata: ConversationMetadata;
    };
