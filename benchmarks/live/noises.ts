import {
  type Audio,
  addScaled,
  createRandom,
  fromDecibels,
  type Random,
  rmsAmplitude,
} from '../../src/dsp/index.ts';
import { createVocalSound } from '../../src/voices/index.ts';
import {
  activeLevel,
  addAt,
  convolve,
  filtered,
  noiseRate,
  shaped,
  silence,
  tilted,
  toLevel,
} from './sound-making.ts';

export const noiseKinds = ['cough', 'laughter', 'knock', 'typing', 'music', 'noise'] as const;
export type NoiseKind = (typeof noiseKinds)[number];

/**
 * Which of two families of noises: their spectra, paces and materials are drawn from ranges that interleave but do
 * not meet, so that what was tuned on one is measured on sounds that nobody has looked at.
 */
export type NoiseHalf = 'tuning' | 'report';

export type NoiseOptions = {
  readonly kind: NoiseKind;
  readonly half: NoiseHalf;
  readonly seed: string | number;
  /** Seconds, for what goes on: typing, music, noise, a bout of knocks. Default 2. */
  readonly duration?: number;
};

/** A noise that begins to sound at its first sample, at -26 dBFS of root mean square where it sounds. */
export function createNoise({ kind, half, seed, duration = 2 }: NoiseOptions): Audio {
  const random = createRandom(`${kind}/${half}/${seed}`);
  const draw = createDraw(random.fork('parameters'), half);
  const samples = makers[kind](draw, random.fork('sound'), duration);
  return { samples: toLevel(samples, -26), sampleRate: noiseRate };
}

/** Draws a figure of a range, in the half's own stripes of it. */
type Draw = (lowest: number, highest: number) => number;

function createDraw(random: Random, half: NoiseHalf): Draw {
  const stripes = 6;
  return (lowest, highest) => {
    const stripe = 2 * random.integer(stripes) + (half === 'tuning' ? 0 : 1);
    const share = (stripe + random.next()) / (2 * stripes);
    return lowest + (highest - lowest) * share;
  };
}

type Maker = (draw: Draw, random: Random, duration: number) => Float32Array;

const makers: Readonly<Record<NoiseKind, Maker>> = {
  cough: makeCough,
  laughter: makeLaughter,
  knock: makeKnocks,
  typing: makeTyping,
  music: makeMusic,
  noise: makeNoise,
};

/** The burst with which the glottis opens, the rush of air through the tract, sometimes a voiced end. */
function makeCough(draw: Draw, random: Random): Float32Array {
  const tract = draw(0.8, 1.15);
  const throat = { pitch: draw(95, 230), tract };
  if (draw(0, 1) < 0.3) {
    return createVocalSound({
      sound: 'cough',
      throat,
      seed: String(random.next()),
      sampleRate: noiseRate,
      effort: draw(0.3, 1),
    }).samples;
  }
  const count = 1 + Math.floor(draw(0, 2.99));
  const starts = Array.from({ length: count }, (_, index) => index * draw(0.32, 0.5));
  const sound = silence((starts.at(-1) ?? 0) + 0.55);
  for (const [index, start] of starts.entries()) {
    const loudness = index === 0 ? 1 : draw(0.4, 1);
    addAt(sound, oneCough(draw, random, tract, throat.pitch), start, loudness);
  }
  return sound;
}

