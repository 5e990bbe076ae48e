import type { Random } from '../../dsp/index.ts';
import type { Throat } from '../voice.ts';
import { sampleContour } from './contour.ts';
import type { Gesture } from './gesture.ts';
import { createGlottalPulse, type GlottalPulse, glottalFlowDerivative } from './glottal-pulse.ts';
import { shapeByTract } from './tract.ts';

/** Every sound is made at this rate, Hz, and resampled after: the same seed is the same sound at any rate. */
export const workingRate = 48_000;

/** Frames between two settings of the articulators: 1 ms. */
const controlFrames = 48;

/** White noise of this strength through the neutral tract is as loud as modal voicing at 120 Hz. */
const noiseStrength = 0.4;

/** The sound of a gesture made by a throat, at `workingRate`, not yet levelled. */
export function renderGesture(gesture: Gesture, throat: Throat, random: Random): Float32Array {
  const frames = Math.max(controlFrames, Math.round(gesture.duration * workingRate));
  // Double precision: the upper formants raise whatever rounding leaves among the weak high frequencies.
  const source = new Float64Array(frames);
  const openness = addVoicing(source, gesture, throat, random.fork('voicing'));
  addBreath(source, openness, gesture, throat, random.fork('breath'));
  applyRattle(source, gesture.texture.rattle, random.fork('rattle'));
  shapeByTract(source, gesture.postures, { tract: throat.tract, rate: workingRate, controlFrames });
  return Float32Array.from(source);
}

function controlsOf(contour: Gesture['pitch'], frames: number): Float64Array {
  return sampleContour(contour, controlFrames / workingRate, Math.ceil(frames / controlFrames) + 1);
}

/** Adds the folds' pulses. Returns how open the glottis is at each frame, 0 to 1, or 1 where it is at rest. */
function addVoicing(source: Float64Array, gesture: Gesture, throat: Throat, random: Random): Float32Array {
  const { jitter, shimmer, tremor } = gesture.texture;
  const pitch = controlsOf(gesture.pitch, source.length);
  const voicing = controlsOf(gesture.voicing, source.length);
  const laxness = controlsOf(gesture.laxness, source.length);
  const openness = new Float32Array(source.length).fill(1);
  const tremorPhase = random.next() * 2 * Math.PI;

  let pulse: GlottalPulse = createGlottalPulse(1);
  let phase = 1;
  let step = 0;
  let strength = 1;
  for (let frame = 0; frame < source.length; frame++) {
    const control = Math.floor(frame / controlFrames);
    if (phase >= 1) {
      phase -= 1;
      pulse = createGlottalPulse(0.7 * (laxness[control] ?? 1));
      const shake = Math.sin((2 * Math.PI * tremor.rate * frame) / workingRate + tremorPhase);
      const semitones = (pitch[control] ?? 0) + tremor.depth * shake;
      const frequency = throat.pitch * 2 ** (semitones / 12) * (1 + jitter * clampedNormal(random));
      step = Math.min(0.1, frequency / workingRate);
      strength = 1 + shimmer * clampedNormal(random);
    }
    const level = levelAt(voicing, frame);
    source[frame] = level * strength * glottalFlowDerivative(pulse, phase);
    const openPhase = phase < pulse.closure ? Math.sin((Math.PI * phase) / pulse.closure) : 0;
    openness[frame] = 1 - Math.min(1, 2 * level) * (1 - openPhase);
    phase += step;
  }
  return openness;
}

function addBreath(
  source: Float64Array,
  openness: Float32Array,
  gesture: Gesture,
  throat: Throat,
  random: Random,
): void {
  const aspiration = controlsOf(gesture.aspiration, source.length);
  const [low, high] = gesture.texture.noiseBand;
  const lowShare = onePole(low / throat.tract);
  const highShare = onePole(high / throat.tract);
  let lowState = 0;
  let highState = 0;
  for (let frame = 0; frame < source.length; frame++) {
    highState += highShare * (random.normal() - highState);
    lowState += lowShare * (highState - lowState);
    const noise = (highState - lowState) * levelAt(aspiration, frame);
    source[frame] = (source[frame] ?? 0) + noiseStrength * noise * (0.35 + 0.65 * (openness[frame] ?? 1));
  }
}

/** A loose, irregular beating of the level, as of something wet in the way of the air. */
function applyRattle(source: Float64Array, rattle: Gesture['texture']['rattle'], random: Random): void {
  if (rattle.depth === 0) return;
  let phase = random.next();
  let rate = rattle.rate;
  for (let frame = 0; frame < source.length; frame++) {
    phase += rate / workingRate;
    if (phase >= 1) {
      phase -= 1;
      rate = rattle.rate * (1 + 0.2 * clampedNormal(random));
    }
    const beat = 0.5 - 0.5 * Math.cos(2 * Math.PI * phase);
    source[frame] = (source[frame] ?? 0) * (1 - rattle.depth * beat);
  }
}

function levelAt(controls: Float64Array, frame: number): number {
  const index = Math.floor(frame / controlFrames);
  const share = frame / controlFrames - index;
  const from = controls[index] ?? 0;
  return from + ((controls[index + 1] ?? from) - from) * share;
}

function onePole(frequency: number): number {
  return 1 - Math.exp((-2 * Math.PI * frequency) / workingRate);
}

function clampedNormal(random: Random): number {
  return Math.max(-2.5, Math.min(2.5, random.normal()));
}
