import { workerData } from 'node:worker_threads';
import { serveTasks } from '../worker-tasks.ts';
import { createFliteProgram } from './flite-program.ts';
import { type ClauseSound, type ClauseTask, createLexicon, speakClause } from './speak-clause.ts';
import type { FliteModule } from './wasm-program.ts';

const shared: FliteModule = workerData;
const flite = createFliteProgram(shared);
const lexicon = createLexicon(flite);

serveTasks<ClauseTask, ClauseSound>((task) => {
  const result = speakClause(flite, task, lexicon);
  return { result, transfer: result.samples.buffer instanceof ArrayBuffer ? [result.samples.buffer] : [] };
});
