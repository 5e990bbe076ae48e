import { fadeIn, fadeOut } from 'duologue/dsp';
import { type Engine, floats, integers, output } from '../model/engine.ts';
import { type FlowShape, flowFrames, frameNoise } from './flow.ts';
import { createInverseStft } from './inverse-stft.ts';
import { type MelShape, silentMel } from './log-mel.ts';

/** How sound is made, block by block. Counts of frames. */
export type SoundShape = {
  readonly mel: MelShape;
  readonly flow: FlowShape;
  readonly vocoder: { readonly size: number; readonly before: number; readonly after: number };
  /** The token of silence. */
  readonly silence: number;
};

/** One speaker's sound, made out of tokens in blocks. Blocks come in order, one at a time. */
export interface Track {
  /**
   * The sound of a block of tokens. `ahead` are those that follow it, as many as are known and of use: where the
   * block ends in the middle of a sound, it is made together with what comes.
   */
  render(tokens: readonly number[], ahead: readonly number[]): Promise<Float32Array>;
}

export type TrackOptions = {
  readonly speaker: Float32Array;
  /** Of the noise that sounds are made of: another for each speaker. */
  readonly seed: string;
};

export const framesPerToken = 2;
/** Tokens of silence that are silence indeed; fewer may be the closure of a stop. */
const leastSilence = 3;
/** Seconds. */
const gateFade = 0.01;
const seamFade = 0.005;

/** What a block leaves to the next. */
type Carried = {
  /** The last frames, for the flow and the vocoder. */
  readonly mel: Float32Array;
  /** The tokens of the flow's history. */
  readonly tokens: readonly number[];
  /** The voice's phase at the next frame, cycles. */
  readonly phase: number;
  /** Sound after the block's end, which fades out under the next one's beginning. */
  readonly tail: Float32Array;
};

export function createTrack(engine: Engine, shape: SoundShape, { speaker, seed }: TrackOptions): Track {
  const { mel, flow, vocoder, silence } = shape;
  const { bands } = flow;
  const inverse = createInverseStft(vocoder.size, mel.hop);
  const kept = Math.max(flow.history, vocoder.before);
  const quiet: Carried = {
    mel: new Float32Array(kept * bands).fill(silentMel(mel)),
    tokens: Array.from({ length: flow.history / framesPerToken }, () => silence),
    phase: 0,
    tail: new Float32Array(0),
  };
  let carried = quiet;
  let frame = 0;

  /** Normalised mel frames of the block and of what was made ahead. */
  const makeFrames = (tokens: readonly number[], ahead: readonly number[]): Promise<Float32Array> => {
    const history = Math.min(flow.history, frame);
    const count = framesPerToken * (tokens.length + ahead.length);
    return flowFrames(engine, flow, {
      history: lastFrames(carried.mel, history, bands),
      tokens: [...lastOf(carried.tokens, history / framesPerToken), ...tokens, ...ahead],
      noise: frameNoise(seed, frame, count, bands),
      speaker,
    });
  };

  const makeSound = async (
    frames: Float32Array,
  ): Promise<{ readonly sound: Float32Array; readonly phases: Float32Array }> => {
    const context = lastFrames(carried.mel, vocoder.before, bands);
    const whole = joined(context, frames);
    const count = whole.length / bands;
    const outputs = await engine.run('vocoder', {
      mel: floats(whole, 1, count, bands),
      phase: floats(Float32Array.of(carried.phase), 1),
      frame: integers([frame], 1),
    });
    const [real, imaginary] = [output(outputs, 'vocoder', 'real'), output(outputs, 'vocoder', 'imaginary')];
    const sound = inverse(real, imaginary, count);
    return {
      sound: sound.subarray(vocoder.before * mel.hop),
      phases: output(outputs, 'vocoder', 'phases').subarray(vocoder.before),
    };
  };

  /** Goes on by tokens of silence without asking the networks. */
  const skip = (count: number): Float32Array => {
    const frames = framesPerToken * count;
    const sound = new Float32Array(frames * mel.hop);
    if (count === 0) return sound;
    sound.set(carried.tail.subarray(0, sound.length));
    const silent = new Float32Array(frames * bands).fill(silentMel(mel));
    const tokens = [...carried.tokens, ...Array.from({ length: count }, () => silence)];
    carried = {
      ...quiet,
      tokens: lastOf(tokens, quiet.tokens.length),
      mel: lastFrames(joined(carried.mel, silent), kept, bands),
    };
    frame += frames;
    return sound;
  };

  const make = async (
    tokens: readonly number[],
    ahead: readonly number[],
    gate: readonly boolean[],
  ): Promise<Float32Array> => {
    const count = framesPerToken * tokens.length;
    const length = count * mel.hop;
    if (count === 0) return new Float32Array(0);
    const frames = await makeFrames(tokens, ahead);
    const { sound: whole, phases } = await makeSound(frames.subarray(0, (count + vocoder.after) * bands));
    const gated = applyGate(whole, gate, {
      first: carried.tokens.length,
      cell: framesPerToken * mel.hop,
      fade: Math.round(gateFade * mel.sampleRate),
    });
    const sound = gated.slice(0, length);
    join(carried.tail, sound);
    const tail = gated.slice(length, length + Math.round(seamFade * mel.sampleRate));
    fadeOut(tail, tail.length);
    carried = {
      mel: lastFrames(joined(carried.mel, frames.subarray(0, count * bands)), kept, bands),
      tokens: lastOf([...carried.tokens, ...tokens], quiet.tokens.length),
      phase: phases[count] ?? 0,
      tail,
    };
    frame += count;
    return sound;
  };

  return {
    async render(tokens, ahead) {
      const gate = gateOf([...carried.tokens, ...tokens, ...ahead], silence);
      const { from, to } = soundingPart(gate.slice(carried.tokens.length), tokens.length);
      const reach = Math.max(ahead.length, vocoder.after / framesPerToken);
      const following = [...tokens.slice(to), ...ahead];
      const lookAhead = Array.from({ length: reach }, (_, index) => following[index] ?? silence);
      const before = skip(from);
      const sound = await make(tokens.slice(from, to), lookAhead, gate.slice(from));
      return joined(joined(before, sound), skip(tokens.length - to));
    },
  };
}

