import type { Engine } from '../model/engine.ts';
import { failure, type ModelErrors } from '../model/model-errors.ts';
import type { ModelFile } from '../model/model-file.ts';
import { languageShape, soundShape } from '../model/shapes.ts';
import { createLanguageTasks } from '../threads/language-tasks.ts';
import { createSoundTasks } from '../threads/sound-tasks.ts';
import type { DialogueThreads } from './dialogue-threads.ts';

/** Conversations in the thread that asks: in a browser, give it a Web Worker of your own. */
export function openDialogueHere(engine: Engine, file: ModelFile, errors: ModelErrors): DialogueThreads {
  const language = told(createLanguageTasks(engine, languageShape(file)), errors);
  const sound = told(createSoundTasks(engine, soundShape(file)), errors);
  let given = 0;
  return {
    async open(script, tracks) {
      const id = given++;
      const trackIds = tracks.map(() => given++);
      await language({ type: 'open', id, script });
      for (const [index, track] of tracks.entries())
        await sound({ type: 'open', id: trackIds[index] ?? 0, track });
      return {
        extend: (text) => language({ type: 'extend', id, text }),
        decode: (steps) => language({ type: 'decode', id, steps }),
        async render(track, tokens, ahead) {
          const task = { type: 'render', id: trackIds[track] ?? 0, tokens, ahead } as const;
          return (await sound(task)).samples;
        },
        close() {
          // What is under way ends unheard: its state is its own.
          language({ type: 'close', id }).catch(() => undefined);
          for (const own of trackIds) sound({ type: 'close', id: own }).catch(() => undefined);
        },
      };
    },
    warm: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** Whose failures are told as the model's. */
function told<Task, Result>(
  run: (task: Task) => Promise<Result>,
  errors: ModelErrors,
): (task: Task) => Promise<Result> {
  return (task) =>
    run(task).catch((cause: unknown) => {
      throw failure(errors, cause);
    });
}
