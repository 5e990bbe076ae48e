import type { Engine, EngineSpeech } from './engine.ts';
import { engineRate } from './engine.ts';
import { plainEngineText, type WordPlace } from './engine-text.ts';
import { mandarinEngineText } from './mandarin/engine-text.ts';
import { hearOnset } from './onset.ts';
import { type Span, timeWords } from './timing.ts';

/** A stretch of an utterance, as it goes to a thread. */
export type SpeakTask = {
  readonly text: string;
  /** `splitWords` of the text, with their places in it. */
  readonly places: readonly WordPlace[];
  readonly engineVoice: string;
  readonly isMandarin: boolean;
  /** .5 to 2; the rate follows from it. */
  readonly speed: number;
  /** Words per minute in the engine's count. */
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

/** Silence at either end of what the engine makes is below this, full scale at 1. */
const silence = 10 ** (-60 / 20);

export function performSpeakTask(engine: Engine, task: SpeakTask): SpeakResult {
  const engineText = task.isMandarin
    ? mandarinEngineText(task.text, task.speed)
    : plainEngineText(task.text, task.places);
  if (engineText.items.length === 0) {
    return {
      samples: new Float32Array(0),
      spans: task.places.map(() => undefined),
      unread: engineText.unread,
    };
  }
  const speech = engine.speak({
    voice: task.engineVoice,
    text: engineText.text,
    rate: task.rate,
    range: task.range,
  });
  const samples = levelAndTrim(speech, task.gain);
  const noted = timeWords(task.places, engineText, speech.events, samples.length / engineRate);
  return { samples, spans: noted.map((span) => hearOnset(span, samples)), unread: engineText.unread };
}

/** The engine ends each text with the pause of its last mark, which belongs to whoever joins utterances. */
function levelAndTrim({ samples }: EngineSpeech, gain: number): Float32Array {
  let length = samples.length;
  while (length > 0 && Math.abs(samples[length - 1] ?? 0) < silence) length--;
  const levelled = samples.slice(0, length);
  for (let frame = 0; frame < length; frame++) levelled[frame] = roundPeak((levelled[frame] ?? 0) * gain);
  return levelled;
}

/** Bends the rare pulse that stands above the knee, so that none reaches full scale. */
function roundPeak(value: number): number {
  const excess = Math.abs(value) - knee;
  return excess <= 0 ? value : Math.sign(value) * (knee + (1 - knee) * Math.tanh(excess / (1 - knee)));
}
