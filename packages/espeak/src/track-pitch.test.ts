import { expect, it } from 'vitest';
import { semitones, trackPitch } from './track-pitch.ts';

it.each([70, 110, 220, 390])('finds a pulse train of %d Hz', (frequency) => {
  const samples = Float32Array.from({ length: 11025 }, (_, frame) => {
    const phase = 2 * Math.PI * frequency * (frame / 22050);
    return 0.3 * Math.cos(phase) + 0.2 * Math.cos(2 * phase) + 0.1 * Math.cos(3 * phase);
  });
  const points = trackPitch(samples, 22050);
  expect(points.length).toBeGreaterThan(20);
  for (const point of points) expect(Math.abs(semitones(point.frequency, frequency))).toBeLessThan(0.2);
});

it('finds none in silence', () => {
  expect(trackPitch(new Float32Array(22050), 22050)).toEqual([]);
});
