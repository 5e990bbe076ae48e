import {
  type LiveSessionOptions,
  type LiveTool,
  type LiveWish,
  sessionPolicy,
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
    tools: session.tools.map(liveTool),
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
    tools: tools.map(liveTool),
    voices: voicesFor(session),
    toolChoice: typeof choice === 'object' ? { name: choice.name } : choice,
    ...(most === 'inf' ? {} : { mostTokens: most }),
  };
}

function liveTool({ name, description, parameters }: WireSession['tools'][number]): LiveTool {
  return { name, ...(description === undefined ? {} : { description }), parameters };
}
