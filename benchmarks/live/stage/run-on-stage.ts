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
import { createLateServer } from './late-server.ts';
import { createOracleRecognizer } from './oracle-recognizer.ts';
import { createPlainLine, createSteadyLine } from './playing-line.ts';
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
  /** The server is late as a busy one is, and the user's client a plain one that runs dry, instead of `lag`. Default none. */
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
  const server =
    jitter === undefined ? undefined : createLateServer(`${scenario.id}/${jitter.seed}`, jitter.load);
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
      if (output.type === 'audio-ready') line.push(toUser.push(output.samples));
      else if (output.type === 'notice-told') {
        notices.push(output.notice);
        const { type } = output.notice;
        if (type === 'user-turn-started' || type === 'agent-yielded') line.clear();
      }
    },
  });
  const heard: Float32Array[] = [];
  while (!user.over) {
    const agent = line.play();
    heard.push(agent);
    const captured = user.next(agent);
    for (const frame of server?.take(captured) ?? [captured]) session.hear(frame, noiseRate);
    await clock.advance(stageFrame);
    await cache.idle();
    await clock.advance(0);
  }
  await clock.runUntil(Promise.resolve(session[Symbol.asyncDispose]()));
  const agent = new Float32Array(heard.length * stageFrameLength);
  for (const [index, frame] of heard.entries()) agent.set(frame, index * stageFrameLength);
  return { scenario, agent, played: user.played, notices };
}
