import { addScaled, createRandom, type Random } from '../../src/dsp/index.ts';
import { frameLength } from '../../src/live/heard-frame.ts';
import { createNoise, echoOf, hearFromNear, type NoiseHalf } from './noises.ts';
import { activeLevel, noiseRate, silence, toLevel } from './sound-making.ts';
import type { Spoken } from './speech-pool.ts';

export type EchoScene = {
  readonly captured: Float32Array;
  readonly played: Float32Array;
  /** By frame: the user sounds, sounded within half a second, or is far from sounding. */
  readonly user: readonly ('sounding' | 'around' | 'far')[];
  /** Frames at which the user begins to speak over the agent. */
  readonly userStarts: readonly number[];
};

export type EchoSceneOptions = {
  readonly half: NoiseHalf;
  readonly seed: string | number;
  readonly pool: readonly Spoken[];
  /** dB of the echo against what is played. */
  readonly gain: number;
  readonly distortion: number;
  /** Seconds. */
  readonly delay: number;
};

/** Half a minute of the agent through a loudspeaker; the user speaks up three times, as loud as the echo. */
export function createEchoScene({ half, seed, pool, gain, distortion, delay }: EchoSceneOptions): EchoScene {
  const random = createRandom(`echo-scene/${half}/${seed}`);
  const voices = [...new Set(pool.map(({ voice }) => voice))];
  const agentVoice = voices[random.integer(voices.length)];
  const userVoice = voices.filter((voice) => voice !== agentVoice)[random.integer(voices.length - 1)];
  const duration = 30;
  const played = silence(duration);
  for (let time = 1.5; time < duration; ) {
    const sound = pick(pool, agentVoice, random);
    place(played, toLevel(sound, -22), time);
    time += sound.length / noiseRate + 0.2 * random.next();
  }
  const echo = echoOf(played, { half, seed, delay, gain, distortion });
  const captured = echo.slice();
  const noise = createNoise({ kind: 'noise', half, seed, duration: duration + 1 }).samples;
  addScaled(
    captured,
    noise.subarray(8000, 8000 + captured.length),
    0,
    10 ** ((-30 - 10 * random.next()) / 20),
  );
  const frames = Math.floor(captured.length / frameLength);
  const user = Array.from({ length: frames }, (): 'sounding' | 'around' | 'far' => 'far');
  const userStarts: number[] = [];
  for (const time of [11, 17, 23]) {
    const sound = toLevel(
      hearFromNear({ samples: pick(pool, userVoice, random), sampleRate: noiseRate }, half, seed).samples,
      activeLevel(echo),
    );
    const first = sound.findIndex((sample) => Math.abs(sample) > 0.01);
    const spoken = sound.slice(Math.max(0, first), first + 3 * noiseRate);
    place(captured, spoken, time);
    const [start, end] = [
      Math.floor((time * noiseRate) / frameLength),
      Math.ceil((time * noiseRate + spoken.length) / frameLength),
    ];
    user.fill('around', start - 5, Math.min(frames, end + 40));
    user.fill('sounding', start, end);
    userStarts.push(start);
  }
  return { captured, played, user, userStarts };
}

function pick(pool: readonly Spoken[], voice: string | undefined, random: Random): Float32Array {
  const mine = pool.filter((spoken) => spoken.voice === voice);
  return mine[random.integer(mine.length)]?.audio.samples ?? silence(1);
}

function place(target: Float32Array, sound: Float32Array, time: number): void {
  const start = Math.round(time * noiseRate);
  if (start < target.length) addScaled(target, sound.subarray(0, target.length - start), start, 1);
}
