import { MediaError, type MediaErrorCode } from '../../media/index.ts';
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

/** An error between two processes. */
export type Fault = {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly code: string | undefined;
  readonly key: string | undefined;
  readonly item: string | undefined;
  readonly field: string | undefined;
  readonly retryable: boolean;
};

export function faultOf(error: unknown): Fault {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const corpus = error instanceof CorpusError ? error : undefined;
  return {
    name,
    message,
    stack,
    code: error instanceof MediaError ? error.code : undefined,
    key: corpus?.key,
    item: corpus?.item,
    field: corpus?.field,
    retryable: corpus?.retryable ?? false,
  };
}

export function errorOf(fault: Fault): Error {
  const { name, message, stack, key, item, field, retryable } = fault;
  if (name === 'CorpusError') {
    return new CorpusError(message, {
      retryable,
      ...(key === undefined ? {} : { key }),
      ...(item === undefined ? {} : { item }),
      ...(field === undefined ? {} : { field }),
    });
  }
  const code = mediaCodeOf(fault);
  if (code !== undefined) return new MediaError(code, message);
  const error = new Error(message);
  error.name = name;
  if (stack !== undefined) error.stack = stack;
  return error;
}

/** Those that a store has; any other failure of sound is the job's fault. */
const storeCodes: readonly MediaErrorCode[] = [
  'disk-full',
  'no-permission',
  'missing-file',
  'missing-folder',
  'io',
];

function mediaCodeOf({ name, code }: Fault): MediaErrorCode | undefined {
  return name === 'MediaError' ? (storeCodes.find((known) => known === code) ?? 'io') : undefined;
}
