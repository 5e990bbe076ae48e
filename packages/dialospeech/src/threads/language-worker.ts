import { workerData } from 'node:worker_threads';
import { serveTasks } from 'duologue/voices';
import { openOnnxEngine } from '../model/onnx-engine.ts';
import { languageShape } from '../model/shapes.ts';
import { createLanguageTasks, type LanguageResult, type LanguageTask } from './language-tasks.ts';
import { untilStopped } from './stop-sign.ts';
import { readThreadModel } from './thread-model.ts';

const { folder, file, stopSign } = readThreadModel(workerData);
// The model has steps of a millisecond: threads would cost it more than they give.
const engine = openOnnxEngine({ folder, networks: ['text', 'dialm', 'head'], threads: 1 });
const tasks = engine.then((ready) => createLanguageTasks(untilStopped(ready, stopSign), languageShape(file)));
// Whoever asks first is told what is wrong.
tasks.catch(() => undefined);

serveTasks<LanguageTask, LanguageResult>(async (task) => ({ result: await (await tasks)(task) }));
