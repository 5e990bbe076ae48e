import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFft, createRandom, rmsAmplitude } from '../../dsp/index.ts';
import {
  type Conditions,
  codecNames,
  deviceNames,
  type NoiseSpan,
  noiseKinds,
  type TrackConditions,
} from './conditions.ts';
import { openConditioner } from './create-conditioner.ts';
import { describeConditions } from './describe-conditions.ts';
import { bandCount, speechPowers } from './speech-spectrum.ts';

const createConditioner = await openConditioner();
const sampleRate = 16_000;
const speechLevel = -26;

const room = { place: 'office', size: [4.5, 3.5, 2.6], reverberation: 0.3, distance: 0.1 } as const;

function track(given: Partial<TrackConditions> = {}): TrackConditions {
  return { room, device: 'studio', codec: 'none', level: 0, bleed: null, ...given };
}

function conditionsOf(tracks: readonly TrackConditions[], given: Partial<Conditions> = {}): Conditions {
  return { setting: 'call', tracks, noises: [], seed: 'seven', ...given };
}

type HearOptions = { readonly sizes?: readonly number[]; readonly rate?: number };

function hear(
  conditions: Conditions,
  tracks: readonly Float32Array[],
  { sizes = [sampleRate], rate = sampleRate }: HearOptions = {},
): readonly Float32Array[] {
  using conditioner = createConditioner(conditions, {
    sampleRate: rate,
    speechLevels: tracks.map(() => speechLevel),
  });
  const heard = tracks.map((): Float32Array[] => []);
  const keep = (blocks: readonly Float32Array[]) => {
    for (const [channel, block] of blocks.entries()) heard[channel]?.push(block.slice());
  };
  const frames = tracks[0]?.length ?? 0;
  for (let at = 0, turn = 0; at < frames; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    keep(conditioner.process(tracks.map((each) => each.subarray(at, at + size))));
    at += size;
  }
  keep(conditioner.flush());
  return heard.map((blocks) => {
    const joined = new Float32Array(blocks.reduce((sum, block) => sum + block.length, 0));
    let at = 0;
    for (const block of blocks) {
      joined.set(block, at);
      at += block.length;
    }
    return joined;
  });
}

/** Noise of the spectrum of speech, at its level: what levels are told for. */
function speechLike(seconds: number, seed: string): Float32Array {
  const size = 2 * bandCount;
  const fft = createFft(size);
  const random = createRandom(seed);
  const amplitudes = speechPowers(sampleRate).map(Math.sqrt);
  const samples = new Float32Array(Math.round(seconds * sampleRate));
  const grain = new Float64Array(size);
  for (let at = 0; at + size <= samples.length; at += size / 2) {
    const turns = Array.from({ length: fft.bins }, () => 2 * Math.PI * random.next());
    const real = Float64Array.from(turns, (turn, bin) => (amplitudes[bin] ?? 0) * Math.cos(turn));
    const imaginary = Float64Array.from(turns, (turn, bin) => (amplitudes[bin] ?? 0) * Math.sin(turn));
    fft.inverse(real, imaginary, grain);
    for (let frame = 0; frame < size; frame++) {
      samples[at + frame] =
        (samples[at + frame] ?? 0) + Math.sin((Math.PI * (frame + 0.5)) / size) * (grain[frame] ?? 0);
    }
  }
  const gain = 10 ** (speechLevel / 20) / rmsAmplitude(samples);
  return samples.map((sample) => sample * gain);
}

const levelOf = (samples: Float32Array): number => 20 * Math.log10(rmsAmplitude(samples));
const silence = (frames: number): Float32Array => new Float32Array(frames);
const mixed = [speechLike(0.7, 'a').subarray(0, 9001), speechLike(0.7, 'b').subarray(0, 9001)];

const busy = conditionsOf(
  [
    track({ device: 'mobile', codec: 'g711-mu', bleed: -30 }),
    track({ device: 'car', codec: 'gsm', level: -4, room: { ...room, reverberation: 0.1 } }),
  ],
  {
    noises: [
      { kind: 'street', channels: [0], start: 0, end: null, snr: 12 },
      { kind: 'television', channels: [1], start: 0, end: null, snr: 15 },
      { kind: 'door', channels: [0, 1], start: 0.21, end: 0.4, snr: 3 },
    ],
  },
);