function oneCough(draw: Draw, random: Random, tract: number, pitch: number): Float32Array {
  const burst = draw(0.025, 0.07);
  const rush = draw(0.08, 0.24);
  const voicedEnd = draw(0, 1) < 0.4 ? draw(0.06, 0.14) : 0;
  const length = burst + rush + voicedEnd + 0.05;
  const air = shaped(length, random, (time) => {
    const attack = Math.min(1, time / 0.004);
    if (time < burst) return attack;
    return 0.5 * Math.exp((-2.6 * (time - burst)) / rush);
  });
  const formants = [draw(450, 800), draw(1100, 1900), draw(2300, 3200), draw(3400, 4400)];
  const weights = [1, draw(0.6, 1.3), draw(0.4, 1), draw(0.3, 0.9)];
  const sound = new Float32Array(air.length);
  for (const [index, formant] of formants.entries()) {
    const heard = filtered(air, 'band-pass', formant / tract, draw(1.2, 3));
    addScaled(sound, heard, 0, weights[index] ?? 1);
  }
  addScaled(sound, filtered(air, 'high-pass', 2500, 0.7), 0, draw(0.05, 0.3));
  if (voicedEnd > 0) {
    const voice = shaped(length, random, () => 0);
    let phase = 0;
    for (let index = 0; index < voice.length; index++) {
      const time = index / noiseRate - burst - rush * 0.7;
      if (time < 0 || time > voicedEnd) continue;
      phase += (pitch * (1.15 - time)) / noiseRate;
      const pulse = (phase % 1) - 0.5;
      voice[index] = pulse * Math.sin((Math.PI * time) / voicedEnd) * 0.6;
    }
    addScaled(sound, filtered(voice, 'band-pass', (formants[0] ?? 600) / tract, 1.5), 0, 1.2);
  }
  return sound;
}

function makeLaughter(draw: Draw, random: Random): Float32Array {
  const sound = (['hearty-laugh', 'chuckle', 'hearty-laugh', 'breathy-laugh'] as const)[random.integer(4)];
  return createVocalSound({
    sound: sound ?? 'chuckle',
    throat: { pitch: draw(90, 250), tract: draw(0.8, 1.1) },
    seed: String(random.next()),
    sampleRate: noiseRate,
    effort: draw(0.1, 1),
  }).samples;
}

/** A board that rings in a few modes, each dying in some hundredths of a second, behind a contact of a millisecond. */
function makeKnocks(draw: Draw, random: Random, duration: number): Float32Array {
  const base = draw(70, 320);
  const modes = [1, draw(1.5, 2.1), draw(2.3, 3.1), draw(3.4, 5), draw(5.5, 9)];
  const decays = modes.map((mode) => draw(0.018, 0.06) / Math.sqrt(mode));
  const weights = modes.map((mode) => draw(0.4, 1.2) / mode);
  const pace = draw(0.14, 0.4);
  const most = Math.max(1, Math.min(1 + Math.floor(draw(0, 4.99)), Math.ceil(duration / pace)));
  const sound = silence((most - 1) * pace + 0.25);
  for (let knock = 0; knock < most; knock++) {
    const one = silence(0.25);
    const detune = 1 + 0.02 * random.normal();
    for (const [index, mode] of modes.entries()) {
      const phase = 2 * Math.PI * random.next();
      const step = (2 * Math.PI * base * mode * detune) / noiseRate;
      const fall = Math.exp(-1 / ((decays[index] ?? 0.03) * noiseRate));
      let amplitude = weights[index] ?? 1;
      for (let frame = 0; frame < one.length; frame++) {
        one[frame] = (one[frame] ?? 0) + amplitude * Math.sin(phase + step * frame);
        amplitude *= fall;
      }
    }
    const contact = shaped(0.01, random, (time) => Math.exp(-time / 0.0012));
    addScaled(one, filtered(contact, 'low-pass', draw(1500, 5000), 0.7), 0, draw(0.2, 1));
    const attack = Math.round(0.0008 * noiseRate);
    for (let frame = 0; frame < attack; frame++) one[frame] = ((one[frame] ?? 0) * frame) / attack;
    addAt(sound, one, knock * pace + 0.01 * random.next(), 0.6 + 0.4 * random.next());
  }
  return sound;
}

/** Keys that go down and come up: clicks of some milliseconds, bright, over the thump of the desk. */
function makeTyping(draw: Draw, random: Random, duration: number): Float32Array {
  const sound = silence(duration);
  const rate = draw(3, 10);
  const resonances = [draw(1400, 2600), draw(3000, 4600), draw(5000, 7200)];
  const thump = draw(110, 260);
  const thumpWeight = draw(0.05, 0.5);
  for (let time = 0; time < duration - 0.02; time += (0.45 + 1.1 * random.next()) / rate) {
    const force = 0.5 + 0.5 * random.next();
    addAt(sound, keyClick(draw, random, resonances, thump, thumpWeight), time, force);
    const release = time + 0.05 + 0.06 * random.next();
    addAt(sound, keyClick(draw, random, resonances, thump, 0), release, force * draw(0.2, 0.6));
    if (random.next() < 0.08) time += 0.3 * random.next();
  }
  return sound;
}

