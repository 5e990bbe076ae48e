import { createResampler } from '../../../src/dsp/index.ts';
import {
  agentSampleRate,
  createLivePolicy,
  createLiveSession,
  type LiveNotice,
  type LivePolicyOptions,
} from '../../../src/live/index.ts';
import { createSimulatedClock } from '../../../src/testing/index.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { SpokenCache } from '../scenarios/spoken-cache.ts';
import { noiseRate } from '../sound-making.ts';
import { createOracleRecognizer } from './oracle-recognizer.ts';
import { createPlainLine, createSteadyLine } from './playing-line.ts';
import { createRealTimeLine } from './real-time-line.ts';
import type { Recording } from './recording.ts';
import { createRehearsedVoice } from './rehearsed-voice.ts';
import { createScriptedBrain } from './scripted-brain.ts';
import { createUserPlayer, stageFrame, stageFrameLength } from './user-player.ts';

export type StageOptions = {
  readonly cache: SpokenCache;
  /** Told what is said, as a recogniser would be; otherwise the agent goes by sound alone. */
  readonly recognised: boolean;
  readonly policy?: LivePolicyOptions;
  /** The agent speaks first. */
  readonly opens?: boolean;
  /** Seconds by which the user hears the agent later than the session says it: a client's buffer. Default .06. */
  readonly lag?: number;
  /**
   * Both ends stand still now and then, as two busy processes do, and the user's client is a plain one that runs dry,
   * instead of `lag`. Default none.
   */
  readonly jitter?: { readonly seed: string; readonly load: number };
};

/** A scenario in this process on a simulated clock: the same every time, and faster than it sounds. */
export async function runOnStage(
  scenario: Scenario,
  { cache, recognised, policy, opens = false, lag = 0.06, jitter }: StageOptions,
): Promise<Recording> {
  const clock = createSimulatedClock();
  const user = createUserPlayer(scenario);
  const { language, replies, thinking, agentVoice } = scenario;
  const notices: LiveNotice[] = [];
  const line = jitter === undefined ? createSteadyLine(lag) : createPlainLine();
  const toUser = createResampler({ from: agentSampleRate, to: noiseRate, quality: 'light' });
  const tag = language === 'zh' ? 'zh-CN' : 'en';
  const wait: typeof clock.wait = (duration, options) => clock.wait(duration, options);
  const session = await createLiveSession({
    brain: createScriptedBrain({ replies, thinking, wait, reads: recognised }),
    voices: [await createRehearsedVoice(cache, agentVoice, tag, wait)],
    ...(recognised
      ? {
          recognizer: createOracleRecognizer({
            words: () => user.words,
            seed: `${scenario.half}/${scenario.id}`,
          }),
        }
      : {}),
    policy: createLivePolicy({ languages: [tag], ...policy }),
    clock,
    opens,
    playout: { kind: 'paced', lead: 0 },
    send(output) {
      if (output.type === 'audio-ready') give(toUser.push(output.samples));
      else if (output.type === 'notice-told') {
        notices.push(output.notice);
        const { type } = output.notice;
        if (type === 'user-turn-started' || type === 'agent-yielded') give('cleared');
      }
    },
  });
  const heard: Float32Array[] = [];
  const tick = (): Float32Array => {
    const agent = line.play();
    heard.push(agent);
    return user.next(agent);
  };
  const pass = async (duration: number): Promise<void> => {
    await clock.advance(duration);
    await cache.idle();
    await clock.advance(0);
  };
  const receive = (sound: Float32Array | 'cleared'): void =>
    sound === 'cleared' ? line.clear() : line.push(sound);
  const hear = (captured: Float32Array): void => session.hear(captured, noiseRate);
  const far =
    jitter === undefined
      ? undefined
      : createRealTimeLine(`${scenario.id}/${jitter.seed}`, jitter.load, { tick, hear, pass, receive });
  const give = (sound: Float32Array | 'cleared'): void =>
    far === undefined ? receive(sound) : far.send(sound);
  while (!user.over) {
    if (far !== undefined) {
      await far.advance();
      continue;
    }
    hear(tick());
    await pass(stageFrame);
  }
  await clock.runUntil(Promise.resolve(session[Symbol.asyncDispose]()));
  const agent = new Float32Array(heard.length * stageFrameLength);
  for (const [index, frame] of heard.entries()) agent.set(frame, index * stageFrameLength);
  return { scenario, agent, played: user.played, notices };
}
