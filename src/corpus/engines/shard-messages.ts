import { GenerateError } from '../../generate/index.ts';
import { MediaError, type MediaErrorCode } from '../../media/index.ts';
import { ModelError, type ModelErrorCode } from '../../models/index.ts';
import { ScriptError } from '../../script/index.ts';
import { TimelineError } from '../../timeline/index.ts';
import { VoiceError } from '../../voices/index.ts';
import { CorpusError } from '../corpus-error.ts';
import type { ShardManifest } from '../run/run-manifest.ts';

/** What is said to a process that makes shards. */
export type ToShardProcess =
  /** First of all, and once. */
  ({ readonly type: 'begin' } & ShardProcessOptions) | { readonly type: 'make'; readonly shard: number };

export type ShardProcessOptions = {
  /** The store's name. */
  readonly run: string;
  /** Of the run that is expected there; whatever is there where it is left out. */
  readonly hash?: string | undefined;
  /** The program and its version: what another began is refused, for its bytes would be others. */
  readonly generator?: string | undefined;
  readonly module?: string | undefined;
};

export type FromShardProcess =
  | { readonly type: 'item'; readonly shard: number; readonly item: string; readonly duration: number }
  | { readonly type: 'done'; readonly manifest: ShardManifest }
  | { readonly type: 'failed'; readonly fault: Fault };

/** An error between two processes: what it is made anew from, so that whoever gets it can tell it from others. */
export type Fault = { readonly message: string } & (
  | {
      readonly kind: 'corpus';
      readonly key?: string | undefined;
      readonly item?: string | undefined;
      readonly field?: string | undefined;
      readonly retryable: boolean;
    }
  | { readonly kind: 'media'; readonly code: MediaErrorCode }
  | { readonly kind: 'model'; readonly code: ModelErrorCode }
  | { readonly kind: 'voice'; readonly voice?: string | undefined; readonly retryable: boolean }
  /** `cause`: what a voice said that failed. */
  | { readonly kind: 'generate'; readonly retryable: boolean; readonly cause?: Fault | undefined }
  | { readonly kind: 'other'; readonly name: string; readonly stack: string | undefined }
);

export function faultOf(error: unknown): Fault {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  if (error instanceof CorpusError) {
    const { key, item, field, retryable } = error;
    return { kind: 'corpus', message, key, item, field, retryable };
  }
  // A text that cannot be read is a fault of what was given.
  if (error instanceof ScriptError || error instanceof TimelineError) {
    return { kind: 'corpus', message, retryable: false };
  }
  if (error instanceof MediaError) return { kind: 'media', message, code: error.code };
  if (error instanceof ModelError) return { kind: 'model', message, code: error.code };
  if (error instanceof VoiceError) {
    return { kind: 'voice', message, voice: error.voice, retryable: error.retryable };
  }
  if (error instanceof GenerateError) {
    const cause = error.cause instanceof VoiceError ? faultOf(error.cause) : undefined;
    return { kind: 'generate', message, retryable: error.retryable, cause };
  }
  return { kind: 'other', message, name, stack };
}

export function errorOf(fault: Fault): Error {
  const { message } = fault;
  switch (fault.kind) {
    case 'corpus': {
      const { key, item, field, retryable } = fault;
      return new CorpusError(message, {
        retryable,
        ...(key === undefined ? {} : { key }),
        ...(item === undefined ? {} : { item }),
        ...(field === undefined ? {} : { field }),
      });
    }
    case 'media':
      return new MediaError(fault.code, message);
    case 'model':
      return new ModelError(fault.code, message);
    case 'voice': {
      const { voice, retryable } = fault;
      return new VoiceError(message, { retryable, ...(voice === undefined ? {} : { voice }) });
    }
    case 'generate': {
      const { cause, retryable } = fault;
      return new GenerateError(message, {
        retryable,
        ...(cause === undefined ? {} : { cause: errorOf(cause) }),
      });
    }
    case 'other':
    default: {
      const error = new Error(message);
      error.name = fault.name;
      if (fault.stack !== undefined) error.stack = fault.stack;
      return error;
    }
  }
}