function keyClick(
  draw: Draw,
  random: Random,
  resonances: readonly number[],
  thump: number,
  thumpWeight: number,
): Float32Array {
  const decay = draw(0.0015, 0.007);
  const contact = shaped(0.06, random, (time) => Math.exp(-time / decay));
  const sound = new Float32Array(contact.length);
  for (const resonance of resonances) {
    addScaled(sound, filtered(contact, 'band-pass', resonance * (1 + 0.05 * random.normal()), 2.5), 0, 1);
  }
  for (let frame = 0; frame < sound.length; frame++) {
    const time = frame / noiseRate;
    const low = Math.sin(2 * Math.PI * thump * time) * Math.exp(-time / 0.012);
    sound[frame] = (sound[frame] ?? 0) + thumpWeight * low;
  }
  return sound;
}

/** Chords, a melody over them and, in some pieces, drums. */
function makeMusic(draw: Draw, random: Random, duration: number): Float32Array {
  const sound = silence(duration);
  const beat = 60 / draw(66, 150);
  const root = draw(110, 200);
  const scale = draw(0, 1) < 0.5 ? [0, 2, 4, 5, 7, 9, 11, 12] : [0, 2, 3, 5, 7, 8, 10, 12];
  const progression = [0, 5, 3, 4, 0, 3, 4, 4].map((degree) => scale[degree] ?? 0);
  const brightness = draw(0.9, 2.2);
  const sustain = draw(0.25, 1.6);
  const drums = draw(0, 1) < 0.5 ? draw(0.2, 0.9) : 0;
  const melodyLevel = draw(0.3, 1);
  for (let bar = 0; bar * beat * 2 < duration; bar++) {
    const chord = progression[(bar + random.integer(2)) % progression.length] ?? 0;
    for (const interval of [0, 4, 7]) {
      const pitch = root * 2 ** ((chord + interval) / 12);
      addAt(sound, note(pitch, beat * 2, brightness, sustain * 2), bar * beat * 2, 0.5);
    }
  }
  for (let time = 0; time < duration; ) {
    const length = beat * ([0.5, 0.5, 1, 1, 2][random.integer(5)] ?? 1);
    const pitch = 2 * root * 2 ** ((scale[random.integer(scale.length)] ?? 0) / 12);
    addAt(sound, note(pitch, length, brightness, sustain), time, melodyLevel);
    time += length;
  }
  const hits = drums > 0 ? Math.ceil(duration / (beat * 0.5)) : 0;
  for (let hit = 0; hit < hits; hit++) {
    const strength = drums * (hit % 2 === 0 ? 1 : 0.4);
    const drum = shaped(0.15, random, (time) => Math.exp(-time / (hit % 4 === 2 ? 0.05 : 0.015)));
    addAt(
      sound,
      filtered(drum, hit % 4 === 0 ? 'low-pass' : 'high-pass', hit % 4 === 0 ? 150 : 4000, 0.7),
      hit * beat * 0.5,
      strength,
    );
  }
  return sound;
}

function note(pitch: number, length: number, brightness: number, sustain: number): Float32Array {
  const sound = silence(length + 0.05);
  for (let harmonic = 1; harmonic <= 12 && pitch * harmonic < 7500; harmonic++) {
    const weight = harmonic ** -brightness;
    const step = (2 * Math.PI * pitch * harmonic) / noiseRate;
    for (let frame = 0; frame < sound.length; frame++) {
      const time = frame / noiseRate;
      const attack = Math.min(1, time / 0.015);
      const release = Math.min(1, Math.max(0, (length + 0.05 - time) / 0.05));
      const level = attack * release * Math.exp((-time * (0.5 + 0.1 * harmonic)) / sustain);
      sound[frame] = (sound[frame] ?? 0) + weight * level * Math.sin(step * frame);
    }
  }
  return sound;
}

