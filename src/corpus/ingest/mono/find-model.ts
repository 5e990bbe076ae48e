import { access } from 'node:fs/promises';
import { findInstalled, type ModelKind, modelsFolder } from '../../../models/index.ts';
import { readModelFiles, readOnnxMetadata } from '../../../voices/index.ts';
import { CorpusError } from '../../corpus-error.ts';
import { isFile } from './mono-parameters.ts';

type Role = Extract<ModelKind, 'segmentation' | 'embedding' | 'separation' | 'punctuation'>;

type FoundModel = {
  /** Id or path, as it is named in a run. */
  readonly model: string;
  /** Of the ONNX file. */
  readonly path: string;
  readonly metadata: ReadonlyMap<string, string>;
};

/** What the catalogue has for each role, and what the role is. */
const roles: Readonly<Record<Role, { readonly pull: string; readonly what: string }>> = {
  segmentation: { pull: 'pyannote-segmentation', what: 'tells who speaks when' },
  embedding: { pull: 'campplus', what: 'tells one voice from another' },
  separation: { pull: 'mossformer2', what: 'takes two voices at once apart' },
  punctuation: { pull: 'ct-punctuation', what: 'puts marks into texts' },
};

/**
 * The model for a role: a file, an installed model, or the first installed one of its kind. Throws a `CorpusError`
 * with what to do where there is none.
 */
export async function findModel(
  role: Role,
  name: string | undefined,
  store = modelsFolder(),
): Promise<FoundModel> {
  if (name !== undefined && isFile(name)) {
    await access(name).catch((cause: unknown) => {
      throw new CorpusError(`There is no file ${name}, which is to be the model for ${role}.`, {
        field: fieldOf(role),
        key: name,
        cause,
      });
    });
    return { model: name, path: name, metadata: metadataOf(name, role) };
  }
  const installed = findInstalled(store);
  const found =
    name === undefined
      ? installed.find(({ kind }) => kind === role)
      : installed.find(({ id }) => id === name);
  if (found === undefined) throw missing(role, name);
  if (found.kind !== role) {
    throw new CorpusError(
      `The model '${found.id}' is for ${found.kind}, not for ${role}. Name another, or add its folder anew: duologue models add FOLDER --as NAME --kind ${role}`,
      { field: fieldOf(role) },
    );
  }
  const path = mainOf(found.folder, role);
  return { model: found.id, path, metadata: metadataOf(path, role) };
}

/** Where the list names it. */
function fieldOf(role: Role): string {
  return role === 'punctuation' ? role : `mono.${role}`;
}

function missing(role: Role, name: string | undefined): CorpusError {
  const { pull, what } = roles[role];
  const missed =
    name === undefined
      ? `No model is installed that ${what} (${role})`
      : `The model '${name}', which is to be the one that ${what} (${role}), is not installed`;
  const without =
    role === 'separation'
      ? '; mono: { separation: null } in the list does without, and leaves both on both tracks'
      : '';
  return new CorpusError(
    `${missed}: duologue models pull ${name ?? pull}, or name an ONNX file as ${role === 'punctuation' ? 'punctuation: PATH' : `mono: { ${role}: PATH }`}${without}.`,
    { field: fieldOf(role) },
  );
}

function mainOf(folder: string, role: Role): string {
  try {
    return readModelFiles(folder).main;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CorpusError(reason, { field: fieldOf(role), key: folder, cause });
  }
}

function metadataOf(path: string, role: Role): ReadonlyMap<string, string> {
  try {
    return readOnnxMetadata(path);
  } catch (cause) {
    throw new CorpusError(`${path}, which is to be the model for ${role}, is not an ONNX file.`, {
      field: fieldOf(role),
      key: path,
      cause,
    });
  }
}
