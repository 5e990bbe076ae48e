import type { EngineReply, EngineSetup, EngineTask, Output } from './engine-protocol.ts';
import { loadOnnxRuntime, loadSherpaParts, type OnnxSession } from './load-runtimes.ts';

/**
 * The whole of an engine's process, which has one model in it. sherpa-onnx ends the process that it is in when a model
 * is not to its liking, brings a runtime of its own that cannot be loaded beside ONNX Runtime, and nothing but the end
 * of a process stops either of them.
 */
type Engine = (task: EngineTask) => Promise<EngineReply>;

let engine: Promise<Engine> | undefined;

process.on('message', (message: EngineSetup | EngineTask) => {
  if ('path' in message) {
    engine = open(message);
    // Told to whoever gives the first task.
    engine.catch(() => {});
  } else {
    void answer(message).then((reply) => process.send?.(reply));
  }
});
// Whoever asked is gone.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

async function open({ type, path }: EngineSetup): Promise<Engine> {
  if (type === 'network') return openNetwork(path);
  const sherpa = await loadSherpaParts();
  // With one thread the same sound gives the same numbers on every machine of a kind.
  const common = { numThreads: 1, debug: 0, provider: 'cpu' };
  if (type === 'punctuation') {
    const punctuation = new sherpa.OfflinePunctuation({ model: { ctTransformer: path, ...common } });
    return async (task) => {
      if (task.type !== 'punctuate') throw new Error('This engine puts marks into texts.');
      return { type: 'text', text: punctuation.addPunct(task.text) };
    };
  }
  const extractor = new sherpa.SpeakerEmbeddingExtractor({ model: path, ...common });
  return async (task) => {
    if (task.type !== 'embed') throw new Error('This engine knows voices.');
    const stream = extractor.createStream();
    stream.acceptWaveform({ samples: task.samples, sampleRate: task.sampleRate });
    stream.inputFinished();
    const values = extractor.isReady(stream) ? extractor.compute(stream, false) : null;
    return { type: 'embedding', values };
  };
}

async function openNetwork(path: string): Promise<Engine> {
  const runtime = await loadOnnxRuntime();
  const session = await runtime.InferenceSession.create(path, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionProviders: ['cpu'],
    logSeverityLevel: 4,
  });
  const [name, ...more] = session.inputNames;
  if (name === undefined || more.length > 0) {
    throw new Error(`it takes ${session.inputNames.length} inputs, and one sound is all there is`);
  }
  return async (task) => {
    if (task.type !== 'run') throw new Error('This engine runs a network.');
    const shape = [...Array<number>(dimensions(session) - 1).fill(1), task.samples.length];
    const given = await session.run({ [name]: new runtime.Tensor('float32', task.samples, shape) });
    return { type: 'outputs', outputs: session.outputNames.map((output) => readOutput(given[output])) };
  };
}

/** Of its input: `[1, T]` or `[1, 1, T]`. */
function dimensions({ inputMetadata }: OnnxSession): number {
  const count = inputMetadata[0]?.shape?.length ?? 2;
  if (count === 2 || count === 3) return count;
  throw new Error(`it takes an input of ${count} dimensions, and a sound has 2 or 3`);
}

function readOutput(value: unknown): Output {
  if (
    typeof value === 'object' &&
    value !== null &&
    'dims' in value &&
    Array.isArray(value.dims) &&
    'data' in value &&
    value.data instanceof Float32Array
  ) {
    return { shape: value.dims.map(Number), values: value.data };
  }
  throw new Error('what it gives are no numbers of 32 bits');
}

async function answer(task: EngineTask): Promise<EngineReply> {
  try {
    if (engine === undefined) throw new Error('The engine was given no model.');
    return await (await engine)(task);
  } catch (error) {
    return { type: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}
