import { createLivePolicy, type LivePolicy, type LivePolicyOptions } from '../policy.ts';
import type { WireSession, WireTurnDetection } from './wire-session.ts';

/** OpenAI's default of `silence_duration_ms`. */
const usualSilence = 500;

/**
 * How the agent takes turns in a session. What the protocol's numbers say is understood against OpenAI's defaults:
 * whoever asks for twice the silence gets twice the preset's patience. Without `idle_timeout_ms` and without a
 * preset the agent never breaks a silence, as OpenAI's does not. `interrupts`: what the client asked for.
 */
export function sessionPolicy(
  session: WireSession,
  interrupts: boolean,
  house: LivePolicyOptions = {},
): LivePolicy {
  const { turn_detection: turns, noise_reduction: noise } = session.audio.input;
  const preset = session.duologue.preset ?? undefined;
  const base = createLivePolicy(house, preset);
  return {
    ...base,
    languages: languagesOf(session),
    turnTaking: { ...base.turnTaking, ...turnTaking(base, turns) },
    interruptions: { ...base.interruptions, allowed: base.interruptions.allowed && interrupts },
    noise: {
      ...base.noise,
      ...(noise === null ? {} : { denoise: true }),
      ...(noise?.type === 'far_field' ? { nearOnly: false } : {}),
    },
    silence: { ...base.silence, ...silence(base, turns, preset !== undefined) },
  };
}

function languagesOf({ audio, duologue }: WireSession): readonly string[] {
  const said = audio.input.transcription?.language;
  return said === undefined
    ? duologue.languages
    : [said, ...duologue.languages.filter((one) => one !== said)];
}

function turnTaking(base: LivePolicy, turns: WireTurnDetection | null): Partial<LivePolicy['turnTaking']> {
  // Whoever pushes to talk asks for the answer as well.
  if (turns === null) return { automatic: false, answers: false };
  const { shortestWait, longestWait, answers } = base.turnTaking;
  const scale =
    turns.type === 'server_vad' ? turns.silence_duration_ms / usualSilence : eagerness[turns.eagerness];
  return {
    automatic: true,
    shortestWait: within(shortestWait * scale, 0.1, 2),
    longestWait: within(longestWait * scale, 0.3, 8),
    answers: answers && turns.create_response,
  };
}

const eagerness: Readonly<Record<'low' | 'medium' | 'high' | 'auto', number>> = {
  low: 2.5,
  medium: 1,
  auto: 1,
  high: 0.6,
};

function silence(
  base: LivePolicy,
  turns: WireTurnDetection | null,
  preset: boolean,
): Partial<LivePolicy['silence']> {
  const timeout = turns?.type === 'server_vad' ? turns.idle_timeout_ms : null;
  if (timeout !== null) return { promptAfter: within(timeout / 1000, 2, 600) };
  return preset ? base.silence : { prompts: 0 };
}

function within(value: number, lowest: number, highest: number): number {
  return Math.min(highest, Math.max(lowest, value));
}
