import { createSpeechGate } from './speech-gate.ts';

/** How long the user waited for an answer, measured on the sound that this page captured and played. */
export type ReplyLatency = {
  /** Seconds of the page's clock: the user's last speech, and the agent's first sound. */
  readonly userEnd: number;
  readonly agentStart: number;
  /** Seconds; below 0 where the agent began while the user still spoke. */
  readonly latency: number;
};

export interface LatencyMeter {
  /**
   * The next 20 ms: levels in dBFS, and which item of the agent was playing. Returns a latency with the first sound of
   * an item that answers speech.
   */
  hear(block: MeterBlock): ReplyLatency | undefined;
}

export type MeterBlock = {
  readonly time: number;
  readonly userLevel: number;
  readonly agentLevel: number;
  readonly item: string | undefined;
  /** Seconds from playing to hearing. */
  readonly outputDelay: number;
};

const blockDuration = 0.02;
/** dBFS from which the agent is heard. */
const audible = -50;
/** Seconds of sound that make it speech, not a click. */
const shortestSpeech = 0.15;
/** Seconds after which what the agent says is no longer an answer. */
const longestWait = 15;

export function createLatencyMeter(): LatencyMeter {
  const gate = createSpeechGate();
  let spoken = 0;
  let lastSpeech: number | undefined;
  let measured: string | undefined;

  return {
    hear({ time, userLevel, agentLevel, item, outputDelay }) {
      if (gate.hear(userLevel)) {
        if (lastSpeech !== undefined && time - lastSpeech > 1) spoken = 0;
        spoken += blockDuration;
        lastSpeech = time + blockDuration;
      }
      if (item === undefined || item === measured || agentLevel < audible) return undefined;
      measured = item;
      if (lastSpeech === undefined || spoken < shortestSpeech) return undefined;
      const agentStart = time + outputDelay;
      const answer = { userEnd: lastSpeech, agentStart, latency: agentStart - lastSpeech };
      spoken = 0;
      return answer.latency > longestWait ? undefined : answer;
    },
  };
}
