import type { ServerLimits } from '../limits.ts';
import { createRateMeter } from './rate-meter.ts';

/** Messages over the rate before a client is taken for hostile, and messages that are no text. */
const mostExcess = 400;
const mostBinary = 20;

export type GateVerdict =
  | { readonly type: 'let-in' }
  | { readonly type: 'dropped'; readonly code?: string; readonly message?: string }
  | { readonly type: 'thrown-out'; readonly code: 1003 | 1008; readonly reason: string };

/** Decides about each message of one client before anybody reads it. */
export interface MessageGate {
  judge(bytes: number, binary: boolean): GateVerdict;
  /** Messages that may come at one go. */
  readonly left: number;
}

export function createMessageGate(
  { messagesPerSecond, bytesPerSecond }: ServerLimits,
  now: () => number,
): MessageGate {
  const messages = createRateMeter(messagesPerSecond, messagesPerSecond * 2, now);
  const bytes = createRateMeter(bytesPerSecond, bytesPerSecond * 10, now);
  let excess = 0;
  let strange = 0;
  return {
    get left() {
      return Math.floor(messages.left);
    },
    judge(length, binary) {
      if (!messages.take(1) || !bytes.take(length)) {
        excess += 1;
        if (excess > mostExcess) {
          return { type: 'thrown-out', code: 1008, reason: 'messages come faster than they may' };
        }
        // One complaint is enough for many messages.
        if (excess % 100 !== 1) return { type: 'dropped' };
        const message = 'Messages come faster than they may: some are lost.';
        return { type: 'dropped', code: 'rate_limit_exceeded', message };
      }
      if (!binary) return { type: 'let-in' };
      strange += 1;
      if (strange > mostBinary) {
        return { type: 'thrown-out', code: 1003, reason: 'binary messages mean nothing here' };
      }
      const message = 'Binary messages mean nothing here: send events as JSON in text messages.';
      return { type: 'dropped', code: 'invalid_type', message };
    },
  };
}
