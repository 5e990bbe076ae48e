import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNoise, echoOf, hearFromAfar, hearFromNear } from '../../../benchmarks/live/noises.ts';
import { activeLevel, noiseRate, silence, toLevel } from '../../../benchmarks/live/sound-making.ts';
import { type Audio, addScaled, createRandom, resample } from '../../dsp/index.ts';
import { collectSpeech, createFlite, createVocalSound, type Voice } from '../../voices/index.ts';
import { frameLength, type HeardFrame, type HeardSound } from '../heard-frame.ts';
import { createEar, type EarOptions } from './create-ear.ts';

const flite = createFlite({ workers: 1 });
const texts = [
  'So what about Friday? I could come by after work, if that suits you.',
  'Stop. Wait, hold on a second, that is not what I asked for.',
  'She said that the early train would leave at six, and that nobody else had seen the tickets.',
];
const spoken = new Map<string, Audio>();

beforeAll(async () => {
  for (const name of ['slt', 'rms', 'hugo']) {
    for (const [index, text] of texts.entries())
      spoken.set(`${name}/${index}`, await say(flite.voice(name), text));
  }
}, 60_000);

afterAll(() => flite[Symbol.asyncDispose]());

async function say(voice: Voice, text: string): Promise<Audio> {
  return resample((await collectSpeech(voice, { text })).audio, noiseRate);
}

const speech = (key: string): Audio => spoken.get(key) ?? { samples: silence(1), sampleRate: noiseRate };

/** A quiet room of a given length and level, dBFS, with sounds placed into it at given seconds. */
function room(
  duration: number,
  level: number,
  sounds: readonly { samples: Float32Array; at: number }[] = [],
) {
  const random = createRandom(`room/${level}`);
  const samples = silence(duration).map(() => 10 ** (level / 20) * random.normal());
  for (const { samples: sound, at } of sounds) {
    const start = Math.round(at * noiseRate);
    addScaled(samples, sound.subarray(0, samples.length - start), start, 1);
  }
  return samples;
}

/** `late`: by how many seconds a frame came later, by its number; `missing`: frames for which nothing came. */
async function hearAll(
  samples: Float32Array,
  options: EarOptions = {},
  played?: Float32Array,
  late: ReadonlyMap<number, number> = new Map(),
  missing: ReadonlySet<number> = new Set(),
) {
  const ear = await createEar(options);
  const frames: HeardFrame[] = [];
  const clean: Float32Array[] = [];
  for (let at = 0; at + frameLength <= samples.length; at += frameLength) {
    const heard = ear.hear(
      missing.has(at / frameLength) ? undefined : samples.subarray(at, at + frameLength),
      played?.subarray(at, at + frameLength),
      late.get(at / frameLength),
    );
    frames.push(heard.frame);
    clean.push(heard.clean.slice());
  }
  ear.close();
  return { frames, clean };
}

const between = (frames: readonly HeardFrame[], start: number, end: number): readonly HeardFrame[] =>
  frames.slice(Math.round(start * 50), Math.round(end * 50));
const share = (frames: readonly HeardFrame[], holds: (frame: HeardFrame) => boolean): number =>
  frames.filter(holds).length / Math.max(1, frames.length);
const isSpeech = ({ speech: surely }: HeardFrame): boolean => surely >= 0.5;

