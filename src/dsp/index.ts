export { activeLoudness } from './active-loudness.ts';
export { type Audio, audioDuration, type MultichannelAudio } from './audio.ts';
export {
  type BiquadCoefficients,
  type BiquadDesign,
  type BiquadFilter,
  biquadGain,
  createBiquad,
  designBiquad,
} from './biquad.ts';
export { fromDecibels, toDecibels } from './decibels.ts';
export { DspError } from './dsp-error.ts';
export {
  type CrossfadeOptions,
  crossfade,
  type FadeOptions,
  type FadeShape,
  fadeGain,
  fadeIn,
  fadeOut,
} from './fade.ts';
export { createFft, createWindow, type Fft, type WindowShape } from './fft.ts';
export { finiteSamples } from './finite.ts';
export { createGatedLoudness, type GatedLoudness } from './gated-loudness.ts';
export { applyGain, peakAmplitude, rmsAmplitude, type WaveformPeaks, waveformPeaks } from './level.ts';
export { createLimiter, type Limiter, type LimiterOptions, limit } from './limiter.ts';
export {
  createLoudnessMeter,
  type Loudness,
  type LoudnessMeter,
  type LoudnessMeterOptions,
  measureLoudness,
} from './loudness.ts';
export { addScaled, type MixOptions, mixInto, panGains } from './mix.ts';
export { createRandom, type Random } from './random.ts';
export {
  createResampler,
  type ResampleQuality,
  type Resampler,
  type ResamplerOptions,
  resample,
} from './resample.ts';
export { measureSilence, type Silence, type TrimOptions, trimSilence } from './silence.ts';
export {
  envelopeAmplitude,
  envelopeLoudness,
  envelopeSilence,
  type LevelBlocks,
  levelBlockFrames,
  levelBlocks,
  measureEnvelope,
  type SoundEnvelope,
} from './sound-envelope.ts';
export type { SilenceOptions } from './sound-frames.ts';
export { type PowerSpectrum, powerSpectrum, type SpectrumOptions } from './spectrum.ts';
export {
  createSpeechFinder,
  findSpeech,
  type Interval,
  type SpeechFinder,
  type SpeechOptions,
} from './speech-finder.ts';
export { type Stretched, stretch } from './stretch.ts';
export { createTruePeakFinder, type TruePeakFinder, truePeakAmplitude } from './true-peak.ts';
