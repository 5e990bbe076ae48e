import { noiseKinds } from '../../src/corpus/conditions/conditions.ts';
import { createNoise } from '../../src/corpus/conditions/noise/create-noise.ts';
import { createRandom } from '../../src/dsp/index.ts';

/** Hz. */
export const speechlessRate = 16_000;
const seconds = 20;

/** Two tracks on which nobody speaks: noises of every kind, tones, silence. */
export function createSpeechlessTracks(): readonly (readonly [Float32Array, Float32Array])[] {
  const frames = speechlessRate * seconds;
  const random = createRandom('speechless');
  const silent = [
    new Float32Array(frames),
    Float32Array.from({ length: frames }, () => 0.1),
    tone(frames, 220, 0.1),
    tone(frames, 1000, 0.01),
    tone(frames, 50, 0.05),
  ];
  const noises = noiseKinds.map((kind) => {
    const noise = new Float32Array(frames);
    const source = createNoise(kind, { sampleRate: speechlessRate, random: random.fork(kind) });
    for (let at = 0; at < frames; at += 1600) source.write(noise.subarray(at, at + 1600));
    const most = noise.reduce((a, b) => Math.max(a, Math.abs(b)), 1e-9);
    const level = 10 ** (-1 - 1.5 * random.next());
    return noise.map((sample) => (sample * level) / most);
  });
  const all = [...silent, ...noises];
  return all.map((own, index) => [own, all[(index + 6) % all.length] ?? own] as const);
}

function tone(frames: number, frequency: number, level: number): Float32Array {
  return Float32Array.from(
    { length: frames },
    (_, frame) => level * Math.sin((2 * Math.PI * frequency * frame) / speechlessRate),
  );
}