/** Compared a hundred times faster than samples one by one. */
function bytesOf(tracks: readonly Float32Array[]): Buffer {
  return Buffer.concat(
    tracks.map((samples) => Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)),
  );
}

describe('what comes out', () => {
  it('is as long as what went in, and the same bits however it was cut', () => {
    const whole = hear(busy, mixed);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 5 }), (sizes) => {
        expect(bytesOf(hear(busy, mixed, { sizes })).equals(bytesOf(whole))).toBe(true);
      }),
      { numRuns: 6, seed: 3 },
    );
    expect(whole.map(({ length }) => length)).toEqual([9001, 9001]);
  });

  it.each([0, 1, 31, 32, 33, 1023, 1024, 1025])('has %d frames where as many went in', (frames) => {
    const heard = hear(busy, [silence(frames), silence(frames)]);
    expect(heard.map(({ length }) => length)).toEqual([frames, frames]);
  });

  it.each([8000, 22_050, 24_000, 44_100, 48_000])('is there at %d Hz', (rate) => {
    const heard = hear(busy, mixed, { rate });
    expect(heard.map(({ length }) => length)).toEqual([9001, 9001]);
    expect(heard.every((samples) => samples.every(Number.isFinite) && rmsAmplitude(samples) > 0.01)).toBe(
      true,
    );
  });

  it('is other for another seed', () => {
    expect(hear({ ...busy, seed: 'eight' }, mixed)).not.toEqual(hear(busy, mixed));
  });

  it('is not one bit other than it was where nothing lies between', () => {
    const dry = conditionsOf([track({ room: null }), track({ room: null })]);
    expect(hear(dry, mixed)).toEqual(mixed);
    const [softer] = hear(conditionsOf([track({ room: null, level: -6 }), track({ room: null })]), mixed);
    expect(levelOf(softer ?? silence(1)) - levelOf(mixed[0] ?? silence(1))).toBeCloseTo(-6, 3);
  });

  it('stays silent where everything is silent, and outlives what is no number', () => {
    const quiet = conditionsOf([track(), track({ bleed: -20 })]);
    expect(
      hear(quiet, [silence(5000), silence(5000)]).every((each) => each.every((sample) => sample === 0)),
    ).toBe(true);
    const broken = silence(5000);
    broken[100] = Number.NaN;
    broken[200] = Number.POSITIVE_INFINITY;
    broken[300] = 0.5;
    expect(hear(busy, [broken, broken]).every((each) => each.every(Number.isFinite))).toBe(true);
  });

  it('adds up: two voices are heard as each alone, where no device is at work on its own', () => {
    const linear = conditionsOf([track({ bleed: -20 }), track({ device: 'headset', bleed: -15 })]);
    const [a = silence(0), b = silence(0)] = mixed;
    const none = silence(a.length);
    const floor = hear(linear, [none, none]);
    const [both, one, other] = [
      [a, b],
      [a, none],
      [none, b],
    ].map((tracks) => hear(linear, tracks));
    for (const channel of [0, 1]) {
      const left = both?.[channel]?.map(
        (sample, frame) =>
          sample -
          (one?.[channel]?.[frame] ?? 0) -
          (other?.[channel]?.[frame] ?? 0) +
          (floor[channel]?.[frame] ?? 0),
      );
      expect(left?.every((sample) => Math.abs(sample) < 1e-5)).toBe(true);
    }
  });
});

const click = (frames: number, at: number): Float32Array => {
  const samples = silence(frames);
  samples[at] = 0.5;
  return samples;
};
const peakOf = (samples: Float32Array): number =>
  samples.reduce(
    (best, sample, frame) => (Math.abs(sample) > Math.abs(samples[best] ?? 0) ? frame : best),
    0,
  );

