import { type Audio, createRandom, peakAmplitude, resample } from '../src/dsp/index.ts';
import { createFlite } from '../src/voices/flite/index.ts';
import { collectSpeech } from '../src/voices/index.ts';

/** What the server says: by name, made at any rate. */
export type PeerClips = ReadonlyMap<string, (sampleRate: number) => Audio>;

/** Seconds of a plain clip, with a tenth of silence at both ends. */
const duration = 4;
const edge = 0.1;

const texts = [
  'The train leaves at seven and we would see the coast if the weather holds, which it may not do at all this week.',
  'Could you put the letters on the table by the window before the post comes and everyone goes out for lunch?',
  'Nobody told me that the meeting was moved, so I waited for an hour in the wrong room with a cold cup of coffee.',
];
const voices = ['slt', 'rms', 'awb', 'kal16'];
const levels = [1, 0.25, 0.6, 0.1, 0.8, 0.4, 0.15, 0.9, 0.5, 0.3, 0.7, 0.2];

export const speechClips = levels.map((_, index) => `speech-${index}`);
export const burstClips = ['burst-0', 'burst-1', 'burst-2'];

/** Hz, in no simple ratio to any rate: rounding to 16 bits would make tones of its own. */
export const toneFrequencies = [7013.37, 10_017.19];

/** Real speech, and tones for what is measured best with tones. */
export async function createPeerClips(): Promise<PeerClips> {
  const speech = await speakAll();
  const clips = new Map<string, (sampleRate: number) => Audio>();
  for (const [index, name] of speechClips.entries()) {
    const samples = padded(speech[index] ?? new Float32Array(0), 0.9 * (levels[index] ?? 1));
    clips.set(name, (rate) => resample({ samples, sampleRate: fliteRate }, rate));
  }
  for (const [index, make] of hardClips.entries()) {
    const samples = make(speech[(5 * index) % speech.length] ?? new Float32Array(0));
    clips.set(`hard-${index}`, (rate) => resample({ samples, sampleRate: fliteRate }, rate));
  }
  for (const [index, name] of burstClips.entries()) clips.set(name, (rate) => burst(rate, 1 + 0.37 * index));
  for (const frequency of toneFrequencies)
    clips.set(`tone-${frequency}`, (rate) => tone(rate, frequency, duration));
  return clips;
}

export const hardClipNames = Array.from({ length: 10 }, (_, index) => `hard-${index}`);

/** Hz. */
const fliteRate = 16_000;

async function speakAll(): Promise<readonly Float32Array[]> {
  await using flite = createFlite();
  const spoken: Float32Array[] = [];
  for (const voice of voices) {
    for (const text of texts) {
      const { audio } = await collectSpeech(flite.voice(voice), { text });
      const { samples } = audio.sampleRate === fliteRate ? audio : resample(audio, fliteRate);
      spoken.push(scaled(samples, 1 / peakAmplitude(samples)));
    }
  }
  return spoken;
}

function scaled(samples: Float32Array, gain: number): Float32Array {
  return samples.map((sample) => sample * gain);
}

function padded(samples: Float32Array, gain: number): Float32Array {
  const clip = new Float32Array(duration * fliteRate);
  clip.set(scaled(samples.subarray(0, (duration - 2 * edge) * fliteRate), gain), edge * fliteRate);
  return clip;
}

type Change = (samples: Float32Array) => Float32Array;

/** What services send that is hard to level. */
const hardClips: readonly Change[] = [
  // Plain, and thirty decibels below.
  (samples) => padded(samples, 0.9),
  (samples) => padded(samples, 0.03),
  // A click of 2 ms in quiet speech.
  (samples) => {
    const clip = padded(samples, 0.1);
    for (let frame = 0; frame < 32; frame++) clip[40_000 + frame] = frame % 4 < 2 ? 0.98 : -0.98;
    return clip;
  },
  // Silence inside, and at the end.
  (samples) => padded(samples, 0.5).map((sample, frame) => (frame > 16_000 && frame < 48_000 ? 0 : sample)),
  (samples) => padded(samples, 0.5).map((sample, frame) => (frame > 24_000 ? 0 : sample)),
  // Clipped.
  (samples) => padded(samples, 4).map((sample) => Math.max(-1, Math.min(1, sample))),
  // In noise of -45 dBFS.
  (samples) => {
    const random = createRandom('noise');
    return padded(samples, 0.3).map((sample) => sample + 0.0056 * random.normal());
  },
  // On a constant.
  (samples) => padded(samples, 0.4).map((sample) => sample + 0.1),
  // One word.
  (samples) => padded(samples, 0.2).subarray(0, 0.8 * fliteRate),
  // A thump of the table before quiet speech.
  (samples) => {
    const clip = padded(samples, 0.15);
    for (let frame = 0; frame < 1600; frame++) {
      clip[frame] = 0.8 * Math.sin((2 * Math.PI * 50 * frame) / fliteRate) * (1 - frame / 1600);
    }
    return clip;
  },
];

function tone(sampleRate: number, frequency: number, seconds: number): Audio {
  const samples = Float32Array.from(
    { length: Math.round(seconds * sampleRate) },
    (_, frame) => 0.5 * Math.sin((2 * Math.PI * frequency * frame) / sampleRate),
  );
  return { samples, sampleRate };
}

/** Sound from its first sample to its last, so that there is no doubt where it begins. */
function burst(sampleRate: number, seconds: number): Audio {
  const { samples } = tone(sampleRate, 1000, seconds);
  return { samples: samples.map((sample, frame) => (frame === 0 ? 0.5 : sample + 0.2)), sampleRate };
}
