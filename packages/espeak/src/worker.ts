import { workerData } from 'node:worker_threads';
import { serveTasks } from 'duologue/voices';
import { createEngine } from './engine.ts';
import { performSpeakTask, type SpeakResult, type SpeakTask } from './speak-task.ts';
import { readSharedData } from './voice-data.ts';

const engine = createEngine(readSharedData(workerData));

serveTasks<SpeakTask, SpeakResult>(async (task) => {
  const result = performSpeakTask(await engine, task);
  const { buffer } = result.samples;
  return { result, transfer: buffer instanceof ArrayBuffer ? [buffer] : [] };
});