/** Seconds of speech on end that are not said to be another sound. */
function longestRun(frames: readonly HeardFrame[]): number {
  let [longest, run] = [0, 0];
  for (const frame of frames) {
    run = isSpeech(frame) && frame.sound === undefined ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest * 0.02;
}

describe('speech', () => {
  it.each(['slt', 'rms', 'hugo'])('of %s is heard within .1 s, and silence is not', async (name) => {
    const { samples } = hearFromNear(speech(`${name}/1`), 'tuning', name);
    const sound = toLevel(samples.subarray(samples.findIndex((sample) => Math.abs(sample) > 0.02)), -26);
    const { frames } = await hearAll(room(6, -60, [{ samples: sound, at: 2 }]));
    expect(share(between(frames, 0.2, 2), isSpeech)).toBe(0);
    expect(frames.findIndex(isSpeech)).toBeGreaterThanOrEqual(99);
    expect(frames.findIndex(isSpeech)).toBeLessThanOrEqual(105);
    expect(share(between(frames, 2.1, 2.1 + 1), isSpeech)).toBeGreaterThan(0.5);
    expect(between(frames, 2, 2.4).every(({ sound: noise }) => noise === undefined)).toBe(true);
  });

  it('of a mouth that is shut is speech too', async () => {
    const throat = { pitch: 120, tract: 1 };
    const sound = createVocalSound({ sound: 'mm-hm', throat, seed: 'a', sampleRate: noiseRate }).samples;
    const { frames } = await hearAll(room(3.5, -65, [{ samples: toLevel(sound, -30), at: 2 }]));
    expect(share(between(frames, 2, 2.4), isSpeech)).toBeGreaterThan(0.5);
  });

  it('is not what another detector says alone, but it counts', async () => {
    const sound = hearFromNear(speech('slt/0'), 'tuning', 1).samples;
    let closed = 0;
    const detector = { hear: () => Number.NaN, close: () => void closed++ };
    const { frames } = await hearAll(room(4, -60, [{ samples: sound, at: 2 }]), { detector });
    expect(frames.every((frame) => Number.isFinite(frame.speech))).toBe(true);
    expect(closed).toBe(1);
  });
});

describe('level and floor', () => {
  it('are those of the sound, in dBFS', async () => {
    const { frames } = await hearAll(room(4, -40));
    const last = between(frames, 3, 4);
    for (const { level, floor } of last) {
      expect(Math.abs(level + 40)).toBeLessThan(2);
      expect(Math.abs(floor + 40)).toBeLessThan(2.5);
    }
  });

  it('the floor follows noise that starts within 2.5 s, and noise that stops within .7 s', async () => {
    const noise = room(5, -35);
    const { frames } = await hearAll(room(10, -65, [{ samples: noise, at: 2 }]));
    expect(frames[99]?.floor).toBeLessThan(-62);
    expect(frames[225]?.floor).toBeGreaterThan(-38);
    expect(frames[386]?.floor).toBeLessThan(-60);
  });

  it('the floor stays where it is during 10 s of speech', async () => {
    const said = silence(10);
    let at = 0;
    for (const key of ['slt/0', 'slt/2', 'slt/1', 'slt/0', 'slt/2']) {
      const { samples } = speech(key);
      addScaled(said, samples.subarray(0, Math.max(0, said.length - at)), Math.min(at, said.length), 1);
      at += samples.length;
    }
    const { frames } = await hearAll(room(12.5, -60, [{ samples: toLevel(said, -25), at: 2 }]));
    for (const { floor } of between(frames, 2, 12)) expect(floor).toBeLessThan(-50);
  });
});

describe('pitch', () => {
  it.each([80, 110, 220, 380])('of a buzz at %d Hz is found, without octave errors', async (pitch) => {
    let phase = 0;
    const buzz = silence(2).map((_, frame) => {
      phase += (pitch * (1 - 0.1 * (frame / noiseRate))) / noiseRate;
      return 0.2 * ((phase % 1) - 0.5);
    });
    const { frames } = await hearAll(room(3, -60, [{ samples: buzz, at: 1 }]));
    for (const [index, frame] of frames.entries()) {
      if (index < 56 || index > 146) continue;
      const expected = pitch * (1 - 0.1 * ((index - 50.5) * 0.02));
      expect(Math.abs((frame.pitch ?? 0) / expected - 1)).toBeLessThan(0.03);
    }
  });

  it('is not found in noise', async () => {
    const { frames } = await hearAll(room(4, -65, [{ samples: room(1, -30), at: 2 }]));
    expect(share(between(frames, 2, 3), (frame) => frame.pitch !== undefined)).toBeLessThan(0.05);
  });
});

describe('sounds', () => {
  const kinds: readonly HeardSound[] = ['cough', 'laughter', 'knock', 'typing', 'music', 'noise'];

  it.each(kinds)('%s is told from speech', async (kind) => {
    let [named, right, bouts] = [0, 0, 0];
    const count = 6;
    for (let seed = 0; seed < count; seed++) {
      const sound = toLevel(
        createNoise({ kind, half: 'tuning', seed: `test/${seed}`, duration: 1.5 }).samples,
        -28,
      );
      const length = sound.length / noiseRate;
      const { frames } = await hearAll(room(2.2 + length, -55, [{ samples: sound, at: 2 }]));
      const heard = between(frames, 2, 2.1 + length);
      if (heard.some((frame) => frame.sound !== undefined)) named++;
      if (heard.some((frame) => frame.sound === kind)) right++;
      if (longestRun(heard) >= 0.3) bouts++;
    }
    expect(named).toBeGreaterThanOrEqual(count - 1);
    expect(right).toBeGreaterThanOrEqual(count - 2);
    expect(bouts).toBeLessThanOrEqual(1);
  });
});

describe('near', () => {
  it('is the user, also when softer, and not somebody 12 dB below across the room', async () => {
    const user = (key: string, level: number) =>
      toLevel(hearFromNear(speech(key), 'tuning', 'n').samples, level);
    const other = toLevel(hearFromAfar(speech('rms/2'), 'tuning', 'f').samples, -38);
    const sounds = [
      { samples: user('slt/0', -26), at: 2 },
      { samples: other, at: 7 },
      { samples: user('slt/1', -31), at: 13 },
      { samples: other, at: 18 },
    ];
    const { frames } = await hearAll(room(24, -58, sounds));
    const near = (start: number, end: number): number =>
      share(between(frames, start, end).filter(isSpeech), (frame) => frame.near >= 0.5);
    expect(near(2.2, 5)).toBeGreaterThan(0.85);
    expect(near(7.2, 12)).toBeLessThan(0.25);
    expect(near(13.2, 16)).toBeGreaterThan(0.7);
    expect(near(18.2, 23)).toBeLessThan(0.25);
  });
});

/** Utterances one after another, from the first second on. */
function talk(keys: readonly string[], duration: number): Float32Array {
  const sound = silence(duration);
  let at = noiseRate;
  for (let index = 0; at < sound.length; index++) {
    const { samples } = speech(keys[index % keys.length] ?? '');
    addScaled(sound, toLevel(samples, -22).subarray(0, sound.length - at), at, 1);
    at += samples.length + 3000;
  }
  return sound;
}

function energy(pieces: readonly Float32Array[]): number {
  let sum = 0;
  for (const piece of pieces) for (const sample of piece) sum += sample * sample;
  return sum;
}

describe('echo', () => {
  it.each([
    { gain: -10, delay: 0.06, distortion: 0.3 },
    { gain: -3, delay: 0.22, distortion: 0.6 },
    { gain: -10, delay: 0, distortion: 0 },
  ])('of the agent is not the user ($gain dB, $delay s, distortion $distortion)', async (path) => {
    const played = talk(['rms/0', 'rms/1', 'rms/2'], 14);
    const echo = echoOf(played, { half: 'tuning', seed: 'echo', ...path });
    const user = toLevel(speech('slt/1').samples, activeLevel(echo));
    const onset = user.findIndex((sample) => Math.abs(sample) > 0.01) / noiseRate;
    const captured = room(14, -60, [
      { samples: echo, at: 0 },
      { samples: user, at: 10 },
    ]);
    const { frames, clean } = await hearAll(captured, {}, played);
    expect(share(between(frames, 0, 9.9), isSpeech)).toBeLessThan(0.02);
    expect(longestRun(between(frames, 0, 9.9))).toBeLessThan(0.15);
    const first = frames.findIndex((frame, index) => index >= 499 && isSpeech(frame));
    expect(first / 50 - 10 - onset).toBeLessThan(path.gain < -5 ? 0.2 : 0.24);
    const before = captured.subarray(6 * noiseRate, 9 * noiseRate);
    expect(10 * Math.log10(energy([before]) / energy(clean.slice(300, 450)))).toBeGreaterThan(20);
  });

  it('is not the user in a noisy room, though phrases are short and each is heard a quarter of a second later', async () => {
    const played = silence(8);
    const sound = speech('rms/0').samples;
    for (let phrase = 0; phrase < 8; phrase++) {
      const start = Math.round((0.1 + 0.3 * (phrase % 4)) * noiseRate);
      played.set(sound.subarray(start, start + 0.3 * noiseRate), Math.round((1 + 0.8 * phrase) * noiseRate));
    }
    const echo = echoOf(played, { half: 'tuning', seed: 'd', delay: 0.25, gain: -10 });
    const { frames } = await hearAll(room(8, -40, [{ samples: echo, at: 0 }]), {}, played);
    expect(longestRun(frames)).toBeLessThan(0.12);
  });

  it('is not the user when the playback slips by a frame', async () => {
    const played = talk(['rms/0', 'rms/1', 'rms/2'], 12);
    const echo = echoOf(played, { half: 'tuning', seed: 'slip', delay: 0.08, gain: -10 });
    const captured = room(12, -60, [{ samples: echo, at: 0 }]);
    const slipped = played.slice();
    slipped.copyWithin(6 * noiseRate + frameLength, 6 * noiseRate);
    const { frames } = await hearAll(captured, {}, slipped);
    expect(longestRun(frames)).toBeLessThan(0.12);
  });

  it('is not the user when sound comes so late that the client runs dry, again and again', async () => {
    const played = talk(['rms/0', 'rms/1', 'rms/2'], 16);
    const heardByUser = played.slice();
    const late = new Map<number, number>();
    for (const [second, by] of [
      [5, 0.3],
      [9, 0.36],
    ] as const) {
      const at = second * noiseRate;
      const gap = Math.round(by * noiseRate);
      heardByUser.copyWithin(at + gap, at);
      heardByUser.fill(0, at, at + gap);
      late.set(second * 50, by);
    }
    const echo = echoOf(heardByUser, { half: 'tuning', seed: 'dry', delay: 0.08, gain: -10 });
    const user = toLevel(speech('slt/1').samples, activeLevel(echo));
    const captured = room(16, -60, [
      { samples: echo, at: 0 },
      { samples: user, at: 13 },
    ]);
    const { frames } = await hearAll(captured, {}, played, late);
    expect(longestRun(between(frames, 0, 13))).toBeLessThan(0.12);
    expect(longestRun(between(frames, 13, 14.5))).toBeGreaterThan(0.15);
  });

  it('is not the user when it comes a quarter of a second later at once, and nothing tells why', async () => {
    const played = talk(['rms/0', 'rms/1', 'rms/2'], 12);
    const heardByUser = played.slice();
    const at = 6.5 * noiseRate;
    heardByUser.copyWithin(at + 0.26 * noiseRate, at);
    heardByUser.fill(0, at, at + 0.26 * noiseRate);
    const echo = echoOf(heardByUser, { half: 'tuning', seed: 'unsaid', delay: 0.08, gain: -10 });
    const { frames } = await hearAll(room(12, -60, [{ samples: echo, at: 0 }]), {}, played);
    expect(longestRun(frames)).toBeLessThan(0.12);
  });

  it.each([1, 5])(
    'is not the user when the microphone is still for .3 s, %i s into it, and all of it comes after',
    async (second) => {
      const played = talk(['rms/0', 'rms/1', 'rms/2'], 12);
      const echo = echoOf(played, { half: 'tuning', seed: 'still', delay: 0.08, gain: -10 });
      // On the session's clock: nothing came, then what was captured meanwhile, while nothing is played.
      const gap = 15;
      const at = second * noiseRate;
      const length = gap * frameLength;
      const captured = room(12.3, -60, [
        { samples: echo.slice(0, at), at: 0 },
        { samples: echo.slice(at), at: second + gap / 50 },
      ]);
      const referenced = new Float32Array(captured.length);
      referenced.set(played.subarray(0, at + length));
      referenced.set(played.subarray(at + length), at + 2 * length);
      const [late, missing] = [new Map<number, number>(), new Set<number>()];
      for (let frame = second * 50; frame < second * 50 + gap; frame++) {
        missing.add(frame);
        late.set(frame, 0.02);
      }
      const { frames } = await hearAll(captured, {}, referenced, late, missing);
      expect(longestRun(frames)).toBeLessThan(0.12);
    },
  );

  it('is not suspected where headphones keep it away', async () => {
    const played = talk(['rms/0', 'rms/1', 'rms/2'], 10);
    const sounds = [{ samples: toLevel(speech('slt/1').samples, -26), at: 6 }];
    const { frames } = await hearAll(room(10, -60, sounds), {}, played);
    expect(share(between(frames, 6.2, 7.4), isSpeech)).toBeGreaterThan(0.5);
    expect(share(between(frames, 4, 10), ({ echo }) => echo > 0.5)).toBeLessThan(0.1);
  });
});

describe('denoising', () => {
  it('takes noise out of what goes to a recogniser', async () => {
    const noisy = room(4, -40, [{ samples: toLevel(speech('slt/0').samples, -26), at: 2 }]);
    const { frames, clean } = await hearAll(noisy, { denoise: true });
    expect(share(between(frames, 1, 2), ({ level }) => level < -48)).toBeGreaterThan(0.9);
    expect(share(between(frames, 2.2, 4), isSpeech)).toBeGreaterThan(0.5);
    expect(clean.every((piece) => piece.length === frameLength)).toBe(true);
  });
});

describe('any input', () => {
  it('gives frames that are finite and in range', async () => {
    const ear = await createEar();
    const sample = fc.oneof(
      fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 1, -1, 1e30, 1e-40),
      fc.float({ min: -2, max: 2 }),
    );
    const frame = fc
      .array(sample, { minLength: 1, maxLength: 40 })
      .map((values) =>
        Float32Array.from({ length: frameLength }, (_, index) => values[index % values.length] ?? 0),
      );
    fc.assert(
      fc.property(frame, fc.option(frame, { nil: undefined }), (captured, played) => {
        const { frame: heard, clean } = ear.hear(captured, played);
        for (const value of [heard.speech, heard.near, heard.echo]) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
        expect(Number.isFinite(heard.level) && Number.isFinite(heard.floor)).toBe(true);
        expect(clean.every((value) => Number.isFinite(value))).toBe(true);
      }),
      { numRuns: 300 },
    );
    ear.close();
  });

  it('is forgotten: after faults, speech is heard as before', async () => {
    const faults = silence(2).map(
      (_, frame) => [Number.NaN, 9, -9, Number.POSITIVE_INFINITY][frame % 4] ?? 0,
    );
    const sound = toLevel(speech('slt/0').samples, -26);
    const sounds = room(5, -60, [{ samples: sound, at: 3 }]);
    const { frames } = await hearAll(Float32Array.from([...faults, ...sounds]));
    expect(share(between(frames, 5.2, 6.2), isSpeech)).toBeGreaterThan(0.6);
    expect(share(between(frames, 4, 5), isSpeech)).toBe(0);
  });

  it('is the same for the same sound', async () => {
    const sound = room(4, -50, [{ samples: speech('rms/1').samples, at: 1 }]);
    expect(await hearAll(sound)).toEqual(await hearAll(sound));
  });

  it('of the wrong length, or after the end, is refused', async () => {
    const ear = await createEar();
    expect(() => ear.hear(new Float32Array(100))).toThrow(/100 samples.*320/);
    expect(() => ear.hear(new Float32Array(frameLength), new Float32Array(1))).toThrow(/played/);
    ear.close();
    ear.close();
    expect(() => ear.hear(new Float32Array(frameLength))).toThrow(/closed/);
  });

  it('offset and full scale change nothing', async () => {
    const sound = room(4, -55, [{ samples: toLevel(speech('slt/0').samples, -26), at: 2 }]);
    const { frames } = await hearAll(sound.map((sample) => Math.max(-0.5, Math.min(0.5, 8 * sample)) + 0.4));
    expect(share(between(frames, 0.5, 2), isSpeech)).toBeLessThan(0.05);
    expect(share(between(frames, 2.2, 3.2), isSpeech)).toBeGreaterThan(0.6);
  });
});