/**
 * Of a block, what the networks make: from the token that the first sound fades in from to the one that the last fades
 * out in. `gate` goes on behind the block.
 */
function soundingPart(
  gate: readonly boolean[],
  length: number,
): { readonly from: number; readonly to: number } {
  const heard = gate.slice(0, length + 1);
  const first = heard.indexOf(true);
  if (first < 0) return { from: length, to: length };
  return { from: Math.max(0, first - 1), to: Math.min(length, heard.lastIndexOf(true) + 2) };
}

/** Whether each token is to be heard: all but long silences. */
export function gateOf(tokens: readonly number[], silence: number): boolean[] {
  const heard = tokens.map((token) => token !== silence);
  for (let at = 0; at < tokens.length; ) {
    let end = at;
    while (end < tokens.length && tokens[end] === silence) end++;
    if (end > at && end - at < leastSilence) heard.fill(true, at, end);
    at = Math.max(end, at + 1);
  }
  return heard;
}

type GateLayout = {
  /** Of the gate's tokens, which the sound begins with. */
  readonly first: number;
  /** Samples for a token, and of a fade. */
  readonly cell: number;
  readonly fade: number;
};

/** Digital silence where nothing is to be heard, faded into and out of it inside. */
function applyGate(
  sound: Float32Array,
  gate: readonly boolean[],
  { first, cell, fade }: GateLayout,
): Float32Array {
  for (let start = 0; start < sound.length; start += cell) {
    const token = first + start / cell;
    if (gate[token] !== false) continue;
    const silent = sound.subarray(start, start + cell);
    const ending = gate[token - 1] === true ? silent.slice(0, fade) : new Float32Array(0);
    const beginning = gate[token + 1] === true ? silent.slice(-fade) : new Float32Array(0);
    fadeOut(ending, ending.length);
    fadeIn(beginning, beginning.length);
    silent.fill(0);
    silent.set(ending);
    silent.set(beginning, silent.length - beginning.length);
  }
  return sound;
}

/** Fades what went before out into what comes, which fades in. */
function join(tail: Float32Array, sound: Float32Array): void {
  const length = Math.min(tail.length, sound.length);
  if (length === 0) return;
  const start = sound.subarray(0, length);
  fadeIn(start, length);
  for (let index = 0; index < length; index++) start[index] = (start[index] ?? 0) + (tail[index] ?? 0);
}

function joined(first: Float32Array, second: Float32Array): Float32Array {
  const both = new Float32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

function lastFrames(mel: Float32Array, frames: number, bands: number): Float32Array {
  return mel.slice(mel.length - frames * bands);
}

function lastOf(tokens: readonly number[], count: number): readonly number[] {
  return count === 0 ? [] : tokens.slice(-count);
}
