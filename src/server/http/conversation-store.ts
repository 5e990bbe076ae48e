import { randomBytes } from 'node:crypto';
import type { Timeline } from '../../timeline/index.ts';

/** A conversation that was made, kept for a while. */
export type KeptConversation = {
  readonly id: string;
  /** Who asked for it, and may have it. */
  readonly owner: string;
  readonly audio: Uint8Array;
  readonly mediaType: string;
  readonly extension: string;
  readonly timeline: Timeline;
  readonly warnings: readonly string[];
  /** Unix time, seconds. */
  readonly expires: number;
};

export interface ConversationStore {
  keep(conversation: Omit<KeptConversation, 'id' | 'expires'>): KeptConversation;
  find(id: string, owner: string): KeptConversation | undefined;
  remove(id: string, owner: string): boolean;
}

/** Seconds, bytes in all, and how many: what is oldest goes first. */
const lifetime = 3600;
const mostBytes = 512 * 1_048_576;
const mostKept = 200;

export function createConversationStore(now: () => number): ConversationStore {
  const kept = new Map<string, KeptConversation>();
  let bytes = 0;

  const drop = (id: string): void => {
    bytes -= kept.get(id)?.audio.length ?? 0;
    kept.delete(id);
  };
  const tidy = (): void => {
    // In the order in which they were made.
    for (const { id, expires } of kept.values()) {
      if (expires > now() && bytes <= mostBytes && kept.size <= mostKept) return;
      drop(id);
    }
  };

  return {
    keep(conversation) {
      const whole: KeptConversation = {
        ...conversation,
        id: `conv_${randomBytes(12).toString('base64url')}`,
        expires: Math.round(now() + lifetime),
      };
      kept.set(whole.id, whole);
      bytes += whole.audio.length;
      tidy();
      return whole;
    },
    find(id, owner) {
      tidy();
      const found = kept.get(id);
      return found?.owner === owner ? found : undefined;
    },
    remove(id, owner) {
      if (kept.get(id)?.owner !== owner) return false;
      drop(id);
      return true;
    },
  };
}
