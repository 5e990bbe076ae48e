import type { Engine, EngineSpeech } from './engine.ts';
import { engineRate } from './engine.ts';
import { type EngineText, plainEngineText, type WordPlace } from './engine-text.ts';
import { mandarinEngineText } from './mandarin/engine-text.ts';
import { hearOnset } from './onset.ts';
import { soundingFrames, speakAtPace } from './pace.ts';
import { softenEnds } from './soften-ends.ts';
import { type Span, timeWords } from './timing.ts';

/** A stretch of an utterance, as it goes to a thread. */
export type SpeakTask = {
  readonly text: string;
  /** `splitWords` of the text, with their places in it. */
  readonly places: readonly WordPlace[];
  readonly engineVoice: string;
  readonly isMandarin: boolean;
  /** .5 to 2. */
  readonly speed: number;
  /** Words per minute in the engine's count, at speed 1. */
  readonly rate: number;
  /** 0 to 99. */
  readonly range: number;
  /** Factor. */
  readonly gain: number;
};

export type SpeakResult = {
  readonly samples: Float32Array;
  /** One for each place; nothing where no sound belongs to the word. */
  readonly spans: readonly (Span | undefined)[];
  /** Parts of the text that were left out. */
  readonly unread: readonly string[];
};

/** Full scale at 1. */
const knee = 0.8;

export function performSpeakTask(engine: Engine, task: SpeakTask): SpeakResult {
  const write = (speed: number): EngineText =>
    task.isMandarin ? mandarinEngineText(task.text, speed) : plainEngineText(task.text, task.places);
  const engineText = write(task.speed);
  const { unread } = engineText;
  if (engineText.items.length === 0) {
    return { samples: new Float32Array(0), spans: task.places.map(() => undefined), unread };
  }
  const speech = speakAtPace(engine, {
    voice: task.engineVoice,
    textFor: (speed) => write(speed).text,
    rate: task.rate,
    range: task.range,
    speed: task.speed,
  });
  const samples = levelAndTrim(speech, task.gain);
  const noted = timeWords(task.places, engineText, speech.events, samples.length / engineRate);
  return { samples, spans: noted.map((span) => hearOnset(span, samples)), unread };
}

/** The engine ends each text with the pause of its last mark, which belongs to whoever joins utterances. */
function levelAndTrim(speech: EngineSpeech, gain: number): Float32Array {
  const samples = speech.samples.slice(0, soundingFrames(speech));
  return softenEnds(samples).map((value) => roundPeak(value * gain));
}

/** Bends the rare pulse that stands above the knee, so that none reaches full scale. */
function roundPeak(value: number): number {
  const excess = Math.abs(value) - knee;
  return excess <= 0 ? value : Math.sign(value) * (knee + (1 - knee) * Math.tanh(excess / (1 - knee)));
}
