import type { ChildProcess } from 'node:child_process';
import { forkEngine, lastWords, setIdle } from '../../../voices/index.ts';
import { CorpusError } from '../../corpus-error.ts';
import type { EngineReply, EngineResult, EngineSetup, EngineTask } from './engine-protocol.ts';

/** A process with one model in it. It starts with the first task, and keeps ours alive only while it has one. */
export interface Engine extends AsyncDisposable {
  /** One task at a time. An abort ends the process; the next task starts another. */
  run(task: EngineTask, signal?: AbortSignal): Promise<EngineResult>;
}

/** `role`: what the model is to be, for what is said where it is not. */
export function createEngine(setup: EngineSetup, role: string): Engine {
  let running: { readonly child: ChildProcess; readonly said: () => string } | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;

  const end = async (): Promise<void> => {
    const ending = running?.child;
    running = undefined;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => ending.once('exit', () => resolve()));
    setIdle(ending, false);
    ending.kill('SIGKILL');
    await gone;
  };
  const start = () => {
    const child = forkEngine(import.meta.url);
    child.send(setup);
    return { child, said: lastWords(child) };
  };
  const fault = (reason: string, words = ''): CorpusError =>
    new CorpusError(
      `${setup.path} does not work as a model for ${role}: it ${reason}${words === '' ? '.' : `: ${words}`}`,
      { key: setup.path, field: 'mono' },
    );

  const perform = async (task: EngineTask, signal: AbortSignal | undefined): Promise<EngineResult> => {
    signal?.throwIfAborted();
    if (closed) throw new Error('The engine is closed.');
    running ??= start();
    const { child: working, said } = running;
    const reply = await new Promise<EngineReply | 'aborted' | { readonly ended: string }>((resolve) => {
      const settle = (outcome: EngineReply | 'aborted' | { readonly ended: string }): void => {
        working.off('message', onMessage);
        working.off('exit', onExit);
        working.off('error', onError);
        signal?.removeEventListener('abort', onAbort);
        resolve(outcome);
      };
      const onMessage = (message: EngineReply): void => settle(message);
      const onExit = (code: number | null, by: string | null): void =>
        settle({ ended: by ?? `exit code ${code}` });
      const onError = (error: Error): void => settle({ ended: error.message });
      const onAbort = (): void => settle('aborted');
      working.on('message', onMessage);
      working.once('exit', onExit);
      working.once('error', onError);
      signal?.addEventListener('abort', onAbort, { once: true });
      setIdle(working, false);
      working.send(task);
    });
    if (reply === 'aborted') {
      await end();
      signal?.throwIfAborted();
      throw new Error('Aborted.');
    }
    if ('ended' in reply) {
      running = undefined;
      throw fault(`ends what runs it (${reply.ended})`, said());
    }
    if (reply.type === 'failed') {
      await end();
      throw fault('fails', reply.message);
    }
    setIdle(working, true);
    return reply;
  };

  return {
    run(task, signal) {
      const done = last.then(() => perform(task, signal));
      last = done.catch(() => {});
      return done;
    },
    async [Symbol.asyncDispose]() {
      closed = true;
      await end();
    },
  };
}
