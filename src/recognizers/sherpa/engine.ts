import type { EngineMessage, EngineReply } from './engine-protocol.ts';
import { loadOnline, type OnlineRecogniser, type OnlineStream } from './load-online.ts';

/**
 * The whole of an engine's process. sherpa-onnx runs in one of its own because it ends the process that it is in when
 * a model is not to its liking, and because what it hears at once takes longer than a frame of sound.
 */
type Stream = {
  utterance: OnlineStream | undefined;
  /** Samples before the utterance, and in it. */
  before: number;
  frames: number;
  told: string;
  ordinal: number;
};

const sampleRate = 16_000;
/** Seconds of silence behind an utterance: it understands a word when it has heard a little more. */
const tail = 0.6;

let recogniser: Promise<OnlineRecogniser> | undefined;
const streams = new Map<number, Stream>();

// One after the other: a message may wait for the model.
let work: Promise<void> = Promise.resolve();
process.on('message', (message: EngineMessage) => {
  work = work
    .then(() => handle(message))
    .catch((error: unknown) => {
      say({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    });
});
// Whoever asked is gone.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

async function handle(message: EngineMessage): Promise<void> {
  if (message.type === 'load') {
    recogniser = loadOnline(message.config);
    await recogniser;
    say({ type: 'loaded' });
    return;
  }
  if (recogniser === undefined) throw new Error('The engine was given no model.');
  const engine = await recogniser;
  const { stream: id } = message;
  const stream = streams.get(id) ?? { utterance: undefined, before: 0, frames: 0, told: '', ordinal: 0 };
  streams.set(id, stream);
  if (message.type === 'close') streams.delete(id);
  else if (message.type === 'sound') hear(engine, id, stream, message.pcm);
  else finish(engine, id, stream);
}

function hear(engine: OnlineRecogniser, id: number, stream: Stream, pcm: Uint8Array): void {
  stream.utterance ??= engine.createStream();
  stream.frames += pcm.length / 2;
  stream.utterance.acceptWaveform({ samples: fromPcm16(pcm), sampleRate });
  decode(engine, stream.utterance);
  const result = engine.getResult(stream.utterance);
  const text = JSON.stringify(result);
  if (text !== stream.told) tell(id, stream, result, false);
  stream.told = text;
  say({ type: 'taken', stream: id, frames: pcm.length / 2 });
}

function finish(engine: OnlineRecogniser, id: number, stream: Stream): void {
  const utterance = stream.utterance ?? engine.createStream();
  utterance.acceptWaveform({ samples: new Float32Array(tail * sampleRate), sampleRate });
  utterance.inputFinished();
  decode(engine, utterance);
  tell(id, stream, engine.getResult(utterance), true);
  stream.before += stream.frames;
  Object.assign(stream, { utterance: undefined, frames: 0, told: '', ordinal: stream.ordinal + 1 });
}

function decode(engine: OnlineRecogniser, stream: OnlineStream): void {
  while (engine.isReady(stream)) engine.decode(stream);
}

function tell(id: number, { before, frames, ordinal }: Stream, result: unknown, final: boolean): void {
  const [start, duration] = [before / sampleRate, frames / sampleRate];
  say({ type: 'heard', stream: id, final, start, duration, ordinal, result });
}

function say(reply: EngineReply): void {
  process.send?.(reply);
}

function fromPcm16(pcm: Uint8Array): Float32Array {
  const view = new DataView(pcm.buffer, pcm.byteOffset, pcm.length);
  return Float32Array.from({ length: pcm.length / 2 }, (_, frame) => view.getInt16(frame * 2, true) / 32_768);
}