/** Something that hisses, hums, rushes or roars, from one moment to another. */
function makeNoise(draw: Draw, random: Random, duration: number): Float32Array {
  const white = shaped(duration, random, () => 1);
  const colour = Math.floor(draw(0, 5.99));
  const sound = new Float32Array(white.length);
  if (colour === 0) addScaled(sound, white, 0, 1);
  else if (colour === 1) addScaled(sound, tilted(white, draw(120, 500)), 0, 1);
  else if (colour === 2) addScaled(sound, tilted(white, draw(500, 2000)), 0, 1);
  else if (colour === 3) {
    addScaled(sound, filtered(white, 'band-pass', draw(400, 1200), draw(0.4, 1)), 0, 1);
    addScaled(sound, filtered(white, 'band-pass', draw(1800, 4500), draw(0.5, 2)), 0, draw(0.2, 1));
  } else if (colour === 4) {
    // A motor: a hum with its harmonics under the rush of a fan.
    const hum = draw(48, 130);
    for (let frame = 0; frame < sound.length; frame++) {
      const turn = (2 * Math.PI * hum * frame) / noiseRate;
      sound[frame] =
        Math.sin(turn) + 0.6 * Math.sin(2 * turn + 1) + 0.4 * Math.sin(3 * turn) + 0.2 * Math.sin(5 * turn);
    }
    addScaled(sound, tilted(white, draw(300, 1500)), 0, draw(1, 5));
  } else addScaled(sound, filtered(white, 'high-pass', draw(1200, 3500), 0.7), 0, 1);
  // A gust: the level wanders, slower than syllables do.
  const gust = draw(0, 4);
  const pace = draw(0.15, 0.7);
  const rise = draw(0.003, 0.12);
  for (let frame = 0; frame < sound.length; frame++) {
    const time = frame / noiseRate;
    const swell = fromDecibels(gust * Math.sin(2 * Math.PI * pace * time));
    const edge = Math.min(1, time / rise, Math.max(0, (duration - time) / 0.02));
    sound[frame] = (sound[frame] ?? 0) * swell * edge;
  }
  return sound;
}

/** Many talk at once: each voice starts somewhere else in what it says, and is as loud as the others within 3 dB. */
export function mixBabble(voices: readonly Audio[], duration: number, seed: string | number): Audio {
  const random = createRandom(`babble/${seed}`);
  const sound = silence(duration);
  for (const { samples } of voices) {
    if (samples.length === 0) continue;
    const gain = fromDecibels(-26 - activeLevel(samples) + 3 * (random.next() - 0.5));
    let at = -Math.floor(random.next() * samples.length);
    for (; at < sound.length; at += samples.length)
      addScaled(sound, samples.subarray(Math.max(0, -at)), Math.max(0, at), gain);
  }
  return { samples: toLevel(sound, -26), sampleRate: noiseRate };
}

/** Speech and music through a small loudspeaker, compressed, heard across a room. */
export function playTelevision(speech: Audio, half: NoiseHalf, seed: string | number): Audio {
  const random = createRandom(`television/${half}/${seed}`);
  const draw = createDraw(random.fork('parameters'), half);
  const duration = speech.samples.length / noiseRate;
  const music = createNoise({ kind: 'music', half, seed: `television/${seed}`, duration });
  const mix = new Float32Array(speech.samples.length);
  addScaled(mix, toLevel(speech.samples, -23), 0, 1);
  addScaled(mix, music.samples.subarray(0, mix.length), 0, fromDecibels(draw(-16, -3)));
  const squeezed = mix.map((sample) => Math.tanh(sample * 4) / 4);
  const small = filtered(
    filtered(squeezed, 'high-pass', draw(160, 320), 0.7),
    'low-pass',
    draw(4200, 7000),
    0.7,
  );
  const room = createRoom({
    half,
    seed: `television/${seed}`,
    reverberation: draw(0.3, 0.7),
    direct: draw(-8, 0),
  });
  return { samples: toLevel(convolve(small, room), -26), sampleRate: noiseRate };
}

export type RoomOptions = {
  readonly half: NoiseHalf;
  readonly seed: string | number;
  /** Seconds until the sound has fallen by 60 dB: .2 (a study) to .8 (a hall). */
  readonly reverberation: number;
  /** dB of the direct sound over all that follows it: about 10 at .3 m, 0 at 1 m, -8 across the room. */
  readonly direct: number;
  /** Seconds before the direct sound. Default 0. */
  readonly delay?: number;
};

