import { createResampler } from '../../../src/dsp/index.ts';
import {
  agentSampleRate,
  createLivePolicy,
  createLiveSession,
  type LiveNotice,
  type LiveOutput,
  type LivePolicyOptions,
  type LivePreset,
  type LiveSession,
  type LiveSessionOptions,
} from '../../../src/live/index.ts';
import {
  createFakeBrain,
  createSimulatedClock,
  type FakeAnswer,
  type FakeBrain,
} from '../../../src/testing/index.ts';
import type { Timeline } from '../../../src/timeline/index.ts';
import type { BrainRequest } from '../../../src/voices/index.ts';
import type { Scenario, ScenarioEnd, UserPart } from '../scenarios/scenario.ts';
import type { SpokenCache } from '../scenarios/spoken-cache.ts';
import { noiseRate, silence } from '../sound-making.ts';
import { createOracleRecognizer } from '../stage/oracle-recognizer.ts';
import { createRehearsedVoice } from '../stage/rehearsed-voice.ts';
import { createSoundLine } from '../stage/sound-line.ts';
import {
  createUserPlayer,
  type PlayedPart,
  stageFrame,
  stageFrameLength,
  type UserPlayer,
} from '../stage/user-player.ts';

/** Frames of the agent's sound in 20 ms. */
const agentFrame = agentSampleRate * stageFrame;

export type Play = {
  readonly cache: SpokenCache;
  readonly parts: readonly UserPart[];
  /** Default: two seconds after the agent, having spoken, fell silent. */
  readonly until?: ScenarioEnd;
  readonly longest?: number;
  /** One after another as the agent has been heard, the last for all that follow; or what to answer. */
  readonly answers?: readonly FakeAnswer[] | ((request: BrainRequest) => FakeAnswer);
  /** Seconds for which the brain thinks. Default .15. */
  readonly thinking?: number;
  /** Whether the brain needs words. Default: if there is a recogniser. */
  readonly reads?: boolean;
  /** Who speaks, by language. Default Slt of Flite. */
  readonly voices?: readonly (readonly [id: string, language: string])[];
  /** `oracle`: told the words as a good recogniser would be, without mistakes. Default: none. */
  readonly words?: 'oracle';
  /** Seconds from a word's end until the oracle tells it. Default .3. */
  readonly wordLatency?: number;
  readonly policy?: LivePolicyOptions;
  readonly preset?: LivePreset;
  readonly echo?: Scenario['echo'];
  readonly floor?: Float32Array;
  readonly session?: Partial<LiveSessionOptions>;
  /** Seconds of the machine's time that each second of the play takes at least, for a recogniser of flesh and blood. */
  readonly pace?: number;
  /** Before each frame. */
  readonly meanwhile?: (session: LiveSession, time: number) => void;
};

/** A conversation as it went. */
export type Performance = {
  /** 24 kHz: what the user heard. */
  readonly agent: Float32Array;
  /** 16 kHz: what the microphone brought. */
  readonly user: Float32Array;
  readonly duration: number;
  readonly played: readonly PlayedPart[];
  readonly notices: readonly LiveNotice[];
  readonly timeline: Timeline;
  /** Every request to the brain, those that were thought of ahead too. */
  readonly requests: readonly BrainRequest[];
  readonly brain: FakeBrain;
  readonly ended: string;
};

/**
 * A user's track played to a real session: the real ear, embedded voices, a simulated clock. The user hears the agent
 * and goes by it; the same play gives the same samples.
 */
