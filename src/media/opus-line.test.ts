import { expect, it } from 'vitest';
import { rmsAmplitude } from '../dsp/index.ts';
import { loadOpusLine } from './opus-line.ts';

const openLine = await loadOpusLine();

it.each([8000, 12_000, 16_000, 24_000, 48_000])(
  'carries a tone at %d Hz, in time, frame for frame',
  (sampleRate) => {
    const tone = Float32Array.from(
      { length: sampleRate + 7 },
      (_, frame) => 0.3 * Math.sin((2 * Math.PI * 300 * frame) / sampleRate),
    );
    const line = openLine({ sampleRate, bitrate: 24_000 });
    const parts = [line.push(tone.subarray(0, 100)), line.push(tone.subarray(100)), line.flush()];
    const heard = Float32Array.from(parts.flatMap((part) => Array.from(part)));
    expect(heard.length).toBe(tone.length);
    const late = heard.subarray(sampleRate / 2);
    const error = late.map((sample, frame) => sample - (tone[frame + sampleRate / 2] ?? 0));
    expect(rmsAmplitude(error)).toBeLessThan(0.5 * rmsAmplitude(tone));
  },
);

it('gives nothing for nothing, and refuses a rate that Opus does not have', () => {
  const line = openLine({ sampleRate: 16_000, bitrate: 12_000 });
  expect(line.push(new Float32Array(0)).length + line.flush().length).toBe(0);
  expect(() => openLine({ sampleRate: 44_100, bitrate: 12_000 })).toThrowError(/44100 Hz; give one of/);
});
