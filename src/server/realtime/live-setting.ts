import {
  type LiveSessionOptions,
  type LiveWish,
  sessionPolicy,
  toolChoiceOf,
  toolDescription,
  type WireSession,
} from '../../live/index.ts';
import type { RealtimeSessionOptions } from './realtime-session.ts';

/** What a session of the protocol asks of the engine when it starts. */
export function liveOptions(
  options: Pick<RealtimeSessionOptions, 'brain' | 'recognizer' | 'facts' | 'policy' | 'voicesFor'>,
  session: WireSession,
  interrupts: boolean,
): Omit<LiveSessionOptions, 'send'> {
  const { brain, recognizer, facts, policy, voicesFor } = options;
  return {
    brain,
    voices: voicesFor(session),
    policy: sessionPolicy(session, interrupts, policy),
    instructions: session.instructions,
    tools: session.tools.map(toolDescription),
    opens: session.duologue.opens,
    playout: { kind: session.duologue.playback },
    ...(recognizer === undefined ? {} : { recognizer }),
    ...(facts === undefined ? {} : { facts }),
  };
}

/** And when it changes. */
export function settingOf(
  { voicesFor }: Pick<RealtimeSessionOptions, 'voicesFor'>,
  session: WireSession,
): LiveWish {
  const { instructions, tools, tool_choice: choice, max_output_tokens: most } = session;
  return {
    type: 'setting-changed',
    instructions,
    tools: tools.map(toolDescription),
    voices: voicesFor(session),
    toolChoice: toolChoiceOf(choice),
    mostTokens: most === 'inf' ? 'unlimited' : most,
  };
}
