import type { Word } from '../../../src/timeline/index.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { SpokenCache } from '../scenarios/spoken-cache.ts';
import { noiseRate } from '../sound-making.ts';
import { runOnStage } from '../stage/run-on-stage.ts';
import { agentSpeech } from './agent-sound.ts';

/** A reply as it sounds when nobody says anything over it, from its first sound on. */
export type ReplyReference = {
  readonly samples: Float32Array;
  readonly duration: number;
  /** From its first sound. */
  readonly words: readonly Word[];
};

export interface References {
  of(scenario: Scenario, reply: number): Promise<ReplyReference>;
}

/** Each reply is spoken once to nobody. */
export function createReferences(cache: SpokenCache): References {
  const known = new Map<string, Promise<ReplyReference>>();
  const listen = async (scenario: Scenario, text: string): Promise<ReplyReference> => {
    const { echo: _, ...quiet } = scenario;
    const alone: Scenario = {
      ...quiet,
      floor: new Float32Array(noiseRate),
      parts: [],
      replies: [text],
      until: { type: 'agent-ended', after: 1 },
      longest: 110,
    };
    const { agent, notices } = await runOnStage(alone, { cache, recognised: false, opens: true });
    const spoken = agentSpeech(agent, 0.02);
    const [first, last] = [spoken[0], spoken.at(-1)];
    if (first === undefined || last === undefined)
      throw new Error(`Nothing was heard of the reply "${text}".`);
    const samples = agent.slice(Math.round(first.start * noiseRate), Math.round(last.end * noiseRate));
    const heard = notices.flatMap((notice) => (notice.type === 'reply-ended' ? notice.words : []));
    // Its clock is the session's, which is before the user's by the way of the sound.
    const zero = heard[0]?.start ?? 0;
    const words = heard.map((word) => ({ ...word, start: word.start - zero, end: word.end - zero }));
    return { samples, duration: last.end - first.start, words };
  };
  return {
    of(scenario, reply) {
      const text = scenario.replies[Math.min(reply, scenario.replies.length - 1)] ?? '';
      const key = `${scenario.agentVoice}\n${text}`;
      const reference = known.get(key) ?? listen(scenario, text);
      known.set(key, reference);
      return reference;
    },
  };
}
