import { basename } from 'node:path';
import { CorpusError } from '../../corpus-error.ts';
import type { HeardRecording } from '../hear-recording.ts';
import { hashFile } from '../two-track/read-tracks.ts';
import { findModel } from './find-model.ts';
import { hearMono } from './hear-mono.ts';
import { requireRuntime } from './load-runtimes.ts';
import { type ListedMono, type MonoParameters, usualLikeness } from './mono-parameters.ts';
import type { Segmenter, Separator, SpeakerEmbedder } from './mono-parts.ts';
import { openSegmenter } from './onnx-segmenter.ts';
import { openSeparator } from './onnx-separator.ts';
import { openEmbedder } from './sherpa-embedder.ts';

/** Parts the speakers of recordings with one channel. It owns the processes of its models. */
export interface MonoListener extends AsyncDisposable {
  /** Rejects with a `CorpusError` with what to do where a model or a package is missing. */
  hear(path: string, signal?: AbortSignal): Promise<HeardRecording>;
}

type Parts = {
  readonly segmenter: Segmenter;
  readonly embedder: SpeakerEmbedder;
  readonly separator: Separator | null;
};

/** Which models a run takes, with what they are. Throws a `CorpusError` with what to do where one is missing. */
export async function chooseMonoModels(
  { segmentation, embedding, separation, separationRate, sameSpeaker }: ListedMono,
  store?: string,
): Promise<MonoParameters> {
  requireRuntime('onnx');
  requireRuntime('sherpa');
  const choose = async (role: 'segmentation' | 'embedding' | 'separation', name: string | undefined) => {
    const { model, path } = await findModel(role, name, store);
    return { model, sha256: await hashFile(path) };
  };
  return {
    segmentation: await choose('segmentation', segmentation),
    embedding: await choose('embedding', embedding),
    separation: separation === null ? null : await choose('separation', separation),
    separationRate: separationRate ?? null,
    sameSpeaker,
  };
}

/**
 * The models of a run that has recordings with one channel. What a list asks for must be there; where nothing was
 * asked for and nothing is there, it is told of each recording, and others go on.
 */
export async function planMono(listed: ListedMono | undefined): Promise<MonoParameters | null> {
  try {
    return await chooseMonoModels(listed ?? { sameSpeaker: usualLikeness });
  } catch (error) {
    if (listed !== undefined || !(error instanceof CorpusError)) throw error;
    return null;
  }
}

export type MonoListenerOptions = {
  /** Where models are kept; default `modelsFolder()`. */
  readonly store?: string | undefined;
};

/** `null`: no models were there when the run was planned. Nothing is loaded before the first recording. */
export function createMonoListener(
  parameters: MonoParameters | null,
  { store }: MonoListenerOptions = {},
): MonoListener {
  let parts: Promise<Parts> | undefined;
  return {
    async hear(path, signal) {
      try {
        if (parameters === null) throw await noModels(store);
        parts ??= openParts(parameters, store);
        return await hearMono(path, { ...(await parts), sameSpeaker: parameters.sameSpeaker, signal });
      } catch (cause) {
        if (!(cause instanceof CorpusError) || !cause.field?.startsWith('mono')) throw cause;
        throw new CorpusError(
          `${basename(path)} has one channel, and models are to part its speakers. ${cause.message}`,
          { key: path, field: cause.field, cause },
        );
      }
    },
    async [Symbol.asyncDispose]() {
      const open = await parts?.catch(() => undefined);
      await open?.segmenter[Symbol.asyncDispose]();
      await open?.embedder[Symbol.asyncDispose]();
      await open?.separator?.[Symbol.asyncDispose]();
    },
  };
}

/** What was missing when the run was planned, or is no longer. */
async function noModels(store: string | undefined): Promise<CorpusError> {
  try {
    await chooseMonoModels({ sameSpeaker: usualLikeness }, store);
  } catch (error) {
    if (error instanceof CorpusError) return error;
    throw error;
  }
  return new CorpusError('They were not there when this run was begun. Begin another run for it.', {
    field: 'mono',
  });
}

async function openParts(parameters: MonoParameters, store: string | undefined): Promise<Parts> {
  const find = async (role: 'segmentation' | 'embedding' | 'separation') => {
    const chosen = parameters[role];
    if (chosen === null) return undefined;
    const found = await findModel(role, chosen.model, store);
    if ((await hashFile(found.path)) === chosen.sha256) return found;
    throw new CorpusError(
      `The model '${chosen.model}' is not the one that the run was begun with. Take that one, or begin another run.`,
      { field: `mono.${role}`, key: found.path },
    );
  };
  const [segmentation, embedding, separation] = [
    await find('segmentation'),
    await find('embedding'),
    await find('separation'),
  ];
  if (segmentation === undefined || embedding === undefined)
    throw new RangeError('Two models are always chosen.');
  return {
    segmenter: openSegmenter(segmentation.path, segmentation.metadata),
    embedder: openEmbedder(embedding.path, embedding.metadata),
    separator:
      separation === undefined
        ? null
        : openSeparator(separation.path, {
            ...separation,
            sampleRate: parameters.separationRate ?? undefined,
          }),
  };
}
