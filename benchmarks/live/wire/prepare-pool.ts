import { Worker } from 'node:worker_threads';
import type { Verdict } from '../judge/verdict.ts';
import type { ScenarioWish } from '../scenarios/create-scenario.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Recording } from '../stage/recording.ts';
import type { WorkerAnswer, WorkerQuestion } from './prepare-worker.ts';

/** One thread that makes scenarios and judges recordings, in the order in which they are asked for. */
export interface PreparePool extends AsyncDisposable {
  prepare(wish: ScenarioWish): Promise<Scenario>;
  judge(recording: Recording): Promise<readonly Verdict[]>;
}

export function openPreparePool(): PreparePool {
  const worker = new Worker(new URL('prepare-worker.ts', import.meta.url));
  const waiting = new Map<number, { take(answer: WorkerAnswer): void; fail(error: Error): void }>();
  let count = 0;
  worker.on('message', (answer: WorkerAnswer) => {
    waiting.get(answer.id)?.take(answer);
    waiting.delete(answer.id);
  });
  worker.on('error', (error) => {
    for (const asked of waiting.values()) asked.fail(error);
    waiting.clear();
  });
  const ask = (question: (id: number) => WorkerQuestion): Promise<WorkerAnswer> =>
    new Promise((resolve, reject) => {
      const id = count++;
      waiting.set(id, {
        take: (answer) => (answer.type === 'failed' ? reject(new Error(answer.message)) : resolve(answer)),
        fail: reject,
      });
      worker.postMessage(question(id), []);
    });
  return {
    async prepare(wish) {
      const answer = await ask((id) => ({ id, type: 'prepare', wish }));
      if (answer.type !== 'prepared') throw new Error('The worker answered something else.');
      return answer.scenario;
    },
    async judge(recording) {
      const answer = await ask((id) => ({ id, type: 'judge', recording }));
      if (answer.type !== 'judged') throw new Error('The worker answered something else.');
      return answer.verdicts;
    },
    async [Symbol.asyncDispose]() {
      await worker.terminate();
    },
  };
}