describe('labels stay true', () => {
  it.each(deviceNames.flatMap((device) => codecNames.map((codec) => ({ device, codec }))))(
    'a click stays where it is: $device, $codec',
    ({ device, codec }) => {
      const conditions = conditionsOf([track({ device, codec }), track({ room: null })]);
      const [heard = silence(0)] = hear(conditions, [click(12_000, 7777), silence(12_000)]);
      expect(Math.abs(peakOf(heard) - 7777)).toBeLessThanOrEqual(codec === 'none' ? 1 : 16);
    },
  );

  it('in one room a voice is heard first at its own microphone, and then at the other', () => {
    const far = { ...room, distance: 0.3 };
    const together = conditionsOf([track({ room: far }), track({ room: far })], { setting: 'room' });
    const [own = silence(0), other = silence(0)] = hear(together, [click(12_000, 5000), silence(12_000)]);
    expect(peakOf(own)).toBe(5000);
    expect(peakOf(other)).toBeGreaterThan(5000);
    expect(peakOf(other)).toBeLessThan(5000 + 0.02 * sampleRate);
  });
});

describe('levels', () => {
  const speech = speechLike(8, 'speech');
  const other = speechLike(8, 'other');
  const none = silence(speech.length);
  const own = (conditions: Conditions) =>
    levelOf(hear({ ...conditions, noises: [] }, [speech, none])[0] ?? none);

  const landline = track({ device: 'landline', codec: 'g711-a' });
  const pairs = [conditionsOf([track(), track()]), conditionsOf([landline, track()])].map((conditions) => ({
    conditions,
    speechHeard: own(conditions),
  }));

  it.each(noiseKinds)('%s is as far under the speech as was asked', (kind) => {
    const noises: readonly NoiseSpan[] = [{ kind, channels: [0], start: 0, end: null, snr: 12 }];
    for (const { conditions, speechHeard } of pairs) {
      const noise = hear({ ...conditions, noises }, [none, none])[0] ?? none;
      const blocks = Array.from({ length: 100 }, (_, index) =>
        noise.subarray(1280 * index, 1280 * (index + 1)),
      );
      const powers = blocks.map((block) => rmsAmplitude(block) ** 2);
      const mean = powers.reduce((sum, power) => sum + power, 0) / powers.length;
      const loud = powers.filter((power) => power >= mean / 10);
      const level = 10 * Math.log10(loud.reduce((sum, power) => sum + power, 0) / loud.length);
      expect(Math.abs(speechHeard - level - 12)).toBeLessThan(3.5);
    }
  });

  it('a noise is where its span is, with soft edges', () => {
    const noises: readonly NoiseSpan[] = [{ kind: 'pink', channels: [1], start: 2, end: 5, snr: 10 }];
    const [first = none, second = none] = hear(conditionsOf([track(), track()], { noises }), [none, none]);
    const at = (from: number, to: number) => second.subarray(from * sampleRate, to * sampleRate);
    expect(first.every((sample) => sample === 0)).toBe(true);
    expect(at(0, 1.95).every((sample) => sample === 0)).toBe(true);
    expect(rmsAmplitude(at(2, 2.05))).toBeLessThan(0.1 * rmsAmplitude(at(3, 4)));
    expect(rmsAmplitude(at(4.95, 5))).toBeLessThan(0.1 * rmsAmplitude(at(3, 4)));
    expect(rmsAmplitude(at(5.01, 8))).toBeLessThan(1e-6);
  });

  it.each(deviceNames)('the other is as soft as was asked on the track of a %s', (device) => {
    const conditions = conditionsOf([track({ device, bleed: -25 }), track({ room: null })]);
    const quiet = levelOf(hear(conditions, [none, none])[0] ?? none);
    const bleed = levelOf(hear(conditions, [none, other])[0] ?? none);
    const alone = 10 * Math.log10(Math.max(1e-12, 10 ** (bleed / 10) - 10 ** (quiet / 10)));
    expect(Math.abs(alone - own(conditions) + 25)).toBeLessThan(1);
  });

  it('in one room the other is the softer the nearer one is, as the description says', () => {
    const told = [0.06, 0.25, 0.8].map((distance) => {
      const near = { ...room, distance };
      const conditions = conditionsOf([track({ room: near }), track({ room: near })], { setting: 'room' });
      const measured = levelOf(hear(conditions, [none, other])[0] ?? none) - own(conditions);
      const [described] = describeConditions(conditions, {
        sampleRate,
        speechLevels: [speechLevel, speechLevel],
      });
      expect(Math.abs(measured - (described?.bleed ?? 0))).toBeLessThan(1);
      return measured;
    });
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told[0]).toBeLessThan(-15);
  });

  it('a device evens out who speaks too softly', () => {
    const conditions = conditionsOf([track({ device: 'mobile' }), track()]);
    const soft = speech.map((sample) => sample * 0.5);
    const end = (samples: Float32Array | undefined) => levelOf(samples?.subarray(-2 * sampleRate) ?? none);
    expect(end(hear(conditions, [speech, none])[0]) - end(hear(conditions, [soft, none])[0])).toBeLessThan(2);
  });
});

