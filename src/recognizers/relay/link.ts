import type { Word } from '../../timeline/index.ts';

/**
 * One connection to whoever recognises: a child process, a socket. It may die and be replaced by another. Its clock
 * begins with the first sample that it is given.
 */
export interface Link {
  /** Sixteen bits a sample, little-endian. Only after `ready`. */
  send(pcm: Uint8Array): void;
  /** The utterance is over: an `utterance` with its words is wanted. */
  endUtterance(): void;
  /** No more sound comes. Every utterance has been ended before. */
  endSound(): void;
  /** Samples that were given and not yet taken. */
  readonly behind: number;
  /** Leaves nothing running. */
  close(): void | Promise<void>;
}

export type LinkEvents = {
  /** It can be sent to. */
  ready(): void;
  heard(heard: LinkHeard): void;
  warn(message: string): void;
  /** It was given so many samples of silence that the session has not. */
  padded(frames: number): void;
  /** It has said everything, after `endSound`. */
  done(): void;
  /** Nothing more comes. An error with `retryable: true` is answered by another link. */
  broken(error: Error): void;
};

/** Seconds of the link's clock. */
export type LinkHeard = {
  /**
   * `partial`: of what is being said, so far. `segment`: will not change, though the utterance may go on.
   * `utterance`: all that was left of it.
   */
  readonly kind: 'partial' | 'segment' | 'utterance';
  readonly text: string;
  readonly words: readonly Word[];
  readonly language?: string | undefined;
  /** Which utterance of this link, from 0, where the link knows. */
  readonly ordinal?: number;
};
