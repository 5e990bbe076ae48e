import type { ProviderErrorCode } from '../../voices/index.ts';
import type { LinkEvents } from '../relay/link.ts';

/** What one connection says and understands: one for each, so that it may count. Nothing here waits. */
export interface Talk {
  /** Said first. */
  opening(): readonly string[];
  sound(pcm: Uint8Array): string | Uint8Array;
  utteranceEnd(): readonly string[];
  soundEnd(): readonly string[];
  /** Said when nothing else was for so many seconds. */
  readonly keepAlive?: { readonly every: number; readonly message: string };
  /** A message, parsed. False: it is none that is known to be. */
  read(message: unknown): boolean;
}

export type TalkEvents = Pick<LinkEvents, 'heard' | 'warn' | 'padded'> & {
  /** The vendor will not go on. What it said may have the key in it: it is taken out. */
  refuse(code: ProviderErrorCode, said: string, retryable: boolean): void;
};
