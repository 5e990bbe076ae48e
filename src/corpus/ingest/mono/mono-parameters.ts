import { isAbsolute, resolve } from 'node:path';
import * as z from 'zod';

/** The id of an installed model, or the path of an ONNX file. */
const model = z.string().min(1);

/** What the speaker models of the catalogue put between one person and two. */
export const usualLikeness = 0.5;

/** How the speakers of recordings with one channel are parted, as a list says it. */
export const listedMonoSchema = z
  .strictObject({
    /** Tells who speaks in ten seconds. Default of each: the first of its kind that is installed. */
    segmentation: model.optional(),
    /** Tells one voice from another. */
    embedding: model.optional(),
    /** Takes two voices at once apart. `null`: where both speak, both tracks have both. */
    separation: model.nullable().optional(),
    /** Hz of a separation model that does not say it. */
    separationRate: z.int().min(4000).max(48_000).optional(),
    /** From which likeness on two stretches of speech are one person's, 0 to 1; it depends on the embedding model. */
    sameSpeaker: z.number().min(0).max(1).default(usualLikeness),
  })
  .readonly();

export type ListedMono = z.infer<typeof listedMonoSchema>;

export const chosenModelSchema = z.strictObject({ model, sha256: z.string() }).readonly();

export type ChosenModel = z.infer<typeof chosenModelSchema>;

/** The same in the parameters of a run, with what each model was when the run was planned. */
export const monoParametersSchema = z
  .strictObject({
    segmentation: chosenModelSchema,
    embedding: chosenModelSchema,
    separation: chosenModelSchema.nullable(),
    separationRate: z.number().nullable(),
    sameSpeaker: z.number(),
  })
  .readonly();

export type MonoParameters = z.infer<typeof monoParametersSchema>;

/** Files are looked for beside the list that names them. */
export function besideList(mono: ListedMono, folder: string): ListedMono {
  const place = (name: string): string => modelBesideList(name, folder);
  const { segmentation, embedding, separation, ...rest } = mono;
  return {
    ...rest,
    ...(segmentation === undefined ? {} : { segmentation: place(segmentation) }),
    ...(embedding === undefined ? {} : { embedding: place(embedding) }),
    ...(separation === undefined ? {} : { separation: separation === null ? null : place(separation) }),
  };
}

/** The same of one model. */
export function modelBesideList(name: string, folder: string): string {
  return isFile(name) && !isAbsolute(name) ? resolve(folder, name) : name;
}

/** Ids of models have no slash, and no ending of a network. */
export function isFile(name: string): boolean {
  return /[\\/]/.test(name) || /\.(onnx|ort)$/i.test(name);
}
