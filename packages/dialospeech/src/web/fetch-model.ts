import { type Engine, type NetworkName, networkNames } from '../model/engine.ts';
import type { ModelErrors } from '../model/model-errors.ts';
import { type ModelFile, parseModelFile } from '../model/model-file.ts';
import { createOrtEngine, type OrtNamespace, type OrtSession } from '../model/ort-engine.ts';

/** What of `fetch` is needed. */
export type FileFetcher = (
  address: string | URL,
  init?: { readonly signal?: AbortSignal },
) => Promise<Pick<Response, 'ok' | 'status' | 'arrayBuffer'>>;

type Loading = {
  readonly get: FileFetcher;
  readonly errors: ModelErrors;
  readonly signal?: AbortSignal;
};

type ModelLoading = Loading & { readonly ort: OrtNamespace; readonly sessionOptions: object | undefined };

/** Opens every network of a model; each is whole, or nothing is opened. */
export async function fetchModel(
  address: string | URL,
  loading: ModelLoading,
): Promise<{ readonly file: ModelFile; readonly engine: Engine }> {
  const { ort, sessionOptions, errors } = loading;
  const folder = String(address).replace(/\/?$/, '/');
  const description = `${folder}model.json`;
  const file = parseModelFile(new TextDecoder().decode(await fetchFile(description, loading)));
  if (typeof file === 'string') throw errors.refuse(`${description} ${file}`);
  const sessions = new Map<NetworkName, OrtSession>();
  for (const network of networkNames) {
    const bytes = await fetchNetwork(`${folder}${network}.onnx`, file.files[`${network}.onnx`], loading);
    sessions.set(network, await openSession(ort, bytes, network, { sessionOptions, errors }));
  }
  return { file, engine: createOrtEngine(ort.Tensor, sessions) };
}

async function openSession(
  ort: OrtNamespace,
  bytes: Uint8Array,
  network: NetworkName,
  { sessionOptions, errors }: Pick<ModelLoading, 'sessionOptions' | 'errors'>,
): Promise<OrtSession> {
  try {
    return await ort.InferenceSession.create(bytes, sessionOptions);
  } catch (cause) {
    throw errors.refuse(`ONNX Runtime could not open the network ${network}.`, cause);
  }
}

async function fetchNetwork(
  address: string,
  stated: ModelFile['files'][string] | undefined,
  loading: Loading,
): Promise<Uint8Array> {
  const bytes = await fetchFile(address, loading);
  const { errors } = loading;
  if (bytes.length !== stated?.bytes)
    throw errors.refuse(
      `${address} has ${bytes.length} bytes, not ${stated?.bytes}: it was cut short or is another.`,
    );
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const sum = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (sum !== stated.sha256)
    throw errors.refuse(`${address} is not what it was: its SHA-256 is another than model.json says.`);
  return bytes;
}

export async function fetchFile(
  address: string | URL,
  { get, errors, signal }: Loading,
): Promise<Uint8Array<ArrayBuffer>> {
  let status: number;
  try {
    const response = await get(address, signal === undefined ? {} : { signal });
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
    status = response.status;
  } catch (cause) {
    signal?.throwIfAborted();
    throw errors.refuse(`${String(address)} could not be fetched.`, cause);
  }
  throw errors.refuse(`${String(address)} could not be fetched: the server answered ${status}.`);
}
