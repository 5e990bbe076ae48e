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
export { createFft, createWindow, type Fft, type WindowShape } from './fft.ts';
export { createRandom, type Random } from './random.ts';