/** The response of a room: the direct sound, a few early reflections, a tail that loses its highs first. */
export function createRoom({ half, seed, reverberation, direct, delay = 0 }: RoomOptions): Float32Array {
  const random = createRandom(`room/${half}/${seed}`);
  const start = Math.round(delay * noiseRate);
  const tail = silence(Math.min(0.6, reverberation * 0.9));
  for (let frame = 0; frame < tail.length; frame++) {
    const time = frame / noiseRate;
    const growth = Math.min(1, time / 0.012);
    tail[frame] = growth * random.normal() * 10 ** ((-3 * time) / reverberation);
  }
  const late = filtered(tail, 'low-pass', 3500 + 2500 * random.next(), 0.6);
  addScaled(
    late,
    filtered(tail, 'high-pass', 3500, 0.6).map(
      (sample, frame) => sample * Math.exp(-frame / (0.12 * noiseRate * reverberation)),
    ),
    0,
    1,
  );
  for (let reflection = 0; reflection < 6; reflection++) {
    const at = Math.round((0.002 + 0.03 * random.next()) * noiseRate);
    late[at] =
      (late[at] ?? 0) +
      (random.next() < 0.5 ? -1 : 1) * (1 + 2 * random.next()) * Math.exp((-at / noiseRate) * 40) * 2;
  }
  let energy = 0;
  for (const sample of late) energy += sample * sample;
  const scale = fromDecibels(-direct) / Math.sqrt(energy);
  const response = new Float32Array(start + late.length);
  addScaled(response, late, start, scale);
  response[start] = (response[start] ?? 0) + 1;
  return response;
}

/** Somebody else in the room, two to five metres off: mostly reverberation, the highs worn off, at the level given by the mix. */
export function hearFromAfar(speech: Audio, half: NoiseHalf, seed: string | number): Audio {
  const random = createRandom(`afar/${half}/${seed}`);
  const draw = createDraw(random, half);
  const room = createRoom({
    half,
    seed: `afar/${seed}`,
    reverberation: draw(0.3, 0.7),
    direct: draw(-9, -1),
  });
  const heard = filtered(convolve(speech.samples, room), 'low-pass', draw(4000, 7000), 0.6);
  return { samples: toLevel(heard, -26), sampleRate: noiseRate };
}

/** The user at the microphone, .2 to .6 m off. */
export function hearFromNear(speech: Audio, half: NoiseHalf, seed: string | number): Audio {
  const random = createRandom(`near/${half}/${seed}`);
  const draw = createDraw(random, half);
  const room = createRoom({ half, seed: `near/${seed}`, reverberation: draw(0.2, 0.5), direct: draw(6, 16) });
  return {
    samples: toLevel(convolve(speech.samples, room).subarray(0, speech.samples.length), -26),
    sampleRate: noiseRate,
  };
}

export type EchoPath = {
  readonly half: NoiseHalf;
  readonly seed: string | number;
  /** Seconds, 0 to .25: the buffers of the sound card and the way through the room. */
  readonly delay: number;
  /** dB of the echo against what was played. */
  readonly gain: number;
  /** 0: a perfect loudspeaker; 1: a telephone's, driven hard. Default .3. */
  readonly distortion?: number;
};

/** What was played, as it comes back through a loudspeaker and the room. */
export function echoOf(
  played: Float32Array,
  { half, seed, delay, gain, distortion = 0.3 }: EchoPath,
): Float32Array {
  const draw = createDraw(createRandom(`echo/${half}/${seed}`), half);
  const drive = 0.5 + 5 * distortion;
  const bent = played.map((sample) => {
    const driven = drive * (sample + 0.15 * distortion * sample * sample);
    return Math.tanh(driven) / drive;
  });
  const speaker = filtered(
    filtered(bent, 'high-pass', draw(120, 350), 0.7),
    'low-pass',
    draw(5500, 7600),
    0.7,
  );
  const room = createRoom({
    half,
    seed: `echo/${seed}`,
    reverberation: draw(0.2, 0.5),
    direct: draw(-3, 6),
    delay,
  });
  const echo = convolve(speaker, room).subarray(0, played.length);
  const scale =
    rmsAmplitude(echo) === 0 ? 0 : (fromDecibels(gain) * rmsAmplitude(played)) / rmsAmplitude(echo);
  return echo.map((sample) => sample * scale);
}
