import {
  createDecoder,
  type DecodedStep,
  type Decoder,
  type DecoderScript,
  type DecoderText,
  type LanguageShape,
} from '../language/decoder.ts';
import type { Engine } from '../model/engine.ts';

/** What the thread of the language model is asked. Conversations have numbers that the asker gives. */
export type LanguageTask =
  | { readonly type: 'open'; readonly id: number; readonly script: DecoderScript }
  /** With all of the text that has been read by now. */
  | { readonly type: 'extend'; readonly id: number; readonly text: DecoderText }
  | { readonly type: 'decode'; readonly id: number; readonly steps: number }
  | { readonly type: 'close'; readonly id: number };

/** Where there are fewer steps than were asked for, why. */
export type LanguageResult = {
  readonly steps: readonly DecodedStep[];
  readonly ended?: 'starved' | 'over';
};

export type LanguageTasks = (task: LanguageTask) => Promise<LanguageResult>;

/** Decodes any number of conversations, each as far as it is asked to. */
export function createLanguageTasks(engine: Engine, shape: LanguageShape): LanguageTasks {
  const decoders = new Map<number, Decoder>();
  return async (task) => {
    if (task.type === 'open') {
      decoders.set(task.id, createDecoder(engine, shape, task.script));
      return { steps: [] };
    }
    if (task.type === 'close') {
      decoders.delete(task.id);
      return { steps: [] };
    }
    const decoder = decoders.get(task.id);
    if (decoder === undefined) throw new Error('The thread of the language model was lost: ask again.');
    const steps: DecodedStep[] = [];
    if (task.type === 'extend') {
      decoder.extend(task.text);
      return { steps };
    }
    while (steps.length < task.steps) {
      const step = await decoder.step();
      if (typeof step === 'string') return { steps, ended: step };
      steps.push(step);
    }
    return { steps };
  };
}
