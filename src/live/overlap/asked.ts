import type { AgentState } from '../live-state.ts';

/** Seconds before the end of a question at which it is understood, and after it for which it waits for an answer. */
const before = 0.6;
const after = 1.5;

/** Whether the agent, who is still speaking, has just asked something: then `yes` is an answer to it. */
export function hasAsked(agent: AgentState): boolean {
  if (agent.phase !== 'speaking') return false;
  const { phrases, position } = agent.reply;
  let end = 0;
  for (const { text, duration } of phrases) {
    end += duration;
    if (end - before > position) return false;
    if (position < end + after && /[?？]["'”’)\]」』）\s]*$/u.test(text)) return true;
  }
  return false;
}
