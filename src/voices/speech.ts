import { type Audio, addScaled, applyGain, audioDuration, peakAmplitude } from '../dsp/index.ts';
import type { Word } from '../timeline/index.ts';
import type { DialoguePart, DialogueRequest, DialogueVoice } from './dialogue-voice.ts';
import type { ServiceAnswer, SpeechRequest, Voice } from './voice.ts';

/** A whole utterance. */
export type Speech = {
  readonly audio: Audio;
  /** One for each of `splitWords(request.text)`, in order; empty where nothing could be said, or the voice is not `timed`. */
  readonly words: readonly Word[];
  /** What the voice could not do. */
  readonly warnings: readonly string[];
  /** Of a service: one for each request that was made. */
  readonly answers?: readonly ServiceAnswer[];
};

/** Everything that a voice says to a request, joined. */
export async function collectSpeech(
  voice: Voice,
  request: SpeechRequest,
  options: { readonly signal?: AbortSignal } = {},
): Promise<Speech> {
  const pieces: Float32Array[] = [];
  const words: Word[] = [];
  const warnings: string[] = [];
  const answers: ServiceAnswer[] = [];
  for await (const part of voice.speak(request, options)) {
    if (part.type === 'audio-ready') pieces.push(part.audio.samples);
    else if (part.type === 'word-timed') words.push(part.word);
    else if (part.type === 'warning-raised') warnings.push(part.message);
    else answers.push(part.answer);
  }
  return {
    audio: { samples: joinSamples(pieces), sampleRate: voice.sampleRate },
    words,
    warnings,
    ...(answers.length > 0 ? { answers } : {}),
  };
}

/** A whole dialogue of a model. */
export type Dialogue = {
  /** All speakers, mixed. */
  readonly audio: Audio;
  /** Of a model with `tracks`: each speaker alone, by channel. */
  readonly channels: readonly Audio[];
  /** What listeners said by themselves. */
  readonly backchannels: readonly AddedBackchannel[];
  /** Where the turns lie; empty where the model does not say. */
  readonly spans: readonly { readonly turn: number; readonly start: number; readonly end: number }[];
  readonly words: readonly { readonly turn: number; readonly word: Word }[];
  readonly warnings: readonly string[];
  readonly answers: readonly ServiceAnswer[];
};

export type AddedBackchannel = Omit<Extract<DialoguePart, { type: 'backchannel-added' }>, 'type'>;

export async function collectDialogue(
  dialogue: DialogueVoice,
  request: DialogueRequest,
  options: { readonly signal?: AbortSignal } = {},
): Promise<Dialogue> {
  const pieces: Float32Array[] = [];
  const tracks: Float32Array[][] = [];
  const backchannels: AddedBackchannel[] = [];
  const spans: { turn: number; start: number; end: number }[] = [];
  const words: { turn: number; word: Word }[] = [];
  const warnings: string[] = [];
  const answers: ServiceAnswer[] = [];
  for await (const part of dialogue.converse(request, options)) {
    if (part.type === 'audio-ready') {
      const { channel, audio } = part;
      if (channel === undefined) pieces.push(audio.samples);
      else (tracks[channel] ??= []).push(audio.samples);
    } else if (part.type === 'backchannel-added') {
      const { type: _type, ...added } = part;
      backchannels.push(added);
    } else if (part.type === 'turn-timed') spans.push({ turn: part.turn, start: part.start, end: part.end });
    else if (part.type === 'word-timed') words.push({ turn: part.turn, word: part.word });
    else if (part.type === 'warning-raised') warnings.push(part.message);
    else answers.push(part.answer);
  }
  const { sampleRate } = dialogue;
  const channels = tracks.map((own) => ({ samples: joinSamples(own), sampleRate }));
  const samples = channels.length === 0 ? joinSamples(pieces) : mixed(channels);
  return { audio: { samples, sampleRate }, channels, backchannels, spans, words, warnings, answers };
}

/** Two who speak at once may be louder than full scale: all is made quieter then. */
function mixed(channels: readonly Audio[]): Float32Array {
  const sum = new Float32Array(Math.max(...channels.map(({ samples }) => samples.length)));
  for (const { samples } of channels) addScaled(sum, samples, 0, 1);
  const peak = peakAmplitude(sum);
  return peak > 1 ? applyGain(sum, 1 / peak) : sum;
}

/** Seconds from the first word's start to the last word's end; 0 where nothing is said. */
export function spokenDuration(speech: Speech): number {
  const [first, last] = [speech.words[0], speech.words.at(-1)];
  return first === undefined || last === undefined
    ? 0
    : Math.min(last.end, audioDuration(speech.audio)) - first.start;
}

export function joinSamples(pieces: readonly Float32Array[]): Float32Array {
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined) return only;
  const joined = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    joined.set(piece, offset);
    offset += piece.length;
  }
  return joined;
}
