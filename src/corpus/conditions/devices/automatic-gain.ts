import { fromDecibels } from '../../../dsp/index.ts';

export type AutomaticGainOptions = {
  /** Hz. */
  readonly sampleRate: number;
  /** Root of the mean square that speech is brought to. */
  readonly level: number;
  /** dB by which it may amplify or soften. */
  readonly range: number;
};

/** Seconds over which loudness is taken, and in which the gain follows it. */
const frameDuration = 0.01;
const following = 1.5;

/** dB under the level from which on a sound counts as speech: in pauses the gain stays where it is. */
const listening = -8;

/** Evens out what is spoken too softly or too loud, in place. */
export function createAutomaticGain({
  sampleRate,
  level,
  range,
}: AutomaticGainOptions): (block: Float32Array) => void {
  const frame = Math.round(frameDuration * sampleRate);
  const weight = frameDuration / following;
  const gate = (level * fromDecibels(listening)) ** 2 * frame;
  const [least, most] = [fromDecibels(-range), fromDecibels(range)];
  let power = level * level;
  let energy = 0;
  let filled = 0;
  let gain = 1;
  let step = 0;
  const finishFrame = (): void => {
    if (energy > gate) power += weight * (energy / frame - power);
    const wanted = Math.min(most, Math.max(least, level / Math.sqrt(power)));
    step = (wanted - gain) / frame;
    energy = 0;
    filled = 0;
  };
  return (block) => {
    for (let start = 0; start < block.length; ) {
      const end = Math.min(block.length, start + frame - filled);
      let sum = 0;
      for (let index = start; index < end; index++) {
        const sample = block[index] ?? 0;
        sum += sample * sample;
        block[index] = sample * (gain + step * (index + 1 - start));
      }
      energy += sum;
      gain += step * (end - start);
      filled += end - start;
      start = end;
      if (filled === frame) finishFrame();
    }
  };
}

/** What is over `knee` is bent towards twice as much, and never gets there. In place. */
export function limitSoftly(block: Float32Array, knee: number): void {
  for (let index = 0; index < block.length; index++) {
    const sample = block[index] ?? 0;
    const over = Math.abs(sample) - knee;
    if (over > 0) block[index] = Math.sign(sample) * (knee + (knee * over) / (knee + over));
  }
}
