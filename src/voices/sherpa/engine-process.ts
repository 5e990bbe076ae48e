import { VoiceError } from '../voice-error.ts';
import { forkEngine, lastWords, setIdle } from './engine-child.ts';
import type { EngineReply, EngineResult, EngineSetup, EngineTask } from './engine-protocol.ts';

/** One task on its way. */
export type EngineJob = {
  readonly task: EngineTask;
  resolve(result: EngineResult): void;
  reject(error: unknown): void;
};

/** A process with one model in it. It keeps ours alive only while it has a job. */
export interface EngineProcess {
  readonly job: EngineJob | undefined;
  give(job: EngineJob): void;
  /** Drops the job: waits so many seconds for the engine to come to its end, and then ends the process. */
  drop(patience: number): Promise<void>;
  end(): Promise<void>;
}

export function openEngineProcess(
  setup: EngineSetup,
  {
    onIdle,
    onExit,
  }: {
    readonly onIdle: () => void;
    /** The process is gone, by itself or by us. */
    readonly onExit: (engine: EngineProcess) => void;
  },
): EngineProcess {
  const child = forkEngine(import.meta.url);
  const said = lastWords(child);
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let job: EngineJob | undefined;
  let onDropped: (() => void) | undefined;

  const takeJob = (): EngineJob | undefined => {
    const taken = job;
    job = undefined;
    setIdle(child, true);
    return taken;
  };
  const fail = (reason: string): void => {
    const words = said();
    const message = `sherpa-onnx ${reason}${words === '' ? '.' : `: ${words}`}`;
    takeJob()?.reject(new VoiceError(message, { provider: 'sherpa' }));
  };

  const engine: EngineProcess = {
    get job() {
      return job;
    },
    give(next) {
      job = next;
      setIdle(child, false);
      child.send(next.task);
    },
    async drop(patience) {
      if (job === undefined) return;
      job = { ...job, resolve: () => {}, reject: () => {} };
      const timer = setTimeout(() => child.kill('SIGKILL'), patience * 1000);
      await new Promise<void>((resolve) => {
        onDropped = resolve;
      });
      clearTimeout(timer);
    },
    async end() {
      job = undefined;
      // Whoever waits for its end stays until then.
      setIdle(child, false);
      child.kill('SIGKILL');
      await gone;
    },
  };

  setIdle(child, true);
  child.on('message', (reply: EngineReply) => {
    const done = takeJob();
    if (reply.type === 'failed') done?.reject(new VoiceError(reply.message, { provider: 'sherpa' }));
    else done?.resolve(reply);
    onDropped?.();
    onIdle();
  });
  child.on('error', (error) => fail(`could not be started (${error.message})`));
  child.once('exit', (code, signal) => {
    fail(`ended by itself (${signal ?? `exit code ${code}`})`);
    onDropped?.();
    onExit(engine);
  });
  child.send(setup);
  return engine;
}
