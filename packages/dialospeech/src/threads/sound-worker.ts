import { workerData } from 'node:worker_threads';
import { serveTasks } from 'duologue/voices';
import { openOnnxEngine } from '../model/onnx-engine.ts';
import { soundShape } from '../model/shapes.ts';
import { createSoundTasks, type SoundResult, type SoundTask } from './sound-tasks.ts';
import { untilStopped } from './stop-sign.ts';
import { readThreadModel } from './thread-model.ts';

const { folder, file, threads, stopSign } = readThreadModel(workerData);
const engine = openOnnxEngine({ folder, networks: ['flow', 'vocoder'], threads });
const tasks = engine.then((ready) => createSoundTasks(untilStopped(ready, stopSign), soundShape(file)));
// Whoever asks first is told what is wrong.
tasks.catch(() => undefined);

serveTasks<SoundTask, SoundResult>(async (task) => {
  const result = await (await tasks)(task);
  const { buffer } = result.samples;
  return { result, transfer: buffer instanceof ArrayBuffer ? [buffer] : [] };
});
