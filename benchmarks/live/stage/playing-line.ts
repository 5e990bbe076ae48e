import { noiseRate } from '../sound-making.ts';
import { createSoundLine } from './sound-line.ts';
import { stageFrame, stageFrameLength } from './user-player.ts';

/** What a client plays of what it is sent. */
export interface PlayingLine {
  push(samples: Float32Array): void;
  /** The next 20 ms that its user hears. */
  play(): Float32Array;
  /** The user speaks, and the server says so. */
  clear(): void;
}

/** Seconds of sound that a plain client has before it begins to play, against the jitter of the network. */
const playAfter = 0.04;

/** A plain client's: it plays what comes as it comes, and where it runs dry it is silent until it has some again. */
export function createPlainLine(): PlayingLine {
  const line = createSoundLine();
  let playing = false;
  return {
    push: (samples) => line.push(samples),
    play() {
      if (!playing) playing = line.length >= playAfter * noiseRate;
      const agent = playing ? line.pull(stageFrameLength) : new Float32Array(stageFrameLength);
      if (line.length === 0) playing = false;
      return agent;
    },
    clear() {
      line.clear();
      playing = false;
    },
  };
}

/** Always so many seconds late; what the server takes back, it does not send. */
export function createSteadyLine(lag: number): PlayingLine {
  const line = createSoundLine();
  const late: Float32Array[] = Array.from(
    { length: Math.round(lag / stageFrame) },
    () => new Float32Array(stageFrameLength),
  );
  return {
    push: (samples) => line.push(samples),
    play() {
      late.push(line.pull(stageFrameLength));
      return late.shift() ?? new Float32Array(stageFrameLength);
    },
    clear() {},
  };
}
