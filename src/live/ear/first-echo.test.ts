import { expect, test } from 'vitest';
import { createRandom } from '../../dsp/index.ts';
import { bandCount } from './bands.ts';
import { createFirstEcho } from './first-echo.ts';

const still = { earlier: 0, later: 0, grown: 0 };
const room = 1e-7;

/** Power of a voice, a frame after the other: syllables and the dips between them, none as long as another. */
function voice(from: number, seed: string): (frame: number) => number {
  const random = createRandom(seed);
  const powers = Array.from({ length: 40 }).flatMap(() => [
    ...Array.from({ length: 4 + random.integer(7) }, () => 1e-3),
    ...Array.from({ length: 2 + random.integer(5) }, () => 1e-5),
  ]);
  return (frame) => powers[frame - from] ?? 0;
}

const even = (power: number): Float64Array => new Float64Array(bandCount).fill(power / bandCount);

type Scene = { readonly heard: (frame: number) => number; readonly moves?: typeof still };

/** The first of so many frames of playback at which it is no echo. */
function ruledOutAt({ heard, moves = still }: Scene, frames = 100): number | undefined {
  const first = createFirstEcho();
  const played = voice(0, 'agent');
  for (let frame = 0; frame < frames; frame++) {
    const captured = { capturedBands: even(room + heard(frame)), playedBands: even(played(frame)) };
    first.hear(captured, even(room), moves);
    if (first.ruledOut) return frame;
  }
  return undefined;
}

test.each([0, 4, 11, 25])('an echo that lags by %s frames is none of anybody else', (delay) => {
  const played = voice(0, 'agent');
  expect(ruledOutAt({ heard: (frame) => (frame < delay ? 0 : 0.1 * played(frame - delay)) })).toBeUndefined();
});

test.each([8, 17, 40])(
  'who speaks up %s frames after the agent began is told from an echo within a second',
  (onset) => {
    const at = ruledOutAt({ heard: voice(onset, 'user') });
    expect(at).toBeGreaterThanOrEqual(onset);
    expect(at).toBeLessThan(onset + 50);
  },
);

test('nothing is said where sound comes late, or where a loudspeaker may have been switched on since', () => {
  const heard = voice(17, 'user');
  expect(ruledOutAt({ heard, moves: { ...still, later: 4 } })).toBeUndefined();
  expect(ruledOutAt({ heard: voice(160, 'user') }, 300)).toBeUndefined();
});