describe('describeConditions', () => {
  it('tells band, speech over noise, and what is heard', () => {
    const described = describeConditions(busy, { sampleRate, speechLevels: [speechLevel, speechLevel] });
    expect(described).toEqual([
      expect.objectContaining({
        channel: 0,
        bandwidth: 3400,
        bleed: -30,
        noiseTypes: ['street', 'door'],
        place: 'office',
      }),
      expect.objectContaining({
        channel: 1,
        bandwidth: 3400,
        bleed: null,
        noiseTypes: ['television', 'door'],
        codec: 'gsm',
      }),
    ]);
    expect(described[0]?.signalToNoise).toBeCloseTo(12, 1);
    const [dry] = describeConditions(conditionsOf([track({ room: null })]), {
      sampleRate,
      speechLevels: [0],
    });
    expect(dry).toMatchObject({ bandwidth: 8000, signalToNoise: null, reverberation: null, bleed: null });
  });
});

describe('what cannot be', () => {
  it('is anything after the end', () => {
    const conditioner = createConditioner(busy, { sampleRate, speechLevels: [speechLevel, speechLevel] });
    conditioner.flush();
    conditioner[Symbol.dispose]();
    expect(() => conditioner.process([silence(2048), silence(2048)])).toThrowError(/create new ones/);
  });

  const wrong: readonly (readonly [string, Conditions])[] = [
    ['conditions.tracks', conditionsOf([])],
    ['conditions.tracks.0.level', conditionsOf([track({ level: Number.NaN })])],
    [
      'conditions.tracks.0.room.reverberation',
      conditionsOf([track({ room: { ...room, reverberation: 0 } })]),
    ],
    ['conditions.tracks.0.room.size', conditionsOf([track({ room: { ...room, size: [3, -1, 2] } })])],
    ['conditions.tracks.0.room.distance', conditionsOf([track({ room: { ...room, distance: 0 } })])],
    [
      'conditions.noises.0.channels',
      conditionsOf([track()], { noises: [{ kind: 'fan', channels: [1], start: 0, end: null, snr: 10 }] }),
    ],
    [
      'conditions.noises.0.end',
      conditionsOf([track()], { noises: [{ kind: 'fan', channels: [0], start: 3, end: 2, snr: 10 }] }),
    ],
  ];

  it.each(wrong)('is told by the name of its field: %s', (field, conditions) => {
    expect(() =>
      createConditioner(conditions, { sampleRate, speechLevels: conditions.tracks.map(() => -26) }),
    ).toThrowError(expect.objectContaining({ name: 'CorpusError', field }));
  });

  it('is a level too few, or a rate that is none', () => {
    const conditions = conditionsOf([track()]);
    expect(() => createConditioner(conditions, { sampleRate, speechLevels: [] })).toThrowError(
      /give one for each/,
    );
    expect(() => createConditioner(conditions, { sampleRate: 0, speechLevels: [-26] })).toThrowError(
      /sampleRate/,
    );
  });
});
