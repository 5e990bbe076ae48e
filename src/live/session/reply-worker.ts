import type { Brain, Voice } from '../../voices/index.ts';
import type { LiveEffect } from '../live-effect.ts';
import type { LiveEventOf } from '../live-event.ts';
import { createReplySound, type ReplySound } from './reply-sound.ts';
import { type PhraseRequest, voicePhrase } from './voice-replies.ts';

/** Thinks and voices one reply, until it is dropped. */
export interface ReplyWorker {
  readonly sound: ReplySound;
  ask(effect: Extract<LiveEffect, { type: 'ask-brain' }>): void;
  voice(effect: Extract<LiveEffect, { type: 'voice-phrase' }>): void;
  drop(): void;
}

export type ReplyWorkerOptions = {
  readonly brain: Brain;
  readonly voiceFor: (language: string) => Voice;
  readonly emit: (event: LiveEventOf) => void;
  /** Lets others go first. */
  readonly rest: (signal: AbortSignal) => Promise<void>;
  /** Work that the session waits for when it closes. */
  readonly track: (work: Promise<void>) => void;
  readonly signal: AbortSignal;
};

export function createReplyWorker(reply: string, options: ReplyWorkerOptions): ReplyWorker {
  const { brain, voiceFor, emit, track } = options;
  const controller = new AbortController();
  const abort = (): void => controller.abort(options.signal.reason);
  options.signal.addEventListener('abort', abort, { once: true });
  if (options.signal.aborted) abort();
  const { signal } = controller;
  const sound = createReplySound();
  let voicing: Promise<void> = Promise.resolve();
  let previousText: string | undefined;

  const fail = (part: 'brain' | 'voice', error: unknown): void => {
    if (signal.aborted) return;
    emit({
      type: 'part-failed',
      part,
      reply,
      message: error instanceof Error ? error.message : String(error),
    });
  };

  const think = async (request: Parameters<Brain['respond']>[0]): Promise<void> => {
    try {
      for await (const part of brain.respond(request, { signal })) {
        if (signal.aborted) return;
        if (part.type === 'text-said') emit({ type: 'brain-said', reply, text: part.text });
        else if (part.type === 'language-chosen') {
          emit({ type: 'brain-chose-language', reply, language: part.language });
        } else if (part.type === 'tool-called') emit({ ...part, type: 'brain-called-tool', reply });
        else if (part.type === 'tokens-counted') {
          emit({ type: 'brain-counted-tokens', reply, input: part.input, output: part.output });
        } else if (part.type === 'conversation-ended') emit({ type: 'brain-hung-up', reply });
      }
      if (!signal.aborted) emit({ type: 'brain-finished', reply });
    } catch (error) {
      fail('brain', error);
    }
  };

  const speak = async (request: PhraseRequest): Promise<void> => {
    if (signal.aborted) return;
    try {
      await voicePhrase(voiceFor(request.language), request, sound, {
        emit(event) {
          if (!signal.aborted) emit(event);
        },
        rest: options.rest,
        signal,
      });
    } catch (error) {
      fail('voice', error);
    }
  };

  return {
    sound,
    ask: ({ request }) => track(think(request)),
    voice({ phrase, text, language }) {
      const request: PhraseRequest = {
        reply,
        phrase,
        text,
        language,
        ...(previousText === undefined ? {} : { previousText }),
      };
      previousText = text;
      voicing = voicing.then(() => speak(request));
      track(voicing);
    },
    drop() {
      options.signal.removeEventListener('abort', abort);
      controller.abort(new DOMException('Nobody will hear this reply.', 'AbortError'));
    },
  };
}
