/**
 * Where a corpus lies: objects by key, in a directory or behind the S3 API.
 *
 * Contract (`objectStoreContract` in `duologue/testing` checks it):
 * - a key is `[A-Za-z0-9_.-]+` parts joined by `/`, none of which begins with a dot;
 * - `put` is atomic: under its key there is the whole object or what was there before, whatever dies when;
 * - what `put` resolved for is there for every later `get`, from any machine;
 * - `get` of what is not there gives `undefined`; `remove` of it is no error;
 * - `list` gives every object whose key begins with `prefix`, in the order of their keys' bytes;
 * - a failure that may pass (a connection, a 5xx, too many requests) is tried again a few times with growing waits,
 *   then thrown as a retryable `CorpusError` that names the key;
 * - an aborted `signal` rejects with its reason and leaves no half object.
 */
export interface ObjectStore extends AsyncDisposable {
  /** As the user named it: `out/corpus`, `s3://bucket/prefix`. */
  readonly name: string;
  put(key: string, bytes: Uint8Array, options?: StoreOptions): Promise<void>;
  get(key: string, options?: StoreOptions): Promise<Uint8Array | undefined>;
  list(prefix: string, options?: StoreOptions): AsyncIterable<ObjectInfo>;
  remove(key: string, options?: StoreOptions): Promise<void>;
}

export type StoreOptions = { readonly signal?: AbortSignal | undefined };

export type ObjectInfo = { readonly key: string; readonly bytes: number };
