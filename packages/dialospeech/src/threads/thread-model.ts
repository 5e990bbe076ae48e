import * as z from 'zod';
import { modelFileSchema } from '../model/model-file.ts';

const threadModelSchema = z.object({
  folder: z.string(),
  file: modelFileSchema,
  threads: z.int().positive(),
  /** Of a stop sign. */
  stopSign: z.instanceof(SharedArrayBuffer),
});

/** What a thread is told of the model when it starts. */
export type ThreadModel = Readonly<z.infer<typeof threadModelSchema>>;

export function readThreadModel(workerData: unknown): ThreadModel {
  return threadModelSchema.parse(workerData);
}
