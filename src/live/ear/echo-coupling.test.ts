import { describe, expect, it } from 'vitest';
import { createRandom } from '../../dsp/index.ts';
import { bandCount } from './bands.ts';
import { createEchoCoupling } from './echo-coupling.ts';

const delay = 6;

type Listening = {
  readonly jitter?: number;
  readonly later?: number | ((frame: number) => number);
  readonly told?: 'others' | 'surely' | 'asUsual' | 'onlyEcho';
  /** While somebody speaks, and while only the echo is heard. */
  readonly likeness?: number;
  readonly alone?: number;
  /** Frames in which the echo lies elsewhere than it is looked for, and so is like nothing. */
  readonly astray?: readonly [from: number, to: number];
  /** Frame before which nothing comes back. */
  readonly comesAt?: number;
};

/** Plays syllables, of which a tenth of the power comes back, for so many frames; gives by frame what is told. */
function listen(
  frames: number,
  somebody: (frame: number) => number,
  {
    jitter = 0,
    later = 0,
    told = 'others',
    likeness = 0.3,
    alone = 0.8,
    astray = [0, 0],
    comesAt = 0,
  }: Listening = {},
): boolean[] {
  const random = createRandom('coupling');
  const syllable = (loudness: number): Float64Array =>
    new Float64Array(bandCount).map(() => loudness * 10 ** (3 * (random.next() - 0.5)));
  const coupling = createEchoCoupling();
  const floor = new Float64Array(bandCount).fill(1e-9);
  const silent = new Float64Array(bandCount);
  const played: Float64Array[] = [];
  let [says, other]: [Float64Array, Float64Array] = [silent, silent];
  return Array.from({ length: frames }, (_, frame) => {
    if (frame % 8 === 0) [says, other] = [syllable(1e-4), syllable(1)];
    played.push(says);
    const isAstray = frame >= astray[0] && frame < astray[1];
    const late = delay + (jitter > 0 && frame % 40 < 20 ? jitter : 0) + (isAstray ? 3 : 0);
    const comes = frame >= comesAt ? played[frame - late] : undefined;
    const [echo, loudness] = [comes ?? silent, somebody(frame)];
    const captured = echo.map((power, band) => 0.1 * power + loudness * (other[band] ?? 0) + 1e-9);
    coupling.hear({
      captured,
      played: says,
      floor,
      delay,
      earlier: 0,
      later: typeof later === 'number' ? later : later(frame),
      likeness: isAstray ? 0.2 : loudness > 0 ? likeness : alone,
      isKnown: frame > comesAt + 20,
    });
    return coupling[told];
  });
}

/** Frames by which an echo may come later: at first by half a second. */
const forgetting = (frame: number): number => 24 * Math.exp(-frame / 75);

const speaksFrom100 = (frame: number): number => (frame >= 100 ? 1e-3 : 0);

const roomUntil30 = (frame: number): number => (frame < 30 ? 1e-8 : 0);

describe('the coupling of an echo', () => {
  it('hears nobody in an echo alone', () => {
    expect(listen(400, () => 0).some(Boolean)).toBe(false);
  });

  it('hears nobody where the echo comes up to .06 s late', () => {
    expect(listen(400, () => 0, { jitter: 3 }).some(Boolean)).toBe(false);
  });

  it('does not take the room, before the first echo has come back, for an echo that is soft', () => {
    expect(listen(120, roomUntil30, { comesAt: 30, likeness: 0, alone: 0.45 }).some(Boolean)).toBe(false);
  });

  it('knows how loud an echo is that may have been anywhere within half a second when it was first heard', () => {
    const usual = listen(300, () => 0, { later: forgetting, astray: [0, 60], told: 'asUsual' }).slice(180);
    expect(usual.filter(Boolean).length).toBeGreaterThan(0.8 * usual.length);
    const strayed = listen(300, () => 0, { later: forgetting, astray: [200, 215] });
    expect(strayed.some(Boolean)).toBe(false);
    const heard = listen(220, (frame) => (frame >= 180 ? 1e-4 : 0), { later: forgetting, astray: [0, 60] });
    expect(heard.indexOf(true)).toBeGreaterThan(180);
    expect(heard.indexOf(true)).toBeLessThan(200);
  });

  it('hears within .4 s who speaks as loud as the echo, after a second of it', () => {
    const heard = listen(110, (frame) => (frame >= 60 ? 1e-4 : 0));
    const first = heard.indexOf(true);
    expect(first).toBeGreaterThan(60);
    expect(first).toBeLessThan(80);
  });

  it('hears nobody any more soon after', () => {
    const heard = listen(200, (frame) => (frame >= 60 && frame < 110 ? 1e-4 : 0));
    expect(heard.slice(140).some(Boolean)).toBe(false);
  });

  it('hears who speaks clearly louder than the echo also where that has moved', () => {
    const heard = listen(110, (frame) => (frame >= 60 ? 1e-3 : 0), { later: 3 });
    const first = heard.indexOf(true);
    expect(first).toBeGreaterThan(60);
    expect(first).toBeLessThan(80);
  });

  it('finds an echo alone no louder than always, and louder what somebody says over it', () => {
    const usual = listen(200, speaksFrom100, { told: 'asUsual' });
    expect(usual.slice(0, 10).some(Boolean)).toBe(false);
    expect(usual.slice(60, 100).filter(Boolean).length).toBeGreaterThan(30);
    expect(usual.slice(106).some(Boolean)).toBe(false);
  });

  it('takes an echo alone for nothing else, also where it comes late now and then, but no sound that adds to it', () => {
    for (const jitter of [0, 3]) {
      const only = listen(200, speaksFrom100, { jitter, told: 'onlyEcho', likeness: 0.6 });
      expect(only.slice(0, 5).some(Boolean)).toBe(false);
      expect(only.slice(60, 100).filter(Boolean).length).toBeGreaterThan(36);
      expect(only.slice(103).some(Boolean)).toBe(false);
    }
  });

  it('nor what is not like what was played, however soft', () => {
    const only = listen(200, (frame) => (frame >= 100 ? 1e-6 : 0), { told: 'onlyEcho' });
    expect(only.slice(100).some(Boolean)).toBe(false);
  });

  it('is sure of who is far louder than the echo, and of nobody in an echo that comes late', () => {
    const heard = listen(200, (frame) => (frame >= 100 ? 1e-2 : 0), { told: 'surely', jitter: 3 });
    expect(heard.indexOf(true)).toBeGreaterThanOrEqual(100);
    expect(heard.indexOf(true)).toBeLessThan(112);
  });

  it('says nothing before it knows how loud the echo is', () => {
    for (const told of ['others', 'surely', 'onlyEcho'] as const)
      expect(listen(10, () => 1e-2, { told, likeness: 0.6 }).some(Boolean)).toBe(false);
  });
});