export async function perform(play: Play): Promise<Performance> {
  const { cache, pace = 0 } = play;
  const clock = createSimulatedClock();
  const user = createUserPlayer(scenarioOf(play));
  const brain = createFakeBrain({
    answers: answerOf(play.answers ?? ['I see.']),
    delay: play.thinking ?? 0.15,
    clock,
    reads: play.reads ?? (play.words !== undefined || play.session?.recognizer !== undefined),
  });
  const notices: LiveNotice[] = [];
  let heard = new Float32Array(agentFrame * 500);
  let frames = 0;
  const line = createSoundLine();
  const toUser = createResampler({ from: agentSampleRate, to: noiseRate, quality: 'light' });
  const { session, begun } = await open(play, { clock, user, brain }, (output) => {
    if (output.type === 'notice-told') notices.push(output.notice);
    else if (output.type === 'audio-ready') heard.set(output.samples, frames * agentFrame);
  });
  const captured: Float32Array[] = [];
  while (!user.over) {
    play.meanwhile?.(session, user.time);
    const sound = user.next(line.pull(stageFrameLength));
    captured.push(sound);
    session.hear(sound, noiseRate);
    line.push(toUser.push(heard.slice(frames * agentFrame, (frames + 1) * agentFrame)));
    frames += 1;
    if ((frames + 1) * agentFrame > heard.length) heard = doubled(heard);
    await clock.advance(stageFrame);
    await cache.idle();
    await clock.advance(0);
    const early = pace * frames * stageFrame - (performance.now() - begun) / 1000;
    if (early > 0.005) await new Promise((resolve) => setTimeout(resolve, early * 1000));
  }
  await clock.runUntil(Promise.resolve(session[Symbol.asyncDispose]()));
  return {
    agent: heard.subarray(0, frames * agentFrame),
    user: joined(captured),
    duration: frames * stageFrame,
    played: user.played,
    notices,
    timeline: session.timeline(),
    requests: brain.requests,
    brain,
    ended: await session.ended,
  };
}

function answerOf(answers: NonNullable<Play['answers']>): (request: BrainRequest) => FakeAnswer {
  if (typeof answers === 'function') return answers;
  return ({ turns }) => {
    const heard = turns.filter(({ type }) => type === 'agent').length;
    return answers[Math.min(heard, answers.length - 1)] ?? '';
  };
}

type Cast = {
  readonly clock: ReturnType<typeof createSimulatedClock>;
  readonly user: UserPlayer;
  readonly brain: FakeBrain;
};

async function open(
  play: Play,
  { clock, user, brain }: Cast,
  send: (output: LiveOutput) => void,
): Promise<{ session: LiveSession; begun: number }> {
  const { cache, voices = [['flite/slt', 'en']] } = play;
  const spoken = await Promise.all(
    voices.map(([id, language]) =>
      // Always as long, so that a picture drawn again is the same.
      createRehearsedVoice(cache, id, language, (_took, options) => clock.wait(voiceTime, options)),
    ),
  );
  const oracle = {
    words: () => user.words,
    seed: 'theatre',
    errors: 0,
    ...(play.wordLatency === undefined ? {} : { latency: play.wordLatency }),
  };
  const session = await createLiveSession({
    brain,
    voices: spoken,
    ...(play.words === undefined ? {} : { recognizer: createOracleRecognizer(oracle) }),
    policy: createLivePolicy(play.policy, play.preset),
    clock,
    send,
    ...play.session,
  });
  return { session, begun: performance.now() };
}

/** Seconds from being asked until its sound is there. */
const voiceTime = 0.06;

function scenarioOf({ parts, until, longest = 60, floor = silence(1), echo }: Play): Scenario {
  return {
    id: 'play',
    kind: 'control',
    variant: '',
    half: 'tuning',
    language: 'en',
    userLevel: -24,
    floor,
    parts,
    replies: [],
    thinking: [],
    agentVoice: '',
    until: until ?? { type: 'agent-ended', after: 2 },
    longest,
    ...(echo === undefined ? {} : { echo }),
  };
}

function doubled(samples: Float32Array): Float32Array<ArrayBuffer> {
  const more = new Float32Array(samples.length * 2);
  more.set(samples);
  return more;
}

function joined(frames: readonly Float32Array[]): Float32Array {
  const sound = new Float32Array(frames.length * stageFrameLength);
  for (const [index, frame] of frames.entries()) sound.set(frame, index * stageFrameLength);
  return sound;
}
