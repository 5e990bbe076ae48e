import { createWorkerPool, type WorkerPool } from 'duologue/voices';
import type { DecoderScript, DecoderText } from '../language/decoder.ts';
import type { LoadedModel } from '../model/load-model.ts';
import type { TrackOptions } from '../sound/track.ts';
import type { LanguageResult, LanguageTask } from '../threads/language-tasks.ts';
import type { SoundResult, SoundTask } from '../threads/sound-tasks.ts';
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

export function openDialogueThreads({ folder, file }: LoadedModel, threads: number): DialogueThreads {
  const workerData = (): ThreadModel => ({ folder, file, threads });
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
  let given = 0;
  return {
    async open(script, tracks) {
      const id = given++;
      const trackIds = tracks.map(() => given++);
      await Promise.all([
        language.run({ type: 'open', id, script }),
        ...tracks.map((track, index) => sound.run({ type: 'open', id: trackIds[index] ?? 0, track })),
      ]);
      return {
        extend: (text) => language.run({ type: 'extend', id, text }),
        decode: (steps) => language.run({ type: 'decode', id, steps }),
        async render(track, tokens, ahead) {
          const task = { type: 'render', id: trackIds[track] ?? 0, tokens, ahead } as const;
          return (await sound.run(task)).samples;
        },
        close() {
          // Threads that are gone have nothing to forget.
          language.run({ type: 'close', id }).catch(() => undefined);
          for (const own of trackIds) sound.run({ type: 'close', id: own }).catch(() => undefined);
        },
      };
    },
    async warm() {
      // Nobody has this number: there is nothing to close.
      const nothing = { type: 'close', id: -1 } as const;
      await Promise.all([language.run(nothing), sound.run(nothing)]);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([language[Symbol.asyncDispose](), sound[Symbol.asyncDispose]()]);
    },
  };
}

function workerFile(name: string): URL {
  return new URL(`../threads/${name}${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);
}
