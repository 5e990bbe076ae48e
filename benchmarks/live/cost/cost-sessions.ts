import { createEar, type EarOptions } from '../../../src/live/ear/create-ear.ts';
import {
  createLivePolicy,
  createLiveSession,
  type LiveClock,
  type LiveOutput,
  type LiveSession,
} from '../../../src/live/index.ts';
import type { Voice } from '../../../src/voices/index.ts';
import { createScenario } from '../scenarios/create-scenario.ts';
import type { SpokenCache } from '../scenarios/spoken-cache.ts';
import { noiseRate } from '../sound-making.ts';
import { createRehearsedVoice } from '../stage/rehearsed-voice.ts';
import { createScriptedBrain } from '../stage/scripted-brain.ts';
import { createUserPlayer, stageFrameLength } from '../stage/user-player.ts';

export type CostEar = Pick<EarOptions, 'echoCancellation'>;

/** What a user says in half a minute: questions, long answers listened to, one interruption. Played in a circle. */
export async function userTrack(cache: SpokenCache, index: number): Promise<Float32Array> {
  const frames: Float32Array[] = [];
  for (const kind of ['interruption', 'turn', 'control'] as const) {
    const scenario = await createScenario({ half: 'tuning', kind, index }, cache);
    // Nobody is there to answer, so the triggers go by an agent that always speaks for so long.
    const user = createUserPlayer({ ...scenario, longest: 10 });
    const spoken = new Float32Array(stageFrameLength).fill(0.1);
    const silent = new Float32Array(stageFrameLength);
    while (!user.over && user.time < 10) frames.push(user.next(user.time % 6 > 3 ? spoken : silent));
    while (frames.length % 500 !== 0) frames.push(user.next(silent));
  }
  const track = new Float32Array(frames.length * stageFrameLength);
  for (const [place, frame] of frames.entries()) track.set(frame, place * stageFrameLength);
  return track;
}

export type CostSession = { readonly session: LiveSession; readonly track: Float32Array };

export async function openCostSession(
  cache: SpokenCache,
  track: Float32Array,
  clock: LiveClock,
  ear: CostEar,
  send: (output: LiveOutput) => void = () => {},
): Promise<CostSession> {
  const wait: LiveClock['wait'] = (duration, options) => clock.wait(duration, options);
  const voice: Voice = await createRehearsedVoice(cache, 'flite/slt', 'en', wait);
  const { replies } = await createScenario({ half: 'tuning', kind: 'control', index: 0 }, cache);
  const session = await createLiveSession({
    brain: createScriptedBrain({ replies: replies.slice(0, 1), thinking: [0.15], wait, reads: false }),
    voices: [voice],
    ear: await createEar(ear),
    policy: createLivePolicy({ silence: { prompts: 0 } }),
    clock,
    send,
  });
  return { session, track };
}

/** The next 20 ms of a track that goes round. */
export function trackFrame(track: Float32Array, frame: number): Float32Array {
  const start = (frame * stageFrameLength) % track.length;
  return track.subarray(start, start + stageFrameLength);
}

export const trackRate = noiseRate;

/** Bytes that are in use once everything else has been collected. */
export function usedMemory(): number {
  for (let round = 0; round < 3; round++) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
