import { addScaled } from '../../../src/dsp/index.ts';
import type { Word } from '../../../src/timeline/index.ts';
import type { Scenario, UserPart } from '../scenarios/scenario.ts';
import { noiseRate } from '../sound-making.ts';
import { createEchoPath } from './echo-path.ts';

/** Seconds and samples of a frame, at 16 kHz. */
export const stageFrame = 0.02;
export const stageFrameLength = noiseRate * stageFrame;

/** Amplitude of the agent's sound above which it speaks: -46 dBFS. */
const agentSounds = 0.005;

/** Seconds: an answer that comes later is none. */
const answerPatience = 5.5;

/** A part and when it was played, by the user's clock. */
export type PlayedPart = {
  readonly part: UserPart;
  /** Of its first sample. */
  readonly at: number;
  /** What it says begins and ends. */
  readonly start: number;
  readonly end: number;
};

/** Plays the user of a scenario, who hears the agent and goes by it. */
export interface UserPlayer {
  /** The next 20 ms at the microphone. `agent`: the 16 kHz sound that the user hears in the same 20 ms. */
  next(agent: Float32Array): Float32Array;
  readonly played: readonly PlayedPart[];
  /** Words of what has begun to be said, at their times on the user's clock. */
  readonly words: readonly HeardWord[];
  readonly time: number;
  readonly over: boolean;
}

export type HeardWord = Word & {
  /** Share of a recogniser's chances to miss it, because it is far off. */
  readonly missed: number;
};

export function createUserPlayer(scenario: Scenario): UserPlayer {
  const { parts, until, floor, longest } = scenario;
  const played: PlayedPart[] = [];
  const words: HeardWord[] = [];
  const echo =
    scenario.echo === undefined ? undefined : createEchoPath(scenario.echo.response, scenario.echo.gain);
  const speaker = createLoudspeaker(scenario.echo?.distortion);
  let frame = 0;
  let frontier = 0;
  let agentBegan: number | undefined;
  let agentLast: number | undefined;
  const time = (): number => frame * stageFrame;

  const watchAgent = (agent: Float32Array): void => {
    if (!agent.some((sample) => Math.abs(sample) > agentSounds)) return;
    agentLast = time();
    if (time() >= frontier) agentBegan ??= time();
  };

  const due = ({ when }: UserPart): boolean => {
    if (time() < frontier) return false;
    if (when.type === 'time-reached') return time() >= when.at;
    if (when.type === 'agent-began') return agentBegan !== undefined && time() >= agentBegan + when.after;
    return agentBegan !== undefined && agentLast !== undefined && time() >= agentLast + when.after;
  };

  const begin = (part: UserPart): void => {
    const at = time();
    played.push({ part, at, start: at + part.start, end: at + part.end });
    for (const word of part.words) {
      words.push({ ...word, start: word.start + at, end: word.end + at, missed: part.missed });
    }
    frontier = at + part.end;
    agentBegan = undefined;
  };

  return {
    played,
    words,
    get time() {
      return time();
    },
    get over() {
      if (time() >= longest) return true;
      if (played.length < parts.length || time() < frontier) return false;
      if (until.type === 'parts-played') return time() >= frontier + until.after;
      if (until.type === 'answer-ended' && agentBegan === undefined)
        return time() >= frontier + answerPatience;
      return agentLast !== undefined && time() >= Math.max(agentLast, frontier) + until.after;
    },
    next(agent) {
      watchAgent(agent);
      const part = parts[played.length];
      if (part !== undefined && due(part)) begin(part);
      const captured = new Float32Array(stageFrameLength);
      const offset = frame * stageFrameLength;
      for (let index = 0; index < stageFrameLength; index++) {
        captured[index] = floor[(offset + index) % floor.length] ?? 0;
      }
      for (const { part: sound, at } of played) {
        const from = offset - Math.round(at * noiseRate);
        const piece = sound.samples.subarray(from, Math.min(from + stageFrameLength, sound.samples.length));
        if (from >= 0 && piece.length > 0) addScaled(captured, piece, 0, 1);
      }
      if (echo !== undefined) addScaled(captured, echo.push(speaker(agent)), 0, 1);
      frame += 1;
      return captured;
    },
  };
}

/** A small one, driven hard: loud sound comes out of it bent, as in the ear's own scenes. */
function createLoudspeaker(distortion = 0): (sound: Float32Array) => Float32Array {
  if (distortion === 0) return (sound) => sound;
  const drive = 0.5 + 5 * distortion;
  return (sound) =>
    sound.map((sample) => Math.tanh(drive * (sample + 0.15 * distortion * sample * sample)) / drive);
}
