import type { LiveClientEvent, LiveClientSession } from '../../src/live/protocol/index.ts';
import { MicrophoneTrouble, openMicrophone } from '../sound/microphone.ts';
import { startTalk, type Talk, type TalkRecord } from './talk.ts';

/** One talk after another, at most one at a time, with what the user does to the microphone meanwhile. */
export interface TalkRoom {
  readonly phase: TalkPhase;
  /** Of the latest talk, also when it is over. */
  readonly record: TalkRecord | undefined;
  readonly muted: boolean;
  /** The key to talk is held. */
  readonly held: boolean;
  /** The server hears silence. */
  readonly silenced: boolean;
  begin(withMicrophone: boolean): Promise<void>;
  end(): void;
  toggleMute(): void;
  press(): void;
  release(): void;
  stopAgent(): void;
  type(text: string): Promise<void>;
  /** What is wanted of the talk has changed. */
  change(): void;
}

export type TalkPhase = 'idle' | 'starting' | 'talking';

export type TalkWanted = {
  readonly address: string;
  readonly key?: string;
  readonly session: LiveClientSession;
  readonly holdToTalk: boolean;
};

export type TalkRoomOptions = {
  readonly worklet: string;
  /** What the user has chosen by now. */
  readonly wanted: () => TalkWanted;
  /** Phase, muting or holding has changed. */
  readonly onChange: () => void;
  readonly onEvent: (event: LiveClientEvent) => void;
  readonly onTrouble: (message: string, offersTyping: boolean) => void;
};

/** Seconds of sound that are still on their way from the microphone when a key is let go. */
const releaseDelay = 0.15;

export function createTalkRoom(options: TalkRoomOptions): TalkRoom {
  const { wanted, onChange, onTrouble } = options;
  let phase: TalkPhase = 'idle';
  let talk: Talk | undefined;
  let record: TalkRecord | undefined;
  let muted = false;
  let held = false;
  /** Counts the beginnings: what belongs to an earlier one is let go. */
  let beginnings = 0;

  const silenced = (): boolean => muted || (wanted().holdToTalk && !held);
  const settle = (): void => {
    talk?.mute(silenced());
    onChange();
  };

  const open = (microphone: MediaStream | undefined, number: number): Promise<Talk> =>
    openTalk(options, microphone, {
      muted: silenced(),
      isCurrent: () => number === beginnings,
      onBroken: () => end(),
    });

  const begin = async (withMicrophone: boolean): Promise<void> => {
    if (phase !== 'idle') return;
    beginnings += 1;
    const number = beginnings;
    phase = 'starting';
    settle();
    let microphone: MediaStream | undefined;
    try {
      if (withMicrophone) microphone = await openMicrophone();
      const opened = number === beginnings ? await open(microphone, number) : undefined;
      if (number !== beginnings) {
        release(microphone);
        await opened?.close();
        return;
      }
      talk = opened;
      record = opened?.record;
      phase = 'talking';
    } catch (error) {
      release(microphone);
      if (number !== beginnings) return;
      phase = 'idle';
      const message = error instanceof Error ? error.message : String(error);
      const refused = error instanceof MicrophoneTrouble;
      onTrouble(refused ? message : `The sound of this page could not be started: ${message}`, refused);
    }
    settle();
  };

  const end = (): void => {
    beginnings += 1;
    // A context that is closed twice says so; nothing is left to be done about it.
    void talk?.close().catch(() => {});
    talk = undefined;
    phase = 'idle';
    held = false;
    settle();
  };

  const letGo = (): void => {
    if (!held) return;
    held = false;
    settle();
    talk?.release();
  };

  return {
    get phase() {
      return phase;
    },
    get record() {
      return record;
    },
    get muted() {
      return muted;
    },
    get held() {
      return held;
    },
    get silenced() {
      return silenced();
    },
    begin,
    end,
    toggleMute() {
      muted = !muted;
      settle();
    },
    press() {
      if (talk === undefined || held) return;
      held = true;
      if (talk.record.conversation.agent !== 'quiet') talk.stopAgent();
      settle();
    },
    release() {
      if (held) setTimeout(letGo, releaseDelay * 1000);
    },
    stopAgent: () => talk?.stopAgent(),
    async type(text) {
      await begin(false);
      talk?.type(text);
    },
    change() {
      talk?.change(wanted().session);
      settle();
    },
  };
}

type Opening = {
  readonly muted: boolean;
  /** Whether anybody still wants to know. */
  readonly isCurrent: () => boolean;
  readonly onBroken: () => void;
};

function openTalk(
  { worklet, wanted, onEvent, onTrouble }: TalkRoomOptions,
  microphone: MediaStream | undefined,
  { muted, isCurrent, onBroken }: Opening,
): Promise<Talk> {
  const { address, key, session } = wanted();
  return startTalk({
    address,
    session,
    worklet,
    muted,
    ...(key === undefined ? {} : { key }),
    ...(microphone === undefined ? {} : { microphone }),
    onEvent: (event) => {
      if (isCurrent() && event.type !== 'text-typed') onEvent(event);
    },
    onTrouble: (message) => {
      if (!isCurrent()) return;
      onBroken();
      onTrouble(message, true);
    },
  });
}

function release(microphone: MediaStream | undefined): void {
  for (const track of microphone?.getTracks() ?? []) track.stop();
}
