// The model in a Web Worker: the page goes on while it speaks.
import { createDialoSpeech, type DialoSpeech } from '@duologue/dialospeech/web';
import * as ort from 'onnxruntime-web/wasm';
import type { WorkerOrder, WorkerReport } from './messages.ts';

let opening: Promise<DialoSpeech> | undefined;
let speaking: AbortController | undefined;

function tell(report: WorkerReport, transfer: Transferable[] = []): void {
  self.postMessage(report, { transfer });
}

async function openModel(base: string): Promise<void> {
  ort.env.wasm.wasmPaths = new URL('ort/', base).href;
  // More than one thread needs a page that is isolated from others: the server's headers say so.
  // Half of the cores are left to the page and to whatever else runs: threads that wait here keep a core busy.
  const threads = crossOriginIsolated ? Math.min(4, Math.ceil(navigator.hardwareConcurrency / 2)) : 1;
  ort.env.wasm.numThreads = threads;
  opening = createDialoSpeech({
    ort,
    model: new URL('model/', base),
    flite: new URL('flite.wasm', base),
    sessionOptions: { logSeverityLevel: 3 },
  });
  const model = await opening;
  await model.warm();
  const voices = model.voices.map(({ id, name }) => ({ id, name }));
  tell({ type: 'model-opened', voices, sampleRate: model.dialogue.sampleRate, threads });
}

async function speak({ id, turns, seed }: Extract<WorkerOrder, { type: 'speak' }>): Promise<void> {
  const model = await opened();
  const stop = new AbortController();
  speaking?.abort();
  speaking = stop;
  const begun = performance.now();
  try {
    for await (const part of model.stream({ turns, seed }, { signal: stop.signal })) {
      tell({ type: 'part-made', id, part }, part.type === 'audio-ready' ? [part.audio.samples.buffer] : []);
    }
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  }
  tell({ type: 'speech-ended', id, stopped: stop.signal.aborted, work: (performance.now() - begun) / 1000 });
}

async function hearSpeaker(order: Extract<WorkerOrder, { type: 'hear-speaker' }>): Promise<void> {
  const { samples, sampleRate, name } = order;
  const { voice, warnings } = await (await opened()).speakerFrom({ samples, sampleRate }, { name });
  tell({ type: 'speaker-heard', voice: { id: voice.id, name: voice.name }, warnings });
}

function opened(): Promise<DialoSpeech> {
  return opening ?? Promise.reject(new Error('The model has not been opened.'));
}

async function carryOut(order: WorkerOrder): Promise<void> {
  if (order.type === 'open-model') await openModel(order.base);
  else if (order.type === 'speak') await speak(order);
  else if (order.type === 'hear-speaker') await hearSpeaker(order);
  else speaking?.abort();
}

self.addEventListener('message', ({ data }: MessageEvent<WorkerOrder>) => {
  carryOut(data).catch((error: unknown) => {
    tell({
      type: 'failed',
      order: data.type,
      message: error instanceof Error ? error.message : String(error),
    });
  });
});
