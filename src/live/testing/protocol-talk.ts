import { createLivePolicy } from '../policy.ts';
import { parseClientEvent } from '../protocol/parse-client-event.ts';
import { type ProtocolAction, type ProtocolState, startProtocol } from '../protocol/protocol-state.ts';
import { type ProtocolInput, protocolStep } from '../protocol/protocol-step.ts';
import type { ServerEvent } from '../protocol/server-events.ts';
import type { SessionOffer } from '../protocol/session-config.ts';
import type { LiveOutput } from '../session-options.ts';
import { startState } from '../step.ts';

const offer: SessionOffer = {
  session: 'sess_1',
  model: 'test',
  voices: ['slt', 'rms'],
  recognises: true,
  languages: ['en'],
  opens: false,
  expiresAt: 0,
};

const live = startState(createLivePolicy(), {
  tools: [],
  recognised: true,
  brainReads: true,
  answersTools: false,
  opens: false,
});

/** The protocol with somebody at both ends. */
export function talk(changes: Partial<SessionOffer> = {}) {
  let state: ProtocolState = startProtocol({ ...offer, ...changes }).state;
  const actions: ProtocolAction[] = [];
  const step = (input: ProtocolInput): readonly ProtocolAction[] => {
    const next = protocolStep(state, input);
    state = next.state;
    actions.push(...next.actions);
    return next.actions;
  };
  return {
    get state() {
      return state;
    },
    actions,
    step,
    say(event: unknown): readonly ProtocolAction[] {
      const parsed = parseClientEvent(JSON.stringify(event));
      return parsed.type === 'event-parsed'
        ? step({ type: 'client-said', event: parsed.event, live })
        : step({ type: 'client-refused', error: parsed.error });
    },
    put: (output: LiveOutput) => step({ type: 'engine-put-out', output, live }),
    tell(notice: Extract<LiveOutput, { type: 'notice-told' }>['notice']) {
      return step({ type: 'engine-put-out', output: { type: 'notice-told', notice }, live });
    },
    pause: () => step({ type: 'engine-paused', live }),
  };
}

export const sent = (actions: readonly ProtocolAction[]): ServerEvent[] =>
  actions.flatMap((action) => (action.type === 'send' ? [action.event] : []));
export const types = (actions: readonly ProtocolAction[]): string[] =>
  actions.map((action) => (action.type === 'send' ? action.event.type : action.type));
export const wishes = (actions: readonly ProtocolAction[]): object[] =>
  actions.flatMap((action) => (action.type === 'wish' ? [action.wish] : []));
export const errors = (actions: readonly ProtocolAction[]): string[] =>
  sent(actions).flatMap((event) => (event.type === 'error' ? [event.error.code] : []));
