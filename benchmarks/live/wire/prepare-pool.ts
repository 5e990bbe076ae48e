import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Verdict } from '../judge/verdict.ts';
import type { ScenarioWish } from '../scenarios/create-scenario.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Recording } from '../stage/recording.ts';
import type { PrepareAnswer, PrepareQuestion } from './prepare-child.ts';

/** One process that makes scenarios and judges recordings, in the order in which they are asked for. */
export interface PreparePool extends AsyncDisposable {
  prepare(wish: ScenarioWish): Promise<Scenario>;
  judge(recording: Recording): Promise<readonly Verdict[]>;
}

type Asked = { take(answer: PrepareAnswer): void; fail(error: Error): void };

const program = fileURLToPath(new URL('prepare-child.ts', import.meta.url));

export function openPreparePool(): PreparePool {
  const child = fork(program, [], { execArgv: ['--import', 'tsx'], serialization: 'advanced' });
  const waiting = new Map<number, Asked>();
  let count = 0;
  let ended: Error | undefined;
  child.on('message', (answer: PrepareAnswer) => {
    waiting.get(answer.id)?.take(answer);
    waiting.delete(answer.id);
  });
  child.on('exit', (code) => {
    ended = new Error(`The process that prepares scenarios ended with ${code}.`);
    for (const asked of waiting.values()) asked.fail(ended);
    waiting.clear();
  });
  const ask = (question: PrepareQuestion): Promise<PrepareAnswer> =>
    new Promise((resolve, reject) => {
      if (ended !== undefined) {
        reject(ended);
        return;
      }
      waiting.set(question.id, {
        take: (answer) => (answer.type === 'failed' ? reject(new Error(answer.message)) : resolve(answer)),
        fail: reject,
      });
      child.send(question);
    });
  return {
    async prepare(wish) {
      const answer = await ask({ id: count++, type: 'prepare', wish });
      if (answer.type !== 'prepared') throw new Error('It answered something else.');
      return answer.scenario;
    },
    async judge(recording) {
      const answer = await ask({ id: count++, type: 'judge', recording });
      if (answer.type !== 'judged') throw new Error('It answered something else.');
      return answer.verdicts;
    },
    async [Symbol.asyncDispose]() {
      if (ended !== undefined) return;
      const exit = once(child, 'exit');
      child.kill();
      await exit;
    },
  };
}
