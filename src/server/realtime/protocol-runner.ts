import {
  type ProtocolAction,
  type ProtocolInput,
  type ProtocolState,
  protocolStep,
  type SessionOffer,
  type SessionUpdate,
  startProtocol,
} from '../../live/index.ts';

/** Takes the protocol's steps and has its actions performed in order. */
export interface ProtocolRunner {
  readonly state: ProtocolState;
  step(input: ProtocolInput): void;
  /** The first words: once, before any step. */
  begin(): void;
  /** No step is taken any more. */
  stop(): void;
}

export function createProtocolRunner(
  offer: SessionOffer,
  updates: readonly SessionUpdate[],
  perform: (action: ProtocolAction) => void,
): ProtocolRunner {
  const waiting: ProtocolAction[] = [];
  const started = startProtocol(offer, updates);
  let { state } = started;
  let performing = false;
  let stopped = false;
  return {
    get state() {
      return state;
    },
    step(input) {
      if (stopped) return;
      const next = protocolStep(state, input);
      state = next.state;
      waiting.push(...next.actions);
      // What an action brings about comes after the other actions of its step.
      if (performing) return;
      performing = true;
      try {
        for (let action = waiting.shift(); action !== undefined; action = waiting.shift()) perform(action);
      } finally {
        performing = false;
      }
    },
    begin() {
      for (const action of started.actions) perform(action);
    },
    stop() {
      stopped = true;
    },
  };
}
