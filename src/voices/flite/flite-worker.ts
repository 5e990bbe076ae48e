import { workerData } from 'node:worker_threads';
import { serveTasks } from '../worker-tasks.ts';
import { type ClauseSound, type ClauseTask, createLexicon, speakClause } from './speak-clause.ts';

const module: WebAssembly.Module = workerData;
const lexicon = createLexicon(module);

serveTasks<ClauseTask, ClauseSound>((task) => {
  const result = speakClause(module, task, lexicon);
  return { result, transfer: result.samples.buffer instanceof ArrayBuffer ? [result.samples.buffer] : [] };
});
