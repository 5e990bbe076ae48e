import { describe, expect, test } from 'vitest';
import { type Audio, audioDuration, createFft, createWindow, measureLoudness } from '../../dsp/index.ts';
import { eventTypes } from '../../timeline/index.ts';
import type { Throat } from '../voice.ts';
import { VoiceError } from '../voice-error.ts';
import {
  createVocalSound,
  eventSound,
  renderVocalSound,
  type VocalSoundName,
  vocalSoundNames,
} from './vocal-sound.ts';

const man: Throat = { pitch: 115, tract: 1 };
const woman: Throat = { pitch: 205, tract: 0.87 };
const throats = [
  ['a man', man],
  ['a woman', woman],
] as const;
const seeds = ['1', '2', '3', '4', '5'];
const sampleRate = 16_000;

function soundsOf(sound: VocalSoundName, throat: Throat, effort = 0.5): Audio[] {
  return seeds.map((seed) => createVocalSound({ sound, throat, seed, sampleRate, effort }));
}

/** To compare at once: `toEqual` takes a sample at a time. */
function bytes({ samples }: Audio): Buffer {
  return Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
}

/** Normalised autocorrelation over two and a half periods; undefined where there is no voice. */
function pitchAt({ samples, sampleRate: rate }: Audio, time: number, throat: Throat): number | undefined {
  const [lowest, highest] = [throat.pitch * 0.55, throat.pitch * 3.6];
  const length = Math.round((2.2 * rate) / lowest);
  const start = Math.round(time * rate) - Math.round(length * 0.75);
  const similarity = (lag: number): number => {
    let [product, here, there] = [0, 1e-12, 1e-12];
    for (let index = start; index < start + length; index++) {
      const [first, second] = [samples[index] ?? 0, samples[index + lag] ?? 0];
      product += first * second;
      here += first * first;
      there += second * second;
    }
    return product / Math.sqrt(here * there);
  };
  const lags = Array.from({ length: Math.round(rate / lowest) + 2 }, (_, lag) =>
    lag < rate / highest ? -1 : similarity(lag),
  );
  const best = Math.max(...lags);
  const lag = lags.findIndex(
    (value, index) =>
      value > best * 0.92 && value >= (lags[index - 1] ?? 0) && value >= (lags[index + 1] ?? 0),
  );
  return best < 0.6 || lag < 0 ? undefined : rate / lag;
}

