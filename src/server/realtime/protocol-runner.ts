import {
  type ProtocolAction,
  type ProtocolInput,
  type ProtocolState,
  protocolStep,
  type SessionOffer,
  startProtocol,
} from '../../live/index.ts';

/** Takes the protocol's steps and has its actions performed in order. */
export interface ProtocolRunner {
  readonly state: ProtocolState;
  step(input: ProtocolInput): void;
  /** No step is taken any more. */
  stop(): void;
}

export function createProtocolRunner(
  offer: SessionOffer,
  perform: (action: ProtocolAction) => void,
): ProtocolRunner {
  const waiting: ProtocolAction[] = [];
  let { state } = startProtocol(offer);
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
    stop() {
      stopped = true;
    },
  };
}
