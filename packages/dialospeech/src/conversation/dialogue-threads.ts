import { createWorkerPool, type WorkerPool } from 'duologue/voices';
import type { DecoderScript, DecoderText } from '../language/decoder.ts';
import type { LoadedModel } from '../model/load-model.ts';
import { failure, type ModelErrors } from '../model/model-errors.ts';
import type { TrackOptions } from '../sound/track.ts';
import type { LanguageResult, LanguageTask } from '../threads/language-tasks.ts';
import type { SoundResult, SoundTask } from '../threads/sound-tasks.ts';
import { createStopSign } from '../threads/stop-sign.ts';
import type { ThreadModel } from '../threads/thread-model.ts';

/**
 * Where conversations are made: the language model in one thread, sound in another, so that a block is rendered while
 * the next one is decoded. A conversation's state lies in the threads until it is closed.
 */
export interface DialogueThreads extends AsyncDisposable {
  open(script: DecoderScript, tracks: readonly TrackOptions[]): Promise<ThreadedDialogue>;
  /** Both threads have their networks open. */
  warm(): Promise<void>;
}

/** What it is asked goes on one after another. */
export interface ThreadedDialogue {
  extend(text: DecoderText): Promise<unknown>;
  decode(steps: number): Promise<LanguageResult>;
  render(track: number, tokens: readonly number[], ahead: readonly number[]): Promise<Float32Array>;
  /** What is under way comes to its end unheard. */
  close(): void;
}

export function openDialogueThreads(
  { folder, file }: LoadedModel,
  threads: number,
  errors: ModelErrors,
): DialogueThreads {
  const stopSign = createStopSign();
  const workerData = (): ThreadModel => ({ folder, file, threads, stopSign: stopSign.memory });
  const pending = new Set<Promise<unknown>>();
  const language: WorkerPool<LanguageTask, LanguageResult> = createWorkerPool({
    url: workerFile('language-worker'),
    size: 1,
    workerData,
  });
  const sound: WorkerPool<SoundTask, SoundResult> = createWorkerPool({
    url: workerFile('sound-worker'),
    size: 1,
    workerData,
  });
  /** A task whose failure is told as the model's, and which is waited for before the threads end. */
  const run = async <Task, Result>(pool: WorkerPool<Task, Result>, task: Task): Promise<Result> => {
    const work = pool.run(task);
    pending.add(work);
    try {
      return await work;
    } catch (cause) {
      throw failure(errors, cause);
    } finally {
      pending.delete(work);
    }
  };
  let given = 0;
  return {
    async open(script, tracks) {
      const id = given++;
      const trackIds = tracks.map(() => given++);
      await Promise.all([
        run(language, { type: 'open', id, script }),
        ...tracks.map((track, index) => run(sound, { type: 'open', id: trackIds[index] ?? 0, track })),
      ]);
      return {
        extend: (text) => run(language, { type: 'extend', id, text }),
        decode: (steps) => run(language, { type: 'decode', id, steps }),
        async render(track, tokens, ahead) {
          const task = { type: 'render', id: trackIds[track] ?? 0, tokens, ahead } as const;
          return (await run(sound, task)).samples;
        },
        close() {
          // Threads that are gone have nothing to forget.
          run(language, { type: 'close', id }).catch(() => undefined);
          for (const own of trackIds) run(sound, { type: 'close', id: own }).catch(() => undefined);
        },
      };
    },
    async warm() {
      // Nobody has this number: there is nothing to close.
      const nothing = { type: 'close', id: -1 } as const;
      await Promise.all([run(language, nothing), run(sound, nothing)]);
    },
    async [Symbol.asyncDispose]() {
      stopSign.stop();
      await Promise.allSettled(pending);
      await Promise.all([language[Symbol.asyncDispose](), sound[Symbol.asyncDispose]()]);
    },
  };
}

function workerFile(name: string): URL {
  return new URL(`../threads/${name}${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);
}
