import { CorpusError } from '../../corpus-error.ts';
import { createEngine } from './engine-process.ts';
import type { Output } from './engine-protocol.ts';
import { requireRuntime } from './load-runtimes.ts';
import type { Segmentation, Segmenter } from './mono-parts.ts';

/** What a network of pyannote's form says of itself, with what version 3.0 has where it does not. */
type Form = {
  readonly sampleRate: number;
  readonly windowFrames: number;
  /** In samples: how far a frame hears, and from one frame to the next. */
  readonly field: number;
  readonly shift: number;
  readonly speakers: number;
  /** Bits of who speaks, by class. */
  readonly classes: readonly number[];
};

/** Opens a network of the form of pyannote's segmentation 3.0: of ten seconds, which of three speak, at most two at once. */
export function openSegmenter(path: string, metadata: ReadonlyMap<string, string>): Segmenter {
  requireRuntime('onnx');
  const form = formOf(path, metadata);
  const engine = createEngine({ type: 'network', path }, 'segmentation');
  return {
    sampleRate: form.sampleRate,
    windowFrames: form.windowFrames,
    async segment(window, { signal } = {}) {
      const result = await engine.run({ type: 'run', samples: window }, signal);
      return readSegmentation(result.type === 'outputs' ? result.outputs : [], form, path);
    },
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  };
}

function formOf(path: string, metadata: ReadonlyMap<string, string>): Form {
  const number = (key: string, usual: number): number => {
    const value = Number(metadata.get(key) ?? usual);
    if (Number.isInteger(value) && value > 0 && value <= 1e7) return value;
    throw new CorpusError(`${path} is no model for segmentation: its ${key} is ${metadata.get(key)}.`, {
      key: path,
      field: 'mono.segmentation',
    });
  };
  const speakers = Math.min(8, number('num_speakers', 3));
  return {
    sampleRate: number('sample_rate', 16_000),
    windowFrames: number('window_size', 160_000),
    field: number('receptive_field_size', 991),
    shift: number('receptive_field_shift', 270),
    speakers,
    classes: classesOf(speakers, number('powerset_max_classes', 2)),
  };
}

/** Nobody, each alone, then each two of them. */
function classesOf(speakers: number, most: number): readonly number[] {
  const numbers = Array.from({ length: speakers }, (_, index) => index);
  const alone = numbers.map((one) => 1 << one);
  const pairs = numbers.flatMap((one) => numbers.slice(one + 1).map((other) => (1 << one) | (1 << other)));
  return [0, ...alone, ...(most >= 2 ? pairs : [])];
}

function readSegmentation(outputs: readonly Output[], form: Form, path: string): Segmentation {
  const [output] = outputs;
  const [frames = 0, classes = 0] = output?.shape.slice(-2) ?? [];
  const fits =
    output !== undefined &&
    classes === form.classes.length &&
    output.values.length === frames * classes &&
    frames > 1 &&
    Math.abs(frames * form.shift - form.windowFrames) < form.field + 2 * form.shift;
  if (!fits) {
    const given = output === undefined ? 'nothing' : `[${output.shape.join(', ')}]`;
    const wanted = Math.floor((form.windowFrames - form.field) / form.shift) + 1;
    throw new CorpusError(
      `${path} is no model for segmentation: of ${form.windowFrames} samples it gives ${given}, not [1, ${wanted}, ${form.classes.length}], as pyannote's segmentation 3.0 does.`,
      { key: path, field: 'mono.segmentation' },
    );
  }
  const active = new Uint8Array(frames);
  for (let frame = 0; frame < frames; frame++) {
    let best = 0;
    for (let index = 1; index < classes; index++) {
      const at = frame * classes;
      if ((output.values[at + index] ?? 0) > (output.values[at + best] ?? 0)) best = index;
    }
    active[frame] = form.classes[best] ?? 0;
  }
  return {
    active,
    start: form.field / 2 / form.sampleRate,
    step: form.shift / form.sampleRate,
  };
}
