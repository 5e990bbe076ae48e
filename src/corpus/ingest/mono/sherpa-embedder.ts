import { CorpusError } from '../../corpus-error.ts';
import { createEngine } from './engine-process.ts';
import { requireRuntime } from './load-runtimes.ts';
import type { SpeakerEmbedder } from './mono-parts.ts';

/** Opens a speaker model of the forms that sherpa-onnx knows: WeSpeaker, 3D-Speaker and NeMo. */
export function openEmbedder(path: string, metadata: ReadonlyMap<string, string>): SpeakerEmbedder {
  requireRuntime('sherpa');
  // sherpa-onnx would end its process with fewer words.
  if (metadata.get('framework') === undefined || metadata.get('output_dim') === undefined) {
    throw new CorpusError(
      `${path} is no model for embedding: it does not say its framework and output_dim, as the speaker models of sherpa-onnx do.`,
      { key: path, field: 'mono.embedding' },
    );
  }
  const engine = createEngine({ type: 'embedding', path }, 'embedding');
  return {
    async embed({ samples, sampleRate }, { signal } = {}) {
      const result = await engine.run({ type: 'embed', samples, sampleRate }, signal);
      const values = result.type === 'embedding' ? result.values : null;
      return values === null ? null : ofLengthOne(values);
    },
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  };
}

/** `null` of what has no direction. */
function ofLengthOne(values: Float32Array): Float32Array | null {
  const length = Math.hypot(...values);
  return Number.isFinite(length) && length > 0 ? values.map((value) => value / length) : null;
}
