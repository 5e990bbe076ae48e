import { availableParallelism } from 'node:os';
import { findInstalled, type InstalledModel, modelsFolder } from '../../models/index.ts';
import type { Voice, VoiceProvider } from '../voice.ts';
import { UnknownVoiceError, VoiceError } from '../voice-error.ts';
import { createEnginePool, type EnginePool } from './engine-pool.ts';
import { hasSherpa, missingPackage } from './load-sherpa.ts';
import { type ModelFiles, readModelFiles } from './model-files.ts';
import { speak } from './speak.ts';
import { type SherpaSpeaker, speakersOf } from './speakers.ts';
import { voiceConfig } from './voice-config.ts';

export type SherpaOptions = {
  /** The id of an installed model, or several; default every installed one. */
  readonly model?: string | readonly string[];
  /** Where models are kept; default `modelsFolder()`. */
  readonly store?: string;
  /** Threads for one engine; default up to 4 of the cores. */
  readonly threads?: number;
  /** Engines for one model, each a process with the model in its memory; default 1. */
  readonly engines?: number;
};

/**
 * Neural voices on this machine by sherpa-onnx, which is a package of its own, with models that were pulled. One
 * voice for each speaker of a model, `sherpa/MODEL:SPEAKER`, or `sherpa/MODEL` where it has only one. Reads what the
 * models say of themselves; nothing is loaded before the first request. Throws a `VoiceError` with what to do where
 * the package or the model is missing.
 */
export function createSherpa({
  model,
  store = modelsFolder(),
  threads = Math.min(4, availableParallelism()),
  engines = 1,
}: SherpaOptions = {}): VoiceProvider {
  checkCount('threads', threads);
  checkCount('engines', engines);
  if (!hasSherpa()) throw missingPackage();
  const models = chosenModels(store, model);
  const pools = new Map<string, EnginePool>();

  const voices = models.flatMap((installed) =>
    readSpeakers(installed, model !== undefined || models.length === 1).map(({ speaker, files }): Voice => {
      const openPool = (): EnginePool => openEngine(pools, speaker, files, { threads, engines });
      return {
        ...speaker.description,
        speak: (request, options = {}) => speak(speaker, openPool, request, options.signal),
      };
    }),
  );
  return {
    name: 'sherpa',
    voices,
    voice(name) {
      const found =
        voices.find(({ id }) => id === `sherpa/${name}` || id === name) ??
        voices.find(({ id }) => id.endsWith(`:${name}`));
      if (found !== undefined) return found;
      throw new UnknownVoiceError(
        `sherpa/${name}`,
        voices.map(({ id }) => id),
      );
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...pools.values()].map((pool) => pool[Symbol.asyncDispose]()));
    },
  };
}

/** The voices of what is installed; none where nothing is, or where the package is missing. */
export async function openSherpa(options: SherpaOptions = {}): Promise<VoiceProvider | undefined> {
  if (!hasSherpa() || spokenModels(options.store ?? modelsFolder()).length === 0) return undefined;
  return createSherpa(options);
}

/** One of many models that nobody named must not take the others' voices away by being broken. */
function readSpeakers(
  installed: InstalledModel,
  strict: boolean,
): { readonly speaker: SherpaSpeaker; readonly files: ModelFiles }[] {
  try {
    const files = readModelFiles(installed.folder);
    return speakersOf(installed, files).map((speaker) => ({ speaker, files }));
  } catch (error) {
    if (strict || !(error instanceof VoiceError)) throw error;
    return [];
  }
}

/** Speakers of one model share its engines, but for those whose digits are read in Chinese. */
function openEngine(
  pools: Map<string, EnginePool>,
  { model, description }: SherpaSpeaker,
  files: ModelFiles,
  { threads, engines }: { readonly threads: number; readonly engines: number },
): EnginePool {
  const chinese = description.languages[0]?.startsWith('zh') === true;
  const key = `${model} ${chinese}`;
  const open = pools.get(key);
  if (open !== undefined) return open;
  const pool = createEnginePool({ type: 'voice', config: voiceConfig(files, { threads, chinese }) }, engines);
  pools.set(key, pool);
  return pool;
}

function chosenModels(
  store: string,
  model: string | readonly string[] | undefined,
): readonly InstalledModel[] {
  const spoken = spokenModels(store);
  if (model === undefined) {
    if (spoken.length > 0) return spoken;
    throw new VoiceError('No local voice is installed: duologue models pull kokoro', { provider: 'sherpa' });
  }
  return [model].flat().map((id) => {
    const found = spoken.find((installed) => installed.id === id);
    if (found !== undefined) return found;
    throw new VoiceError(`The voice model '${id}' is not installed in ${store}: duologue models pull ${id}`, {
      provider: 'sherpa',
    });
  });
}

function spokenModels(store: string): readonly InstalledModel[] {
  return findInstalled(store).filter(({ kind }) => kind === 'voice');
}

function checkCount(name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new RangeError(`${name} is a whole number, 1 or more; got ${value}.`);
}
