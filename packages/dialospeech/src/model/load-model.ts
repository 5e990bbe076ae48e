import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VoiceError } from 'duologue/voices';
import { networkNames } from './engine.ts';
import { type ModelFile, parseModelFile } from './model-file.ts';

/** A model whose files are whole. */
export type LoadedModel = { readonly folder: string; readonly file: ModelFile };

/** Where the weights lie that come with the package. */
export const ownWeights = fileURLToPath(new URL('../../weights', import.meta.url));

/** Whether there is a model in a folder, whole or not. */
export async function hasModel(folder: string): Promise<boolean> {
  return stat(join(folder, 'model.json')).then(
    (found) => found.isFile(),
    () => false,
  );
}

/**
 * Reads `model.json` and checks that every network is there, as long as it says and with the sum that it says. Throws
 * a `VoiceError` that names the file.
 */
export async function loadModel(folder: string = ownWeights): Promise<LoadedModel> {
  const file = await readModelFile(folder);
  for (const network of networkNames) {
    const name = `${network}.onnx`;
    await checkFile(join(folder, name), file.files[name]);
  }
  return { folder, file };
}

async function readModelFile(folder: string): Promise<ModelFile> {
  const path = join(folder, 'model.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    return refuse(
      `There is no model of DialoSpeech in ${folder}: ${path} cannot be read. Give its folder as model.`,
      cause,
    );
  }
  const parsed = parseModelFile(text);
  return typeof parsed === 'string' ? refuse(`${path} ${parsed}`) : parsed;
}

async function checkFile(path: string, stated: ModelFile['files'][string] | undefined): Promise<void> {
  if (stated === undefined) return;
  const found = await stat(path).catch((cause: unknown) =>
    refuse(`${path} is missing: get the model again.`, cause),
  );
  if (found.size !== stated.bytes)
    refuse(
      `${path} has ${found.size} bytes, not ${stated.bytes}: it was cut short or is another. Get the model again.`,
    );
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  if (hash.digest('hex') !== stated.sha256)
    refuse(`${path} is not what it was: its SHA-256 is another than model.json says. Get the model again.`);
}

function refuse(message: string, cause?: unknown): never {
  throw new VoiceError(message, { provider: 'dialospeech', ...(cause === undefined ? {} : { cause }) });
}
