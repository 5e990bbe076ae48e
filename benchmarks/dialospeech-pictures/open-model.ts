import { type ReadBackchannel, readBackchannels } from '../../packages/dialospeech/src/converse.ts';
import {
  createDecoder,
  type DecoderScript,
  type DecoderUnit,
  type SaidUnit,
  usualSampling,
} from '../../packages/dialospeech/src/language/decoder.ts';
import type { Engine } from '../../packages/dialospeech/src/model/engine.ts';
import { loadModel } from '../../packages/dialospeech/src/model/load-model.ts';
import type { ModelFile } from '../../packages/dialospeech/src/model/model-file.ts';
import { openOnnxEngine } from '../../packages/dialospeech/src/model/onnx-engine.ts';
import { languageShape } from '../../packages/dialospeech/src/model/shapes.ts';
import { createDialogueText, type DialogueText } from '../../packages/dialospeech/src/text/index.ts';

/** A model whose inside can be watched. */
export type WatchedModel = {
  readonly file: ModelFile;
  readonly engine: Engine;
  readonly reader: DialogueText;
  readonly backchannels: readonly (ReadBackchannel | undefined)[];
};

/** What the language model said: tokens of both streams, and when each symbol of what was said began. */
export type Decoded = {
  readonly tokens: readonly [readonly number[], readonly number[]];
  readonly said: readonly SaidUnit[];
};

/** More is no conversation of these scripts: a model that has not learnt to move goes on for long. */
const longest = 25 * 120;

export async function openModel(folder: string): Promise<WatchedModel> {
  const { file } = await loadModel(folder);
  const engine = await openOnnxEngine({
    folder,
    networks: ['text', 'dialm', 'head', 'flow', 'vocoder'],
    threads: 1,
  });
  const reader = await createDialogueText();
  return { file, engine, reader, backchannels: readBackchannels(file, reader) };
}

export async function decode(
  { file, engine, backchannels }: WatchedModel,
  units: readonly DecoderUnit[],
  { speakers, seed }: { readonly speakers: DecoderScript['speakers']; readonly seed: string },
): Promise<Decoded> {
  const decoder = createDecoder(engine, languageShape(file), {
    units,
    rest: [],
    backchannels,
    speakers,
    beginsAtOnce: false,
    seed,
    sampling: usualSampling,
  });
  const tokens: [number[], number[]] = [[], []];
  const said: SaidUnit[] = [];
  while (tokens[0].length < longest) {
    const step = await decoder.step();
    if (typeof step === 'string') break;
    tokens[0].push(step.tokens[0]);
    tokens[1].push(step.tokens[1]);
    said.push(...step.said);
  }
  return { tokens, said };
}

/** The vector of a built-in speaker, the first whose name begins so, else the first of all. */
export function speakerVector({ speakers }: ModelFile, name: string): Float32Array {
  const found = speakers.find((speaker) => speaker.name.startsWith(name)) ?? speakers[0];
  return Float32Array.from(found?.vector ?? []);
}