/** The median over a stretch, in semitones above the throat's own pitch. */
function medianPitch(audio: Audio, throat: Throat, start: number, end: number): number {
  const pitches: number[] = [];
  for (let time = start; time <= end; time += 0.012) {
    const pitch = pitchAt(audio, time, throat);
    if (pitch !== undefined) pitches.push(12 * Math.log2(pitch / throat.pitch));
  }
  return median(pitches);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Mean power spectrum of a stretch; bin k is at k * rate / 1024. */
function spectrum({ samples, sampleRate: rate }: Audio, start = 0, end = samples.length / rate): number[] {
  const size = 1024;
  const fft = createFft(size);
  const window = createWindow('hann', size);
  const [real, imaginary] = [new Float64Array(fft.bins), new Float64Array(fft.bins)];
  const powers = Array.from({ length: fft.bins }, () => 0);
  for (let frame = Math.round(start * rate); frame < end * rate; frame += size / 4) {
    fft.forward(
      Float64Array.from({ length: size }, (_, index) => (samples[frame + index] ?? 0) * (window[index] ?? 0)),
      real,
      imaginary,
    );
    for (const bin of powers.keys())
      powers[bin] = (powers[bin] ?? 0) + (real[bin] ?? 0) ** 2 + (imaginary[bin] ?? 0) ** 2;
  }
  return powers;
}

/** dB of one band against another, Hz. */
function bandRatio(powers: readonly number[], [low, high]: Band, [otherLow, otherHigh]: Band): number {
  return 10 * Math.log10(bandPower(powers, low, high) / bandPower(powers, otherLow, otherHigh));
}

type Band = readonly [number, number];

function bandPower(powers: readonly number[], low: number, high: number): number {
  const width = sampleRate / 1024;
  return powers.reduce(
    (sum, power, bin) => (bin * width >= low && bin * width < high ? sum + power : sum),
    0,
  );
}

/** Where a smoothed spectrum is highest between two frequencies. */
function peakFrequency(powers: readonly number[], low: number, high: number): number {
  const width = sampleRate / 1024;
  let best = 0;
  let at = 0;
  for (let bin = Math.ceil(low / width); bin * width < high; bin++) {
    const around = mean(powers.slice(bin - 4, bin + 5));
    if (around > best) [best, at] = [around, bin * width];
  }
  return at;
}

/** Root mean square of each 10 ms. */
function envelope({ samples, sampleRate: rate }: Audio): number[] {
  const length = Math.round(rate / 100);
  return Array.from({ length: Math.floor(samples.length / length) }, (_, index) =>
    Math.sqrt(
      mean(Array.from(samples.subarray(index * length, (index + 1) * length), (sample) => sample ** 2)),
    ),
  );
}

function loudnessOfRepeats(audio: Audio): number {
  const times = Math.ceil(1.2 / audioDuration(audio));
  const samples = new Float32Array(audio.samples.length * times);
  for (let index = 0; index < times; index++) samples.set(audio.samples, index * audio.samples.length);
  return measureLoudness({ channels: [samples], sampleRate: audio.sampleRate }).integrated;
}

function meanLoudness(sound: VocalSoundName, throat: Throat, effort = 0.5): number {
  return mean(soundsOf(sound, throat, effort).map(loudnessOfRepeats));
}

/** dB above 500 Hz against below, near the end. */
function murmurAtEnd(audio: Audio): number {
  const duration = audioDuration(audio);
  return bandRatio(spectrum(audio, duration * 0.75, duration - 0.05), [500, 4000], [60, 500]);
}

function secondFormantOfBreath(throat: Throat): number {
  return mean(soundsOf('breath', throat).map((audio) => peakFrequency(spectrum(audio), 1000, 2200)));
}

function meanCalls(effort: number): number {
  const laughs = seeds.map((seed) =>
    renderVocalSound({ sound: 'hearty-laugh', throat: man, seed, sampleRate, effort }),
  );
  return mean(laughs.map(({ syllables }) => syllables.length));
}

describe.each(throats)('of %s', (_, throat) => {
  test.each(['mm-hm', 'uh-huh'] as const)('%s: two syllables, low and then high', (sound) => {
    for (const seed of seeds) {
      const { audio, syllables } = renderVocalSound({ sound, throat, seed, sampleRate });
      const [first, second] = syllables;
      if (first === undefined || second === undefined) throw new Error('It has no two syllables.');
      expect(audioDuration(audio)).toBeGreaterThan(0.3);
      expect(audioDuration(audio)).toBeLessThan(0.55);
      const low = medianPitch(audio, throat, first.start + 0.03, first.end - 0.03);
      const high = medianPitch(audio, throat, (second.start + second.end) / 2, second.end - 0.03);
      expect(high - low).toBeGreaterThan(2);
      expect(high - low).toBeLessThan(8);
      expect(Math.abs(low)).toBeLessThan(3);
      const levels = envelope(audio);
      const between = Math.min(
        ...levels.slice(Math.round(first.end * 100), Math.round(second.start * 100) + 1),
      );
      expect(between).toBeLessThan(0.35 * Math.max(...levels));
    }
  });

  test('lips closed: a murmur has its power below 500 Hz, an open mouth above', () => {
    for (const sound of ['mm', 'mm-hm', 'en-agree'] as const) {
      const ratios = soundsOf(sound, throat).map((audio) =>
        bandRatio(spectrum(audio), [500, 4000], [60, 500]),
      );
      expect(mean(ratios)).toBeLessThan(-6);
    }
    for (const sound of ['uh', 'ah', 'a-agree'] as const) {
      const ratios = soundsOf(sound, throat).map((audio) =>
        bandRatio(spectrum(audio), [500, 4000], [60, 500]),
      );
      expect(mean(ratios)).toBeGreaterThan(-3);
    }
  });

  test.each([
    ['en-agree', -1],
    ['en-question', 1],
    ['o-agree', -1],
    ['o-question', 1],
    ['ah', -1],
    ['huh', 1],
    ['uh', -1],
  ] as const)('%s: pitch goes %i', (sound, direction) => {
    for (const audio of soundsOf(sound, throat)) {
      const duration = audioDuration(audio);
      const early = medianPitch(audio, throat, duration * 0.15, duration * 0.35);
      const late = medianPitch(audio, throat, duration * 0.7, duration * 0.9);
      expect((late - early) * direction).toBeGreaterThan(1);
    }
  });

  test('um ends with closed lips and uh does not', () => {
    expect(mean(soundsOf('um', throat).map(murmurAtEnd))).toBeLessThan(
      mean(soundsOf('uh', throat).map(murmurAtEnd)) - 8,
    );
    for (const audio of soundsOf('um', throat)) expect(audioDuration(audio)).toBeGreaterThan(0.32);
  });

  test('a hearty laugh: five to seven calls, about five a second, high, falling in pitch and level', () => {
    const firstPitches: number[] = [];
    const falls: number[] = [];
    for (const seed of seeds) {
      const { audio, syllables } = renderVocalSound({ sound: 'hearty-laugh', throat, seed, sampleRate });
      expect(syllables.length).toBeGreaterThanOrEqual(5);
      expect(syllables.length).toBeLessThanOrEqual(7);
      const onsets = loudOnsets(envelope(audio));
      expect(onsets.length).toBe(syllables.length);
      const rate = (onsets.length - 1) / ((onsets.at(-1) ?? 0) - (onsets[0] ?? 0));
      expect(rate).toBeGreaterThan(4.3);
      expect(rate).toBeLessThan(5.6);
      const pitchOf = (index: number): number => {
        const call = syllables[index] ?? { start: 0, end: 0 };
        return medianPitch(audio, throat, (call.start + call.end) / 2, call.end);
      };
      const first = pitchOf(0);
      firstPitches.push(throat.pitch * 2 ** (first / 12));
      expect(first - pitchOf(syllables.length - 1)).toBeGreaterThan(1);
      const levels = envelope(audio);
      const levelOf = (call: { start: number; end: number }): number =>
        Math.max(...levels.slice(Math.floor(call.start * 100), Math.ceil(call.end * 100)));
      const heights = syllables.map(levelOf);
      falls.push(mean(heights.slice(-2)) / mean(heights.slice(0, 2)));
    }
    expect(mean(falls)).toBeLessThan(0.8);
    // Bachorowski and others 2001: 272 Hz for men, 405 Hz for women, over all calls.
    const expected = throat === man ? 272 : 405;
    expect(mean(firstPitches)).toBeGreaterThan(expected * 0.9);
    expect(mean(firstPitches)).toBeLessThan(expected * 1.35);
  });

  test('a call of a laugh begins with breath and goes on with voice', () => {
    const { audio, syllables } = renderVocalSound({ sound: 'chuckle', throat, seed: '1', sampleRate });
    for (const { start, end } of syllables.slice(1)) {
      const length = end - start;
      const breath = bandRatio(spectrum(audio, start, start + 0.01), [3000, 8000], [60, 1000]);
      const voice = bandRatio(
        spectrum(audio, end - length * 0.5, end - length * 0.45),
        [3000, 8000],
        [60, 1000],
      );
      expect(breath).toBeGreaterThan(voice + 4);
    }
  });

  test('a breathy laugh has no voice', () => {
    for (const audio of soundsOf('breathy-laugh', throat)) {
      const voiced = Array.from({ length: 60 }, (__, step) => pitchAt(audio, step / 50, throat)).filter(
        (pitch) => pitch !== undefined,
      );
      expect(voiced.length).toBeLessThan(6);
    }
  });

  test('an in-breath has the neutral tract and a falling spectrum; a gasp and a laugh a higher F1', () => {
    const sum = (sound: VocalSoundName): number[] =>
      soundsOf(sound, throat)
        .map((audio) => spectrum(audio))
        .reduce((total, powers) => total.map((power, bin) => power + (powers[bin] ?? 0)));
    const breath = sum('breath');
    expect(peakFrequency(breath, 350, 1000) * throat.tract).toBeGreaterThan(440);
    expect(peakFrequency(breath, 350, 1000) * throat.tract).toBeLessThan(620);
    expect(bandRatio(breath, [5000, 7000], [500, 2500])).toBeLessThan(-6);
    expect(peakFrequency(sum('breathy-laugh'), 350, 1100) * throat.tract).toBeGreaterThan(650);
  });

  test('a sigh falls away', () => {
    for (const audio of soundsOf('sigh', throat)) {
      const levels = envelope(audio);
      const third = Math.floor(levels.length / 3);
      expect(mean(levels.slice(0, third))).toBeGreaterThan(2 * mean(levels.slice(-third)));
      expect(audioDuration(audio)).toBeGreaterThan(0.7);
    }
  });

  test('a cough: a burst within 30 ms, a weaker middle, then voice', () => {
    for (const seed of seeds) {
      const { audio, syllables } = renderVocalSound({ sound: 'cough', throat, seed, sampleRate });
      const pulse = syllables[0] ?? { start: 0, end: 0 };
      const levels = envelope(audio);
      const loudest = levels.indexOf(Math.max(...levels));
      expect(loudest).toBeLessThan(5);
      expect(mean(levels.slice(12, 18))).toBeLessThan(0.6 * mean(levels.slice(0, 5)));
      const voice = bandRatio(spectrum(audio, pulse.end - 0.08, pulse.end - 0.06), [2000, 8000], [60, 1000]);
      const burst = bandRatio(spectrum(audio, 0, 0.02), [2000, 8000], [60, 1000]);
      expect(burst).toBeGreaterThan(voice + 8);
    }
  });

  test('levels beside speech at -23 LUFS', () => {
    for (const sound of ['mm-hm', 'uh-huh', 'mm', 'hmm', 'en-agree'] as const) {
      expect(meanLoudness(sound, throat)).toBeGreaterThan(-31);
      expect(meanLoudness(sound, throat)).toBeLessThan(-28.5);
    }
    expect(meanLoudness('hearty-laugh', throat)).toBeGreaterThan(-26);
    expect(meanLoudness('hearty-laugh', throat)).toBeLessThan(-21.5);
    expect(meanLoudness('breath', throat)).toBeGreaterThan(-43);
    expect(meanLoudness('breath', throat)).toBeLessThan(-38);
  });
});

/** Seconds at which the level rises to a sixth of its height, after a dip under a tenth. */
function loudOnsets(levels: readonly number[]): number[] {
  const loudest = Math.max(...levels);
  const onsets: number[] = [];
  let low = true;
  for (const [index, level] of levels.entries()) {
    if (low && level > 0.16 * loudest) {
      onsets.push(index / 100);
      low = false;
    } else if (level < 0.1 * loudest) low = true;
  }
  return onsets;
}

test("a shorter tract raises every resonance: a woman's breath against a man's", () => {
  expect(secondFormantOfBreath(woman) / secondFormantOfBreath(man)).toBeGreaterThan(1.05);
  expect(secondFormantOfBreath(woman) / secondFormantOfBreath(man)).toBeLessThan(1.27);
});

test('the same seed is the same sound at every rate, another seed another', () => {
  for (const sound of vocalSoundNames) {
    const take = (seed: string, rate = sampleRate): Audio =>
      createVocalSound({ sound, throat: woman, seed, sampleRate: rate });
    expect(Buffer.compare(bytes(take('a')), bytes(take('a'))), sound).toBe(0);
    expect(Buffer.compare(bytes(take('a')), bytes(take('b'))), sound).not.toBe(0);
    expect(audioDuration(take('a', 16_000))).toBeCloseTo(audioDuration(take('a', 44_100)), 3);
  }
});

test('more effort is louder and longer', () => {
  expect(meanCalls(1)).toBeGreaterThan(meanCalls(0));
  expect(meanLoudness('mm-hm', man, 1) - meanLoudness('mm-hm', man, 0)).toBeCloseTo(6, 0);
});

test('every event of a speaker has a sound, and no other', () => {
  const silent = eventTypes.filter((type) => eventSound(type, man, 'x', sampleRate) === undefined);
  expect(silent).toEqual(['noise', 'music', 'silence']);
});

test('laughter comes in several kinds', () => {
  const lengths = seeds.map((seed) => eventSound('laughter', man, seed, sampleRate)?.samples.length);
  expect(new Set(lengths).size).toBeGreaterThan(3);
});

test.each([
  ['throat.pitch', { throat: { pitch: Number.NaN, tract: 1 } }],
  ['throat.pitch', { throat: { pitch: 5000, tract: 1 } }],
  ['throat.tract', { throat: { pitch: 100, tract: 0 } }],
  ['sampleRate', { sampleRate: -1 }],
  ['effort', { effort: 2 }],
])('what cannot be is an error: %s', (field, options) => {
  const make = () => createVocalSound({ sound: 'mm', throat: man, seed: '', sampleRate, ...options });
  expect(make).toThrow(VoiceError);
  expect(make).toThrow(field);
});
